"""What the Peristiwa about the working-day calendar say. See `isi.py`."""

from dataclasses import dataclass
from datetime import date

from usulan.peristiwa.isi import Isi


@dataclass(frozen=True, slots=True)
class HariDiatur(Isi):
    """`jenis` is a JenisHari, `dasar` the announcement that the day rests on."""

    tanggal: date
    jenis: str
    nama: str
    dasar: str


@dataclass(frozen=True, slots=True)
class HariDitetapkan(HariDiatur):
    pass


@dataclass(frozen=True, slots=True)
class HariDicabut(HariDiatur):
    """The day is again what the library says."""


@dataclass(frozen=True, slots=True)
class PustakaBerganti(Isi):
    """The library of holidays has another version; `lama` is "" the first time."""

    lama: str
    baru: str


@dataclass(frozen=True, slots=True)
class TenggatSelesai(Isi):
    """All deadlines follow the calendar again: so many were looked at, so many moved."""

    diperiksa: int
    berubah: int


@dataclass(frozen=True, slots=True)
class TenggatDihitung(Isi):
    """The last day of the present stage of a usulan moved with the calendar."""

    lama: date | None
    baru: date | None
