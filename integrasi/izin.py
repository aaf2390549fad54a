"""Who may do what in the exchange: `check_x` raises with the reason, `x` answers yes or no."""

from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran
from siapp.web.galat import GalatPengguna

PENGURUS = (JenisPeran.ADMINISTRATOR,)
PENGIRIM_ULANG = (JenisPeran.ADMINISTRATOR, JenisPeran.DUKUNGAN)
PENGAMAT = (*PENGIRIM_ULANG, JenisPeran.KEPALA_BIRO, JenisPeran.AUDITOR)
PEMBACA_KESESUAIAN = (*PENGURUS, JenisPeran.AUDITOR)


class TidakBerwenang(GalatPengguna):
    """The person may not do this (403)."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan, "Anda tidak berwenang", 403)


def administrator(pengguna: Pengguna) -> bool:
    """Whether the person runs the exchange: settles uncertain calls, approves syncs, corrects matches."""
    return pengguna.berperan(*PENGURUS)


def boleh_kirim_ulang(pengguna: Pengguna) -> bool:
    """Whether the person may have a refused or dead call sent again."""
    return pengguna.berperan(*PENGIRIM_ULANG)


def boleh_melihat(pengguna: Pengguna) -> bool:
    """Whether the person may see the delivery monitor and the inbox."""
    return pengguna.berperan(*PENGAMAT)


def boleh_melihat_kesesuaian(pengguna: Pengguna) -> bool:
    """Whether the person may see how SIASN keeps to the contract."""
    return pengguna.berperan(*PEMBACA_KESESUAIAN)


def check_administrator(pengguna: Pengguna) -> None:
    """Raise TidakBerwenang unless `administrator`."""
    if not administrator(pengguna):
        raise TidakBerwenang("Hanya Administrator yang dapat melakukan ini.")


def check_kirim_ulang(pengguna: Pengguna) -> None:
    """Raise TidakBerwenang unless `boleh_kirim_ulang`."""
    if not boleh_kirim_ulang(pengguna):
        raise TidakBerwenang("Hanya Administrator atau Dukungan Administrasi yang dapat mengirim ulang.")
