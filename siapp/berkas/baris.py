"""Words of a page put into the lines that people see. Pure; runs in the child, on words of a file or of a scan.

A form has its labels in one column and its answers in another; files and readers of scans hand them over column by
column. Here whatever stands beside each other becomes one line, also on a scan that lies a little aslant: a piece is
joined to the piece whose end lies at the same height as its own beginning.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

SISI = 1000
"""Places are told in thousandths of the page's width and height, from the upper left corner as it is read."""


class Kata(NamedTuple):
    """A word, its rectangle in units of `SISI`, and how sure the machine was (percent; 100: it stood in the file)."""

    teks: str
    kiri: int
    atas: int
    kanan: int
    bawah: int
    yakin: int = 100

    @property
    def tengah(self) -> float:
        return (self.atas + self.bawah) / 2

    @property
    def tinggi(self) -> int:
        return max(self.bawah - self.atas, 1)


Baris = list[Kata]


def sejajar(kiri: Kata, kanan: Kata) -> bool:
    """Whether two words stand at one height."""
    return abs(kiri.tengah - kanan.tengah) < 0.6 * min(kiri.tinggi, kanan.tinggi)


def potongan(kata: Iterable[Kata]) -> list[Baris]:
    """Cut words, in the order in which they were written, where the next one does not go on to the right."""
    hasil: list[Baris] = []
    for satu in kata:
        akhir = hasil[-1][-1] if hasil else None
        if akhir and sejajar(akhir, satu) and akhir.kanan - 2 <= satu.kiri:
            hasil[-1].append(satu)
        else:
            hasil.append([satu])
    return hasil


def susun(semua: list[Baris]) -> list[Baris]:
    """Return the lines of a page, from top to bottom: pieces side by side joined, each from left to right."""
    urut = sorted(semua, key=lambda p: p[0].kiri)
    ujung: list[tuple[float, int, Baris]] = []  # height at which a line ends so far
    for bagian in urut:
        cocok = _sambungan(ujung, bagian[0])
        if cocok is None:
            baru = (bagian[-1].tengah, len(ujung), list(bagian))
        else:
            _, nomor, baris = ujung.pop(cocok)
            baru = (bagian[-1].tengah, nomor, [*baris, *bagian])
        ujung.insert(bisect_left(ujung, baru[:2], key=lambda u: u[:2]), baru)
    return sorted((isi for _, _, isi in ujung), key=lambda b: sum(k.tengah for k in b) / len(b))


def _sambungan(ujung: list[tuple[float, int, Baris]], awal: Kata) -> int | None:
    """Return which line goes on with `awal`: at its height and ending to the left of it, the nearest."""
    mulai = bisect_left(ujung, awal.tengah - awal.tinggi, key=lambda u: u[0])
    terbaik, jarak = None, SISI + 1
    for nomor in range(mulai, len(ujung)):
        if ujung[nomor][0] > awal.tengah + awal.tinggi:
            break
        akhir = ujung[nomor][2][-1]
        selang = awal.kiri - akhir.kanan
        if -3 <= selang < jarak and sejajar(akhir, awal):
            terbaik, jarak = nomor, selang
    return terbaik
