"""Print what the detector of bad scans says of every page of the corpus: `python -m tests.berkas.ukur_mutu`."""

import sys
from collections import Counter

from siapp.berkas.bedah_mutu import nilai
from tests.berkas import korpus_pindaian as k


def ukur() -> None:
    """Print a line per kind: how many pages, and what was found on them."""
    for rupa, korpus in (("baik", k.BAIK), ("buruk", k.BURUK)):
        for nama, (pembuat, banyak) in korpus.items():
            semua = (nilai(k.halaman(nama, pembuat, n)) for n in range(banyak))
            hitung = Counter(", ".join(sorted({satu[0] for satu in cacat})) or "-" for cacat in semua)
            sys.stdout.write(f"{rupa} {nama}: {dict(hitung)}\n")


if __name__ == "__main__":
    ukur()
