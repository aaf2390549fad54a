"""Fixtures of the comparison."""

import os
import statistics
from collections.abc import Callable, Sequence

import pytest

from tests.banding.ukuran import PENUH
from tests.integrasi.conftest import dunia, selaras, siasn

__all__ = ["banding", "dunia", "selaras", "siasn"]

Banding = Callable[[str, str, Sequence[float]], None]


@pytest.fixture
def banding(record_property: Callable[[str, object], None]) -> Banding:
    """`banding(work, goal, ratios)` keeps one line for the table: ours by the thinnest, each time both were run.

    The goal is written "≥ 0.95" or "≤ 1.3", as the ratio should be. Beside them stands the load of the machine's last
    minute.
    """

    def satu(nama: str, sasaran: str, nisbah: Sequence[float]) -> None:
        tengah = statistics.median(nisbah)
        arah, _, batas = sasaran.partition(" ")
        lulus = tengah >= float(batas) if arah == "≥" else tengah <= float(batas)
        semua = " ".join(f"{satu:.3g}" for satu in nisbah)
        if PENUH:  # a figure of a small run says nothing
            beban = f"{os.getloadavg()[0]:.1f}"
            record_property("banding", (nama, sasaran, f"{tengah:.3g}", semua, beban, "ok" if lulus else "belum"))

    return satu
