"""What a scanned page looks like, as facts: each is a question (keputusan/0096). Pure: measures in, facts out."""

from collections.abc import Iterable, Iterator
from typing import Any

from usulan.bacaan.bentuk import Fakta, JenisFakta, Tempat

KATA = {
    "KOSONG": "tampak kosong, atau bagian belakang kertas",
    "TERBALIK": "tampak terbalik",
    "REBAH": "tampak rebah",
    "TERPOTONG": "tulisannya tampak terpotong di tepi",
    "GELAP": "tampak terlalu gelap",
    "RENDAH": "tampak kurang dari 100 dpi",
}
"""Code → what is said of the page."""
SELURUH = (0, 0, 1000, 1000)
RAGU = 50
"""Per cent: what a machine thinks of a picture is never certain."""
KATA_TERBACA, YAKIN_TERBACA = 5, 60
"""A page on which a machine read so many words so surely has a front, and it is this one."""
HURUF_KATA, TINGGI_KATA, BAGIAN_BERDIRI = 4, 1.5, 0.6
"""Of words of so many letters this share is so much higher than wide, in thousandths of the page."""


def fakta_cacat(nomor: int, cacat: Iterable[list[Any]], putar: int, baris: list[list[list[Any]]]) -> Iterator[Fakta]:
    """Yield what is wrong with a scanned page: what was measured, and how its words run."""
    terbaca = sum(kata[5] >= YAKIN_TERBACA for satu in baris for kata in satu if len(kata) > 5) >= KATA_TERBACA
    for kode, *kotak in cacat:
        if kode in KATA and not (kode == "KOSONG" and terbaca):
            yield _fakta(nomor, kode, (kotak[0], kotak[1], kotak[2], kotak[3]))
    if terbaca and putar == 180:
        yield _fakta(nomor, "TERBALIK", SELURUH)
    elif (terbaca and putar) or berdiri(baris):
        yield _fakta(nomor, "REBAH", SELURUH)


def berdiri(baris: list[list[list[Any]]]) -> bool:
    """Whether most words run up or down the page: tesseract reads such a page as it lies, and so does PDFium."""
    kata = [satu for b in baris for satu in b if len(satu[0]) >= HURUF_KATA]
    tinggi = sum(satu[4] - satu[2] > TINGGI_KATA * (satu[3] - satu[1]) for satu in kata)
    return len(kata) >= KATA_TERBACA and tinggi > BAGIAN_BERDIRI * len(kata)


def _fakta(nomor: int, kode: str, kotak: tuple[int, int, int, int]) -> Fakta:
    return Fakta(JenisFakta.CACAT, kode, KATA[kode], Tempat(nomor, kotak, RAGU))
