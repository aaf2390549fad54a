"""One figure of the statistics: a sentence, a picture and a table, which are also a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from siapp.web.templatetags.siapp import angka

Nilai = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sel:
    """One cell of a table as a page shows it."""

    label: str
    teks: str
    kanan: bool


@dataclass(frozen=True, slots=True)
class Sajian:
    """`kode` is its part of an address; the first column of `baris` names the row; None is nothing to tell.

    `tampak`: how many rows a page shows, 0 for all; a file has all of them. `catatan`: how it is reckoned.
    """

    kode: str
    judul: str
    kalimat: str
    kepala: tuple[str, ...]
    baris: Sequence[tuple[Nilai, ...]]
    gambar: SafeString = field(default_factory=SafeString)
    catatan: str = ""
    tampak: int = 0

    @property
    def kolom(self) -> list[tuple[str, bool]]:
        """The headings, each with whether its column holds numbers."""
        return [(nama, urut > 0 and self._berangka(urut)) for urut, nama in enumerate(self.kepala)]

    def _berangka(self, urut: int) -> bool:
        return any(isinstance(satu[urut], int | float) for satu in self.baris)

    @property
    def tersisa(self) -> int:
        """How many rows only the files have."""
        return max(0, len(self.baris) - self.tampak) if self.tampak else 0

    @property
    def sel(self) -> Iterator[list[Sel]]:
        """The rows as a page shows them."""
        for satu in self.baris[: self.tampak or None]:
            yield [Sel(nama, tulis(nilai), kanan) for (nama, kanan), nilai in zip(self.kolom, satu, strict=True)]


def tulis(nilai: Nilai) -> str:
    """Write a value the Indonesian way; an en dash for nothing."""
    if nilai is None:
        return "–"
    return nilai if isinstance(nilai, str) else angka(nilai)


def persen(bagian: int, semua: int) -> float | None:
    """Return `bagian` of `semua` in percent, to one digit; None of nothing."""
    return round(100 * bagian / semua, 1) if semua else None


def sebut_persen(bagian: int, semua: int) -> str:
    return f"{tulis(persen(bagian, semua))} %" if semua else "–"


def kuantil(sebaran: Sequence[tuple[int, int]], bagian: float) -> int | None:
    """Return the smallest value that `bagian` (0 to 1) of all do not exceed. `sebaran`: (value, how many), ascending.

    The nearest-rank definition: exact for whole days, without anything between two of them. None of nothing.
    """
    semua = sum(jumlah for _, jumlah in sebaran)
    sampai = 0
    for nilai, jumlah in sebaran:
        sampai += jumlah
        if sampai >= bagian * semua:
            return nilai
    return None
