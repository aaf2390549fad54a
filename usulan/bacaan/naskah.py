"""A paper as lines of text that still know where each of their words stands. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from siapp.berkas.baris import Kata
from usulan.bacaan.bentuk import Tempat

# A gap this many times the height of the letters parts two columns; heights and widths are parts of unlike sides (A4).
SELA_KOLOM = 3.2
# Columns that begin as near to each other as this are one.
RATA = 8
HALAMAN_DIBACA = 40
"""Pages of a paper in which facts are looked for: what they are stands in front."""


@dataclass(frozen=True)
class Baris:
    """One line, or one column's part of it."""

    halaman: int
    kata: tuple[Kata, ...]

    @cached_property
    def teks(self) -> str:
        return " ".join(kata.teks for kata in self.kata)

    @cached_property
    def padat(self) -> str:
        """The letters and digits alone, in capitals: however far apart a title is set."""
        return padatkan(self.teks)

    @property
    def kiri(self) -> int:
        return self.kata[0].kiri

    @property
    def atas(self) -> int:
        return min(kata.atas for kata in self.kata)

    @cached_property
    def sel(self) -> tuple["Baris", ...]:
        """The columns of the line."""
        hasil: list[list[Kata]] = []
        for kata in self.kata:
            if hasil and kata.kiri - hasil[-1][-1].kanan < SELA_KOLOM * min(kata.tinggi, hasil[-1][-1].tinggi):
                hasil[-1].append(kata)
            else:
                hasil.append([kata])
        return tuple(Baris(self.halaman, tuple(satu)) for satu in hasil)

    def tempat(self, mulai: int = 0, akhir: int | None = None) -> Tempat:
        """Return where the characters `mulai` to `akhir` of `teks` stand."""
        kena = self.kata_dari(mulai, len(self.teks) if akhir is None else akhir) or list(self.kata)
        kotak = (
            min(k.kiri for k in kena), min(k.atas for k in kena),
            max(k.kanan for k in kena), max(k.bawah for k in kena),
        )  # fmt: skip
        return Tempat(self.halaman, kotak, min(k.yakin for k in kena))

    def kata_dari(self, mulai: int, akhir: int) -> list[Kata]:
        """Return the words of which a letter is among the characters `mulai` to `akhir`."""
        hasil, posisi = [], 0
        for kata in self.kata:
            if posisi < akhir and posisi + len(kata.teks) > mulai:
                hasil.append(kata)
            posisi += len(kata.teks) + 1
        return hasil


@dataclass(frozen=True)
class Naskah:
    """All lines of a paper in reading order."""

    baris: tuple[Baris, ...]

    @cached_property
    def sel(self) -> tuple[tuple[int, Baris], ...]:
        """Every column of every line, with the number of its line."""
        return tuple((nomor, sel) for nomor, satu in enumerate(self.baris) for sel in satu.sel)

    @cached_property
    def terlipat(self) -> tuple[tuple[int, Baris], ...]:
        """Each line joined with the next, and each column with the one below it: what a line breaks in two."""
        hasil = []
        for nomor, (satu, bawah) in enumerate(zip(self.baris, self.baris[1:], strict=False)):
            if satu.halaman != bawah.halaman:
                continue
            hasil.append((nomor, gabung(satu, bawah)))
            if len(satu.sel) > 1:
                pasang = [(a, b) for a in satu.sel for b in bawah.sel if abs(a.kiri - b.kiri) <= RATA]
                hasil += [(nomor, gabung(a, b)) for a, b in pasang]
        return tuple(hasil)

    def cari_terlipat(self, pola: re.Pattern[str]) -> Iterator[tuple[int, Baris, re.Match[str]]]:
        """Yield every place of `pola`, also one that begins on a line and ends on the next, each once."""
        yield from self.cari(pola)
        for nomor, satu in self.terlipat:
            atas = self.baris[nomor].kata[-1]
            for cocok in pola.finditer(satu.teks):
                kata = satu.kata_dari(*cocok.span())
                if kata and kata[0].atas <= atas.bawah and kata[-1].tengah > max(atas.bawah, kata[0].bawah):
                    yield nomor, satu, cocok

    def cari(self, pola: re.Pattern[str]) -> Iterator[tuple[int, Baris, re.Match[str]]]:
        """Yield every place of `pola` with the number of its line."""
        for nomor, satu in enumerate(self.baris):
            for cocok in pola.finditer(satu.teks):
                yield nomor, satu, cocok


def gabung(atas: Baris, bawah: Baris) -> Baris:
    """Two lines as one."""
    return Baris(atas.halaman, (*atas.kata, *bawah.kata))


def padatkan(teks: str) -> str:
    """Return the letters and digits of `teks` alone, in capitals."""
    return "".join(c for c in teks.upper() if c.isalnum())


def naskah(halaman: Iterable[tuple[int, Sequence[Sequence[Sequence[object]]]]]) -> Naskah:
    """Build a paper from pages: (number, lines of words as `HalamanBacaan.baris` keeps them)."""
    semua = [
        Baris(nomor, tuple(Kata(*kata) for kata in satu))  # type: ignore[arg-type]
        for nomor, baris in halaman
        if nomor <= HALAMAN_DIBACA
        for satu in baris
        if satu
    ]
    return Naskah(tuple(semua))
