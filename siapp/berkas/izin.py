"""Who may do what with the quarantine of stored files, and with the certificates that signatures are believed by."""

from collections.abc import Mapping, Set
from enum import StrEnum

from siapp.akun.peran import JenisPeran
from siapp.web.hak import TabelHak


class Urusan(StrEnum):
    """What people do in this room."""

    BACA_KARANTINA = "baca_karantina"
    ATUR_KARANTINA = "atur_karantina"  # put a file back, propose to move what a scrub stopped at
    TEGASKAN_KARANTINA = "tegaskan_karantina"  # be the second person of that
    BACA_AKAR = "baca_akar"
    ATUR_AKAR = "atur_akar"  # say by which certificates electronic signatures are believed


P = JenisPeran
HAK: Mapping[Urusan, Set[JenisPeran]] = {
    # Whoever sees the alarm on the delivery monitor can open where it leads.
    Urusan.BACA_KARANTINA: {P.ADMINISTRATOR, P.DUKUNGAN, P.KEPALA_BIRO, P.AUDITOR},
    Urusan.ATUR_KARANTINA: {P.ADMINISTRATOR},
    Urusan.TEGASKAN_KARANTINA: {P.ADMINISTRATOR, P.KEPALA_BIRO},
    Urusan.BACA_AKAR: {P.ADMINISTRATOR, P.DUKUNGAN, P.KEPALA_BIRO, P.AUDITOR},
    Urusan.ATUR_AKAR: {P.ADMINISTRATOR},
}

hak = TabelHak(HAK)
