"""Who may do what in the exchange: `check_x` raises with the reason, `x` answers yes or no."""

from collections.abc import Mapping, Set
from enum import StrEnum

from siapp.akun.models import Pengguna
from siapp.akun.peran import PERAN_BIRO, JenisPeran
from siapp.web.hak import TabelHak


class Urusan(StrEnum):
    """What people do in this room."""

    LIHAT = "lihat_pertukaran"  # the delivery monitor and the inbox
    KIRIM_ULANG = "kirim_ulang"  # have a refused or dead call sent again, take a notice of BKN in hand
    URUS = "urus_pertukaran"  # settle uncertain calls, approve syncs, have the contract tested
    TEGASKAN = "tegaskan"  # be the second person of a settlement
    BACA_KESESUAIAN = "baca_kesesuaian"
    SEGARKAN_ASN = "segarkan_asn"
    LIHAT_PERTUKARAN = "lihat_sakelar"  # the switch of the exchange and the term of the agreement
    HENTIKAN = "hentikan_pertukaran"  # stop the whole exchange, start it again
    ATUR_PERJANJIAN = "atur_perjanjian"  # say when the agreement ends
    UMUMKAN = "umumkan"  # announce trouble and changes to staff, PICs and BKN


_URUS = frozenset({JenisPeran.ADMINISTRATOR})
_KIRIM_ULANG = _URUS | {JenisPeran.DUKUNGAN}

HAK: Mapping[Urusan, Set[JenisPeran]] = {
    Urusan.LIHAT: _KIRIM_ULANG | {JenisPeran.KEPALA_BIRO, JenisPeran.AUDITOR},
    Urusan.KIRIM_ULANG: _KIRIM_ULANG,
    Urusan.URUS: _URUS,
    Urusan.TEGASKAN: _URUS | {JenisPeran.KEPALA_BIRO},
    Urusan.BACA_KESESUAIAN: _URUS | {JenisPeran.AUDITOR},
    Urusan.LIHAT_PERTUKARAN: _URUS | {JenisPeran.KEPALA_BIRO, JenisPeran.AUDITOR},
    Urusan.HENTIKAN: _URUS | {JenisPeran.KEPALA_BIRO},
    Urusan.ATUR_PERJANJIAN: _URUS,
    Urusan.UMUMKAN: _URUS,
    Urusan.SEGARKAN_ASN: {JenisPeran.PIC, *PERAN_BIRO} - {JenisPeran.AUDITOR},
}

hak = TabelHak(HAK)


def administrator(pengguna: Pengguna) -> bool:
    """Whether the person runs the exchange: settles uncertain calls, approves syncs, corrects matches."""
    return hak.boleh(pengguna, Urusan.URUS)


def boleh_kirim_ulang(pengguna: Pengguna) -> bool:
    """Whether the person may have a refused or dead call sent again."""
    return hak.boleh(pengguna, Urusan.KIRIM_ULANG)


def boleh_melihat(pengguna: Pengguna) -> bool:
    """Whether the person may see the delivery monitor and the inbox."""
    return hak.boleh(pengguna, Urusan.LIHAT)


def boleh_melihat_kesesuaian(pengguna: Pengguna) -> bool:
    """Whether the person may see how SIASN keeps to the contract."""
    return hak.boleh(pengguna, Urusan.BACA_KESESUAIAN)


def check_administrator(pengguna: Pengguna) -> None:
    """Raise TidakBerwenang unless `administrator`."""
    hak.check(pengguna, Urusan.URUS)


def check_kirim_ulang(pengguna: Pengguna) -> None:
    """Raise TidakBerwenang unless `boleh_kirim_ulang`."""
    pesan = "Hanya Administrator atau Dukungan Administrasi yang dapat mengirim ulang."
    hak.check(pengguna, Urusan.KIRIM_ULANG, pesan=pesan)
