"""Going on although Data ASN differs: whoever decides says so, and it is recorded (alur.md 4)."""

from collections.abc import Iterable

from siapp.akun.models import Pengguna
from usulan.actions.dasar import catat_usulan
from usulan.models import KeppresUsulan, Usulan
from usulan.perbedaan import Perbedaan, check_diketahui, perbedaan, perbedaan_baris, potret, potret_kini
from usulan.peristiwa.isi import BedaAsnDiketahui


def ketahui(usulan: Usulan, diketahui: str, langkah: str, oleh: Pengguna) -> None:
    """Record that `oleh` goes on with `langkah` knowing what differs of the person of the locked `usulan`.

    `diketahui`: `sidik` of what the page showed and the person ticked. Raises GalatPengguna when that is not what
    differs now.
    """
    beda = perbedaan(usulan)
    check_diketahui(diketahui, beda)
    _catat(usulan, beda, langkah, oleh)


def _catat(usulan: Usulan, beda: tuple[Perbedaan, ...], langkah: str, oleh: Pengguna) -> None:
    if beda:
        catat_usulan(usulan, BedaAsnDiketahui(langkah, {p.label: [p.lama, p.baru] for p in beda}), oleh=oleh)


def perbarui_potret(usulan: Usulan) -> list[str]:
    """Let the usulan that is being signed say what Data ASN says of its person; return the fields to write."""
    usulan.potret, usulan.nama = potret(usulan.asn), usulan.asn.nama
    return ["potret", "nama"]


def ketahui_baris(baris: Iterable[KeppresUsulan], diketahui: str, langkah: str, oleh: Pengguna) -> None:
    """The same for all rows of a Keppres at once; what was confirmed is not asked again at the next step.

    The usulan of the rows are locked.
    """
    daftar = list(baris)
    beda = perbedaan_baris(daftar)
    check_diketahui(diketahui, *(beda[b.usulan_id] for b in daftar))
    for satu in daftar:
        if beda[satu.usulan_id]:
            _catat(satu.usulan, beda[satu.usulan_id], langkah, oleh)
            satu.potret = potret_kini(satu.usulan)
            satu.save(update_fields=["potret"])
