"""Who may do what with the contacts. Reading is not here: everybody may."""

from collections.abc import Mapping, Set
from enum import StrEnum

from siapp.akun.peran import JenisPeran
from siapp.web.hak import TabelHak


class Urusan(StrEnum):
    """What people do in this room."""

    ATUR_NARAHUBUNG = "atur_narahubung"


HAK: Mapping[Urusan, Set[JenisPeran]] = {Urusan.ATUR_NARAHUBUNG: {JenisPeran.ADMINISTRATOR}}

hak = TabelHak(HAK)
