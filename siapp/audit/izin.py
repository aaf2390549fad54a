"""Who may do what with the trail."""

from collections.abc import Mapping, Set
from enum import StrEnum

from siapp.akun.peran import JenisPeran
from siapp.web.hak import TabelHak


class Urusan(StrEnum):
    """What people do in this room."""

    BACA_JEJAK = "baca_jejak"


HAK: Mapping[Urusan, Set[JenisPeran]] = {
    Urusan.BACA_JEJAK: {JenisPeran.AUDITOR, JenisPeran.ADMINISTRATOR, JenisPeran.KEPALA_BIRO}
}

hak = TabelHak(HAK)
