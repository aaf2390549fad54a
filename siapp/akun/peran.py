"""Who acts: the roles that people hold, and the machines. One vocabulary for all rooms, without Django.

The tables of rights in each room (`usulan.tahap`, the `izin` modules) and the models speak these words and no others.
A new role begins here: its name, its words, how far it reaches.
"""

from collections.abc import Mapping
from enum import StrEnum


class JenisPeran(StrEnum):
    """The roles of people (alur.md 1)."""

    PIC = "PIC"
    KOORDINATOR = "KOORDINATOR"
    VERIFIKATOR = "VERIFIKATOR"
    DUKUNGAN = "DUKUNGAN"
    KEPALA_BIRO = "KEPALA_BIRO"
    ADMINISTRATOR = "ADMINISTRATOR"
    AUDITOR = "AUDITOR"

    @property
    def label(self) -> str:
        """The role in the words of a screen."""
        return LABEL_PERAN[self]


class Mesin(StrEnum):
    """Actors that are no person."""

    BKN = "BKN"
    SISTEM = "SISTEM"

    @property
    def label(self) -> str:
        """The machine in the words of a screen."""
        return LABEL_MESIN[self]


# What a table of rights names: a role of a person, or a machine.
Pelaku = JenisPeran | Mesin

LABEL_PERAN: Mapping[JenisPeran, str] = {
    JenisPeran.PIC: "PIC instansi",
    JenisPeran.KOORDINATOR: "Koordinator pokja",
    JenisPeran.VERIFIKATOR: "Verifikator",
    JenisPeran.DUKUNGAN: "Dukungan administrasi",
    JenisPeran.KEPALA_BIRO: "Kepala Biro",
    JenisPeran.ADMINISTRATOR: "Administrator",
    JenisPeran.AUDITOR: "Auditor",
}
LABEL_MESIN: Mapping[Mesin, str] = {Mesin.BKN: "BKN (SIASN)", Mesin.SISTEM: "Sistem"}

# How far a role reaches: a PIC in one kelompok of one instansi, these in one kelompok, those everywhere.
PERAN_POKJA = (JenisPeran.KOORDINATOR, JenisPeran.VERIFIKATOR)
PERAN_MENYELURUH = (JenisPeran.DUKUNGAN, JenisPeran.KEPALA_BIRO, JenisPeran.ADMINISTRATOR, JenisPeran.AUDITOR)
PERAN_BIRO = PERAN_POKJA + PERAN_MENYELURUH
