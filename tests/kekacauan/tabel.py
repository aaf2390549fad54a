"""One promise of the campaign: wanted, reached, seconds; the table is printed at the end of the run (tests.tabel)."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

SIFAT = "janji"


class Baris:
    """One promise while it is being tried."""

    def __init__(self) -> None:
        self.dicapai = "–"

    def capai(self, teks: str) -> None:
        """Say what was reached; the last word counts, also when an assertion fails afterwards."""
        self.dicapai = teks


Janji = Callable[[str, str], AbstractContextManager[Baris]]


@pytest.fixture
def janji(record_property: Callable[[str, object], None]) -> Janji:
    """`with janji(promise, figure wanted) as baris:` times the block and keeps its line for the table."""

    @contextmanager
    def satu(nama: str, diminta: str) -> Iterator[Baris]:
        baris, mulai, tanda = Baris(), time.monotonic(), "GAGAL"
        try:
            yield baris
            tanda = "ok"
        finally:
            record_property(SIFAT, (nama, diminta, baris.dicapai, f"{time.monotonic() - mulai:.1f}", tanda))

    return satu
