"""Which roles may do what in this room, without Django: the verbs of the workflow, and what has no stage."""

from collections.abc import Mapping, Set
from enum import StrEnum

from siapp.akun.peran import PERAN_BIRO, JenisPeran
from usulan.tahap import KETENTUAN, Kerja


class Urusan(StrEnum):
    """What people do here that is not bound to the stage of one usulan."""

    SUSUN_USULAN = "susun_usulan"  # begin drafts, and see the own ones
    BACA_ANTREAN = "baca_antrean"  # the queue and the verification page, as Biro APP reads them
    BACA_PERTEK = "baca_pertek"
    BACA_KEPPRES = "baca_keppres"
    SUSUN_KEPPRES = "susun_keppres"  # make a draft (RKP), change it, delete it
    RALAT_KEPPRES = "ralat_keppres"  # correct what is published, add copies and extracts
    BACA_PIC = "baca_pic"
    ATUR_PIC = "atur_pic"  # registrations, roles, accounts, the rule of four eyes
    BACA_KALENDER = "baca_kalender"
    BACA_STATISTIK = "baca_statistik"  # figures of a whole; a PIC those of the own instansi
    BACA_BEBAN = "baca_beban"  # how much each verifier holds and decides
    ATUR_KALENDER = "atur_kalender"  # free days and working days; deadlines follow


HAK: Mapping[Kerja | Urusan, Set[JenisPeran]] = {
    **{kerja: frozenset(p for p in k.pelaku if isinstance(p, JenisPeran)) for kerja, k in KETENTUAN.items()},
    Urusan.SUSUN_USULAN: {JenisPeran.PIC},
    Urusan.BACA_ANTREAN: frozenset(PERAN_BIRO),
    Urusan.BACA_PERTEK: {JenisPeran.PIC, *PERAN_BIRO},
    Urusan.BACA_KEPPRES: {
        JenisPeran.KOORDINATOR,
        JenisPeran.DUKUNGAN,
        JenisPeran.KEPALA_BIRO,
        JenisPeran.AUDITOR,
    },
    Urusan.SUSUN_KEPPRES: {JenisPeran.DUKUNGAN},
    Urusan.RALAT_KEPPRES: {JenisPeran.DUKUNGAN},
    Urusan.BACA_PIC: {JenisPeran.ADMINISTRATOR, JenisPeran.KEPALA_BIRO, JenisPeran.AUDITOR},
    Urusan.ATUR_PIC: {JenisPeran.ADMINISTRATOR},
    Urusan.BACA_KALENDER: frozenset(PERAN_BIRO),
    Urusan.BACA_STATISTIK: {JenisPeran.PIC, *PERAN_BIRO},
    Urusan.BACA_BEBAN: frozenset(PERAN_BIRO),
    Urusan.ATUR_KALENDER: {JenisPeran.ADMINISTRATOR},
}
