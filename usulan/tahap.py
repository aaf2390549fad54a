"""The workflow as plain tables: stages, whose turn, transitions (alur.md 2). No Django.

The diagram in the docs is generated from here and the test walks from × to × role.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Tahap(StrEnum):
    DRAF = "DRAF"
    DIAJUKAN = "DIAJUKAN"
    DIVERIFIKASI = "DIVERIFIKASI"
    PERBAIKAN = "PERBAIKAN"
    MENUNGGU_PERTEK = "MENUNGGU_PERTEK"
    SIAP_KEPPRES = "SIAP_KEPPRES"
    RKP = "RKP"
    KEPPRES_MAJU = "KEPPRES_MAJU"
    KEPPRES_TERBIT = "KEPPRES_TERBIT"
    SELESAI = "SELESAI"
    TMS = "TMS"
    DIHAPUS = "DIHAPUS"


class Giliran(StrEnum):
    """Whose turn it is."""

    PIC = "PIC instansi"
    KOORDINATOR = "Koordinator pokja"
    VERIFIKATOR = "Verifikator"
    BKN = "BKN"
    DUKUNGAN = "Dukungan administrasi"
    KEPALA_BIRO = "Kepala Biro"
    PRESIDEN = "Presiden"
    TIDAK_ADA = "—"


class Pelaku(StrEnum):
    """Who may press for a transition. PENYETUJU is a PIC with the right to sign."""

    PIC = "PIC"
    PENYETUJU = "PENYETUJU"
    KOORDINATOR = "KOORDINATOR"
    VERIFIKATOR = "VERIFIKATOR"
    DUKUNGAN = "DUKUNGAN"
    KEPALA_BIRO = "KEPALA_BIRO"
    ADMINISTRATOR = "ADMINISTRATOR"
    AUDITOR = "AUDITOR"
    BKN = "BKN"
    SISTEM = "SISTEM"


LABEL: Mapping[Tahap, str] = {
    Tahap.DRAF: "Draf",
    Tahap.DIAJUKAN: "Diajukan",
    Tahap.DIVERIFIKASI: "Diverifikasi",
    Tahap.PERBAIKAN: "Perbaikan",
    Tahap.MENUNGGU_PERTEK: "Menunggu Pertek",
    Tahap.SIAP_KEPPRES: "Siap Keppres",
    Tahap.RKP: "Rancangan Keppres",
    Tahap.KEPPRES_MAJU: "Keppres maju",
    Tahap.KEPPRES_TERBIT: "Keppres terbit",
    Tahap.SELESAI: "Selesai",
    Tahap.TMS: "Tidak memenuhi syarat (TMS)",
    Tahap.DIHAPUS: "Dihapus",
}

GILIRAN: Mapping[Tahap, Giliran] = {
    Tahap.DRAF: Giliran.PIC,
    Tahap.DIAJUKAN: Giliran.KOORDINATOR,
    Tahap.DIVERIFIKASI: Giliran.VERIFIKATOR,
    Tahap.PERBAIKAN: Giliran.PIC,
    Tahap.MENUNGGU_PERTEK: Giliran.BKN,
    Tahap.SIAP_KEPPRES: Giliran.DUKUNGAN,
    Tahap.RKP: Giliran.KEPALA_BIRO,
    Tahap.KEPPRES_MAJU: Giliran.PRESIDEN,
    Tahap.KEPPRES_TERBIT: Giliran.DUKUNGAN,
    Tahap.SELESAI: Giliran.TIDAK_ADA,
    Tahap.TMS: Giliran.TIDAK_ADA,
    Tahap.DIHAPUS: Giliran.TIDAK_ADA,
}

AKHIR = frozenset({Tahap.SELESAI, Tahap.TMS, Tahap.DIHAPUS})
AKTIF = frozenset(Tahap) - AKHIR - {Tahap.DRAF}
DENGAN_PIC = frozenset({Tahap.DRAF, Tahap.PERBAIKAN})
# "any of the verification stages" of alur.md 2: while BKN's verdict still decides.
VERIFIKASI = frozenset({Tahap.DIAJUKAN, Tahap.DIVERIFIKASI, Tahap.PERBAIKAN, Tahap.MENUNGGU_PERTEK})
# From here on a contradiction of BKN stops the Keppres and waits for a person.
KEPPRES_DISUSUN = frozenset({Tahap.SIAP_KEPPRES, Tahap.RKP, Tahap.KEPPRES_MAJU})

# Working days until a stage is late; stages that wait for the PIC or BKN pause the clock.
BATAS_HARI_KERJA: Mapping[Tahap, int] = {
    Tahap.DIAJUKAN: 1,
    Tahap.DIVERIFIKASI: 5,
    Tahap.SIAP_KEPPRES: 3,
    Tahap.RKP: 5,
    Tahap.KEPPRES_TERBIT: 5,
}


@dataclass(frozen=True, slots=True)
class Transisi:
    """One way out of a stage: its name, from where, to where, and who may press for it."""

    nama: str
    dari: frozenset[Tahap]
    ke: frozenset[Tahap]
    pelaku: frozenset[Pelaku]


def _transisi(nama: str, dari: set[Tahap] | frozenset[Tahap], ke: set[Tahap], pelaku: set[Pelaku]) -> Transisi:
    return Transisi(nama, frozenset(dari), frozenset(ke), frozenset(pelaku))


TRANSISI: Mapping[str, Transisi] = {
    t.nama: t
    for t in (
        _transisi("ajukan", {Tahap.DRAF}, {Tahap.DIAJUKAN}, {Pelaku.PENYETUJU}),
        _transisi("hapus", {Tahap.DRAF}, {Tahap.DIHAPUS}, {Pelaku.PIC, Pelaku.PENYETUJU}),
        _transisi("bagi", {Tahap.DIAJUKAN}, {Tahap.DIVERIFIKASI}, {Pelaku.KOORDINATOR, Pelaku.KEPALA_BIRO}),
        _transisi("ambil", {Tahap.DIAJUKAN}, {Tahap.DIVERIFIKASI}, {Pelaku.VERIFIKATOR}),
        _transisi("setujui", {Tahap.DIVERIFIKASI}, {Tahap.MENUNGGU_PERTEK, Tahap.SIAP_KEPPRES}, {Pelaku.VERIFIKATOR}),
        _transisi("kembalikan", {Tahap.DIVERIFIKASI}, {Tahap.PERBAIKAN}, {Pelaku.VERIFIKATOR}),
        _transisi("konfirmasi_tms", {Tahap.DIVERIFIKASI}, {Tahap.TMS}, {Pelaku.KOORDINATOR, Pelaku.KEPALA_BIRO}),
        _transisi("ajukan_perbaikan", {Tahap.PERBAIKAN}, {Tahap.DIVERIFIKASI, Tahap.DIAJUKAN}, {Pelaku.PENYETUJU}),
        _transisi(
            "bkn_btl", {Tahap.DIAJUKAN, Tahap.DIVERIFIKASI, Tahap.MENUNGGU_PERTEK}, {Tahap.PERBAIKAN}, {Pelaku.BKN}
        ),
        _transisi("bkn_tms", VERIFIKASI, {Tahap.TMS}, {Pelaku.BKN}),
        _transisi("bkn_lengkap", {Tahap.MENUNGGU_PERTEK}, {Tahap.SIAP_KEPPRES}, {Pelaku.BKN}),
        _transisi("ikuti_bkn", KEPPRES_DISUSUN, {Tahap.PERBAIKAN, Tahap.TMS}, {Pelaku.DUKUNGAN, Pelaku.KEPALA_BIRO}),
        _transisi("masuk_rkp", {Tahap.SIAP_KEPPRES}, {Tahap.RKP}, {Pelaku.DUKUNGAN}),
        _transisi("keluar_rkp", {Tahap.RKP}, {Tahap.SIAP_KEPPRES}, {Pelaku.DUKUNGAN, Pelaku.KEPALA_BIRO}),
        _transisi("majukan", {Tahap.RKP}, {Tahap.KEPPRES_MAJU}, {Pelaku.DUKUNGAN}),
        _transisi("terbitkan_keppres", {Tahap.KEPPRES_MAJU}, {Tahap.KEPPRES_TERBIT}, {Pelaku.DUKUNGAN}),
        _transisi(
            "terima_salinan",
            {Tahap.KEPPRES_TERBIT},
            {Tahap.SELESAI},
            {Pelaku.PIC, Pelaku.PENYETUJU, Pelaku.DUKUNGAN},
        ),
    )
}

# What may be done in a stage without leaving it.
TINDAKAN: Mapping[str, tuple[frozenset[Tahap], frozenset[Pelaku]]] = {
    "ubah_data": (DENGAN_PIC, frozenset({Pelaku.PIC, Pelaku.PENYETUJU})),
    "unggah": (DENGAN_PIC, frozenset({Pelaku.PIC, Pelaku.PENYETUJU})),
    "nilai": (frozenset({Tahap.DIVERIFIKASI}), frozenset({Pelaku.VERIFIKATOR})),
    "usulkan_tms": (frozenset({Tahap.DIVERIFIKASI}), frozenset({Pelaku.VERIFIKATOR})),
    "tolak_tms": (frozenset({Tahap.DIVERIFIKASI}), frozenset({Pelaku.KOORDINATOR, Pelaku.KEPALA_BIRO})),
    "alihkan": (frozenset({Tahap.DIVERIFIKASI}), frozenset({Pelaku.KOORDINATOR, Pelaku.KEPALA_BIRO})),
    "tandai_perbaikan": (frozenset({Tahap.PERBAIKAN}), frozenset({Pelaku.VERIFIKATOR, Pelaku.KOORDINATOR})),
    "konfirmasi_tahan": (KEPPRES_DISUSUN, frozenset({Pelaku.DUKUNGAN, Pelaku.KEPALA_BIRO})),
    "lepas_rkp": (frozenset({Tahap.RKP}), frozenset({Pelaku.KEPALA_BIRO})),
    "turunkan": (frozenset({Tahap.KEPPRES_MAJU}), frozenset({Pelaku.DUKUNGAN})),
}
