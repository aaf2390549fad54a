"""States of a run of the sync as a plain table (janji.md 1). No Django."""

from enum import StrEnum

from siapp.keadaan import TabelKeadaan, gerak


class KeadaanSinkron(StrEnum):
    """How far a run is. One that a person asked for or approved is BERJALAN before the worker takes it up."""

    BERJALAN = "BERJALAN"
    SELESAI = "SELESAI"
    MENUNGGU = "MENUNGGU"
    GAGAL = "GAGAL"


class Penggerak(StrEnum):
    """Who moves a run."""

    PEKERJA = "worker"
    PETUGAS = "person"


class GerakSinkron(StrEnum):
    """Moves of a run."""

    SELESAI = "sinkron_selesai"
    MENYUSUT = "sinkron_menyusut"  # more than a fifth would be lost: a person decides
    GAGAL = "sinkron_gagal"
    DISETUJUI = "sinkron_disetujui"
    MATI = "sinkron_mati"  # no sign of life for half an hour: its worker died


SINKRON: TabelKeadaan[KeadaanSinkron, GerakSinkron] = TabelKeadaan(
    keadaan=KeadaanSinkron,
    label={
        KeadaanSinkron.BERJALAN: "Sedang berjalan",
        KeadaanSinkron.SELESAI: "Selesai",
        KeadaanSinkron.MENUNGGU: "Menunggu persetujuan",
        KeadaanSinkron.GAGAL: "Gagal",
    },
    awal=(KeadaanSinkron.BERJALAN,),
    gerak={
        GerakSinkron.SELESAI: gerak({KeadaanSinkron.BERJALAN}, KeadaanSinkron.SELESAI, Penggerak.PEKERJA),
        GerakSinkron.MENYUSUT: gerak({KeadaanSinkron.BERJALAN}, KeadaanSinkron.MENUNGGU, Penggerak.PEKERJA),
        GerakSinkron.GAGAL: gerak({KeadaanSinkron.BERJALAN}, KeadaanSinkron.GAGAL, Penggerak.PEKERJA),
        GerakSinkron.DISETUJUI: gerak({KeadaanSinkron.MENUNGGU}, KeadaanSinkron.BERJALAN, Penggerak.PETUGAS),
        GerakSinkron.MATI: gerak({KeadaanSinkron.BERJALAN}, KeadaanSinkron.GAGAL, Penggerak.PEKERJA),
    },
)
