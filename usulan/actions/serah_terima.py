"""Where the open work of somebody goes whose role ends; inside the transaction of the act that ends it.

Building blocks for `usulan.actions.pic` and `usulan.actions.verifikasi`: they ask for no right of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from referensi.models import Instansi
from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.audit.catat import Pelaku
from siapp.web.galat import GalatPengguna
from usulan.actions.dasar import catat_usulan, kunci, pindah, simpan
from usulan.models import Usulan, putusan_tertunda
from usulan.pemegang import check_verifikator, dipegang, draf_penyusun
from usulan.peristiwa.isi import Dialihkan, Dilepas, Diserahkan
from usulan.tahap import Kerja, Tahap

BELUM_DIBAGI = "belum dibagi"
PADA_INSTANSI = "tetap pada instansi"


@dataclass(frozen=True, slots=True)
class Tujuan:
    """What somebody decided about the open work: it goes to `kepada`, or back to those who give it out."""

    kepada: Pengguna | None = None


class PekerjaanTerbuka(GalatPengguna):
    """The role cannot end before somebody has said where its open work goes."""

    def __init__(self, jumlah: int) -> None:
        super().__init__(
            f"Orang ini masih memegang {jumlah} usulan. Pilih ke mana pekerjaan itu pergi.", bidang="tujuan"
        )


def check_tujuan(jumlah: int, tujuan: Tujuan | None) -> None:
    """Raise PekerjaanTerbuka when there is open work and nobody said where it goes."""
    if jumlah and tujuan is None:
        raise PekerjaanTerbuka(jumlah)


def ganti_verifikator(usulan: Usulan, verifikator: Pengguna, *, oleh: Pelaku, alasan: str = "") -> None:
    """Give `usulan`, whose row is locked, to another verifier; its stage and what was judged stay."""
    lama, lama_id = _pemegang(usulan)
    usulan.verifikator = verifikator
    simpan(usulan, "verifikator")
    isi = Dialihkan(lama=lama, baru=verifikator.nama, lama_id=lama_id, baru_id=verifikator.pk)
    catat_usulan(usulan, isi, oleh=oleh, alasan=alasan)


def _pemegang(usulan: Usulan) -> tuple[str, int]:
    """Name and id of the verifier as a Peristiwa tells them."""
    return (usulan.verifikator.nama, usulan.verifikator.pk) if usulan.verifikator else (BELUM_DIBAGI, 0)


def lepaskan(usulan: Usulan, *, oleh: Pelaku, alasan: str) -> None:
    """Take `usulan`, whose row is locked, from its verifier: it waits to be distributed again.

    One that the PIC is correcting stays there and is distributed when it comes back. A proposed TMS stays as well: it
    is with the second person, and is let go when that one refuses it.
    """
    if usulan.tahap_kini is Tahap.DIVERIFIKASI and putusan_tertunda(usulan) is not None:
        return
    lama = Dilepas(*_pemegang(usulan))
    bidang: list[str] = []
    if usulan.tahap_kini is Tahap.DIVERIFIKASI:
        bidang = pindah(usulan, Kerja.LEPASKAN, Tahap.DIAJUKAN, oleh=oleh)
    usulan.verifikator = None
    simpan(usulan, *bidang, "verifikator")
    catat_usulan(usulan, lama, oleh=oleh, alasan=alasan)


def serahkan_verifikasi(peran: Peran, tujuan: Tujuan | None, *, oleh: Pelaku, alasan: str) -> int:
    """Move what the holder of `peran`, which has just ended, held as verifier; return how many.

    Raises PekerjaanTerbuka, or GalatPengguna when `tujuan` is no verifier of that pokja.
    """
    if peran.jenis != JenisPeran.VERIFIKATOR:
        return 0
    semua = list(dipegang(peran.pengguna, peran.kategori).order_by("pk").values_list("pk", flat=True))
    check_tujuan(len(semua), tujuan)
    if semua and tujuan and tujuan.kepada:
        check_verifikator(tujuan.kepada, peran.kategori, bidang="tujuan")
    for usulan in map(kunci, semua):
        if tujuan and tujuan.kepada:
            ganti_verifikator(usulan, tujuan.kepada, oleh=oleh, alasan=alasan)
        else:
            lepaskan(usulan, oleh=oleh, alasan=alasan)
    return len(semua)


def ganti_penyusun(usulan: Usulan, kepada: Pengguna, *, oleh: Pelaku, alasan: str) -> None:
    """Make `kepada` the author of the draft `usulan`, whose row is locked."""
    perubahan = {"pembuat": [usulan.pembuat.nama, kepada.nama]}
    usulan.pembuat = kepada
    simpan(usulan, "pembuat")
    catat_usulan(usulan, Diserahkan(perubahan), oleh=oleh, alasan=alasan)


def serahkan_draf_kelompok(
    pengguna: Pengguna,
    instansi: Instansi,
    kategori: Iterable[str],
    tujuan: Tujuan | None,
    *,
    oleh: Pelaku,
    alasan: str,
) -> dict[str, list[str]]:
    """Move the open drafts of the groups that `pengguna` has just lost at `instansi`; return what to record of it.

    Drafts of a group that the receiver does not hold stay with the instansi, as all do without a receiver: its other
    PICs go on with them, and they stand on the start page of whoever can give them away. Raises PekerjaanTerbuka.
    """
    terbuka = draf_penyusun(pengguna, instansi, set(kategori))
    semua = list(terbuka.select_for_update(of=("self",)).order_by("pk"))
    check_tujuan(len(semua), tujuan)
    kepada = tujuan.kepada if tujuan else None
    pindah_kepada = [u for u in semua if kepada and _pic_sah(kepada, u)]
    for usulan in pindah_kepada:
        if kepada:
            ganti_penyusun(usulan, kepada, oleh=oleh, alasan=alasan)
    return _kata_draf(pengguna, kepada, len(pindah_kepada), len(semua) - len(pindah_kepada))


def _pic_sah(kepada: Pengguna, usulan: Usulan) -> bool:
    return kepada.is_active and kepada.berperan(
        JenisPeran.PIC, kategori=usulan.kategori, instansi_id=usulan.instansi_id
    )


def _kata_draf(dari: Pengguna, kepada: Pengguna | None, pindah: int, tinggal: int) -> dict[str, list[str]]:
    kata = [f"{pindah} kepada {kepada}"] if pindah else []
    kata += [f"{tinggal} {PADA_INSTANSI}"] if tinggal else []
    return {"draf": [f"{pindah + tinggal} pada {dari}", ", ".join(kata)]} if kata else {}
