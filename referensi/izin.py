"""Who may do what with reference data."""

from collections.abc import Mapping, Set
from enum import StrEnum

from siapp.akun.peran import PERAN_BIRO, JenisPeran
from siapp.web.hak import TabelHak


class Urusan(StrEnum):
    """What people do in this room."""

    BACA = "baca_referensi"
    UBAH = "ubah_referensi"


HAK: Mapping[Urusan, Set[JenisPeran]] = {
    Urusan.BACA: frozenset(PERAN_BIRO),
    Urusan.UBAH: {JenisPeran.ADMINISTRATOR},
}

hak = TabelHak(HAK)
