"""May this user? Each rule as `check_x`, which raises with the reason, and `x`, which answers."""

from siapp.akun.models import Peran
from siapp.akun.peran import JenisPeran, Mesin, Pelaku
from siapp.audit.catat import Pelaku as PelakuPeristiwa
from siapp.web.galat import GalatPengguna
from usulan.models import Usulan
from usulan.tahap import KETENTUAN, Kerja, Syarat, Tahap


class TidakBerwenang(GalatPengguna):
    """The person may see the usulan but not do this (HTTP 403)."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan, "Anda tidak berwenang", 403)


def _mencakup(peran: Peran, usulan: Usulan) -> bool:
    if peran.jenis == JenisPeran.PIC:
        return peran.instansi_id == usulan.instansi_id and peran.kategori == usulan.kategori
    return peran.kategori in {"", usulan.kategori}


def pelaku(oleh: PelakuPeristiwa, usulan: Usulan) -> frozenset[Pelaku]:
    """Return as what `oleh` may act on `usulan`: the roles that reach its instansi and kategori, or the machine.

    A person whose account is closed acts as nothing.
    """
    if isinstance(oleh, Mesin):
        return frozenset({oleh})
    if not oleh.is_active:
        return frozenset()
    return frozenset(JenisPeran(peran.jenis) for peran in oleh.peran_aktif if _mencakup(peran, usulan))


def _memenuhi(oleh: PelakuPeristiwa, syarat: Syarat | None, usulan: Usulan) -> bool:
    if syarat is None or isinstance(oleh, Mesin):
        return True
    if syarat is Syarat.TEKEN:
        return any(peran.boleh_teken and _mencakup(peran, usulan) for peran in oleh.peran_aktif)
    return usulan.verifikator_id == oleh.pk


def boleh(oleh: PelakuPeristiwa, kerja: Kerja, usulan: Usulan) -> bool:
    """Whether `oleh` may do `kerja` to `usulan`, whatever its stage."""
    ketentuan = KETENTUAN[kerja]
    return bool(pelaku(oleh, usulan) & ketentuan.pelaku) and _memenuhi(oleh, ketentuan.syarat, usulan)


def check_boleh(oleh: PelakuPeristiwa, kerja: Kerja, usulan: Usulan) -> None:
    """Raise TidakBerwenang with who may, unless `oleh` may do `kerja` to `usulan`."""
    if not boleh(oleh, kerja, usulan):
        raise TidakBerwenang(_pesan(oleh, kerja, usulan))


def _pesan(oleh: PelakuPeristiwa, kerja: Kerja, usulan: Usulan) -> str:
    ketentuan = KETENTUAN[kerja]
    if not pelaku(oleh, usulan) & ketentuan.pelaku or ketentuan.syarat is None:
        return "Peran Anda tidak mencakup tindakan ini. Hubungi administrator bila seharusnya boleh."
    if ketentuan.syarat is Syarat.TEKEN:
        return "Anda belum mempunyai hak teken. Minta PIC penyetuju instansi Anda mengirim usulan ini."
    return _pesan_pemegang(usulan)


def _pesan_pemegang(usulan: Usulan) -> str:
    if usulan.verifikator_id is None:
        return "Usulan ini belum mempunyai verifikator. Ambil dahulu, lalu verifikasi."
    if usulan.tahap_kini is Tahap.DIVERIFIKASI:
        return f"Usulan ini sedang diverifikasi oleh {usulan.verifikator}. Anda dapat membacanya."
    return f"Verifikator usulan ini {usulan.verifikator}, bukan Anda. Anda dapat membacanya."
