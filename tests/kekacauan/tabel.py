"""The table of the campaign: one line per promise (wanted, reached, seconds), printed at the end of the run."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

SIFAT = "janji"
KEPALA = ("janji", "diminta", "dicapai", "detik", "")


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


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table."""
    laporan = [satu for kelompok in ("passed", "failed") for satu in terminalreporter.stats.get(kelompok, [])]
    isi = [nilai for satu in laporan if satu.when == "call" for nama, nilai in satu.user_properties if nama == SIFAT]
    if not isi:
        return
    semua = [KEPALA, *isi]
    lebar = [max(len(str(baris[kolom])) for baris in semua) for kolom in range(len(KEPALA))]
    terminalreporter.section("kekacauan: janji dan angkanya")
    for baris in semua:
        terminalreporter.write_line(
            "  ".join(str(satu).ljust(n) for satu, n in zip(baris, lebar, strict=True)).rstrip()
        )
