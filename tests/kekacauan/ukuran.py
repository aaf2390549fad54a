"""How long the campaign is: short within `make test`, in full with KEKACAUAN=penuh (`make kekacauan`).

KEKACAUAN_PANGGILAN sets the calls of one sending campaign (10,000 in full); a slow machine may lower it, and the table
says the figure that was used.
"""

import os
from typing import TypeVar

PENUH = os.environ.get("KEKACAUAN", "") == "penuh"

T = TypeVar("T")


def ukuran(pendek: T, penuh: T) -> T:
    """Return the size for this run."""
    return penuh if PENUH else pendek


def panggilan(pendek: int) -> int:
    """Return how many calls one sending campaign makes."""
    return int(os.environ.get("KEKACAUAN_PANGGILAN") or ukuran(pendek, 10_000))
