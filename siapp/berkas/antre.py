"""Who works off the files that wait: inspections, one drawing and one reading behind them, in the threads of a worker.

A wake-up means that there is something to do, not for which file: whose turn it is, PostgreSQL says. So one person's
hundred files do not stand before another's one, and a picture never before an inspection.
"""

from collections.abc import Callable
from threading import BoundedSemaphore

from siapp.berkas.gambar import siapkan_gambar
from siapp.berkas.models import Berkas
from siapp.berkas.pembaca import baca_pindaian_berikut, baca_teks_berikut, pindaian_menunggu, teks_menunggu
from siapp.berkas.periksa import periksa_berikut
from siapp.berkas.tte_periksa import periksa_tte_berikut, tte_menunggu
from siapp.proses import PEMERIKSA

_memeriksa = BoundedSemaphore(PEMERIKSA)
# Drawing takes a core for a second per file, and nobody waits for most of it.
_melukis = BoundedSemaphore(1)
# Likewise reading; and nobody's words wait for another's scans.
_membaca, _memindai = BoundedSemaphore(1), BoundedSemaphore(1)
_menilai_tte = BoundedSemaphore(1)


def periksa_semua() -> None:
    """Inspect until nothing waits, or as many as there may be are at it."""
    _habiskan(lambda: Berkas.objects.bergiliran().exists(), periksa_berikut, _memeriksa)


def lukis_semua() -> None:
    """Draw first pages until all files have theirs, or somebody is at it."""
    _habiskan(lambda: Berkas.objects.tanpa_gambar().exists(), _lukis_berikut, _melukis)


def baca_semua() -> None:
    """Read until all files are read, or somebody is at it: who signed, what files say, then what their pictures say."""
    _habiskan(lambda: tte_menunggu().exists(), periksa_tte_berikut, _menilai_tte)
    _habiskan(lambda: teks_menunggu().exists(), baca_teks_berikut, _membaca)
    _habiskan(lambda: pindaian_menunggu().exists(), _satu_pindaian, _memindai)


def _satu_pindaian() -> None:
    baca_pindaian_berikut()
    # A page takes seconds: what was released meanwhile and holds its text comes first.
    _habiskan(lambda: teks_menunggu().exists(), baca_teks_berikut, _membaca)


def _lukis_berikut() -> None:
    for berkas in Berkas.objects.tanpa_gambar()[:1]:
        siapkan_gambar(berkas)


def _habiskan(ada: Callable[[], bool], satu: Callable[[], object], giliran: BoundedSemaphore) -> None:
    # Whoever gets no turn may leave: those who have one look again after they gave it back.
    while ada() and giliran.acquire(blocking=False):
        try:
            satu()
        finally:
            giliran.release()
