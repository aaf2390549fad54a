"""How large the comparison is: small within `make test`, in full with BANDING=penuh (`make banding`)."""

import os
from typing import TypeVar

PENUH = os.environ.get("BANDING", "") == "penuh"

T = TypeVar("T")


def ukuran(pendek: T, penuh: T) -> T:
    """Return the size for this run."""
    return penuh if PENUH else pendek


# Both programs take turns so often; the median counts.
KALI = ukuran(1, 5)
