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


def fakta_cacat(nomor: int, cacat: Iterable[list[Any]], putar: int, baris: list[list[list[Any]]]) -> Iterator[Fakta]:
    """Yield what is wrong with a scanned page: what was measured, and how far it had to be turned to be read."""
    terbaca = sum(kata[5] >= YAKIN_TERBACA for satu in baris for kata in satu if len(kata) > 5) >= KATA_TERBACA
    for kode, *kotak in cacat:
        if kode in KATA and not (kode == "KOSONG" and terbaca):
            yield _fakta(nomor, kode, (kotak[0], kotak[1], kotak[2], kotak[3]))
    if putar and terbaca:
        yield _fakta(nomor, "TERBALIK" if putar == 180 else "REBAH", SELURUH)


def _fakta(nomor: int, kode: str, kotak: tuple[int, int, int, int]) -> Fakta:
    return Fakta(JenisFakta.CACAT, kode, KATA[kode], Tempat(nomor, kotak, RAGU))
