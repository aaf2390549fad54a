"""One pytest session over the tests of one file, in which its mutants are tried.

Measured first: which test runs which line, and how long it takes. Then this process forks for each mutant. The child
puts the mutated body under the live function, so that nothing has to be imported, collected or created again. It runs
the tests of that line until one fails. What acts at import (tables, decorators, defaults) is for `ulang`
and `segar`.
"""

import functools
import gc
import os
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from pathlib import Path
from types import CodeType, FunctionType

import coverage
import pytest
from _pytest.runner import runtestprotocol

from tests.mutasi.mutan import Mutan, mutan
from tests.mutasi.proses import HIDUP, MATI, TUNDA, tunggu
from tests.mutasi.ulang import Ulang

LAMA_TERPENDEK = 20.0  # seconds; a mutant that runs longer than this and thrice its tests is looping
LAMA_SEMUA = 30.0  # seconds of work that a mutant is worth: ours, not those that a busy machine lets pass
PALING_SEDIKIT = 8  # tests that are tried whatever they cost
LANGKAH = 1  # every how manieth mutant is tried
FUNGSI = 0x2  # CO_NEWLOCALS: the code of a function; that of a class body has it not


@dataclass
class Hasil:
    """What came of the mutants of a file; `tunda` names for each the tests that a fresh interpreter must run."""

    mati: list[Mutan] = field(default_factory=list)
    hidup: list[Mutan] = field(default_factory=list)
    tunda: list[tuple[Mutan, list[str]]] = field(default_factory=list)
    gagal: list[str] = field(default_factory=list)
    lama: float = 0.0
    lingkungan: dict[str, str] = field(default_factory=dict)


class Sidang:
    """The plugin that takes the place of pytest's loop; `serahkan` gets the outcome while the database still stands."""

    def __init__(self, berkas: Path, cakupan: coverage.Coverage, serahkan: Callable[[Hasil], None]) -> None:
        self.berkas, self.cakupan, self.serahkan = berkas, cakupan, serahkan
        self.hasil = Hasil()
        self.lama: dict[str, float] = {}
        self.kerja: dict[str, float] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure, then try every mutant of the file."""
        self._ukur(session)
        if not self.hasil.gagal:
            self._coba_semua(session)
            self.hasil.lingkungan = dict(os.environ)
        self.serahkan(self.hasil)
        return True

    def _ukur(self, session: pytest.Session) -> None:
        """Run every test once, noting what it reaches; what is remembered from the one before would hide it.

        The first one runs twice: what the session sets up for all must not count as its own time.
        """
        badan = Badan(self.berkas)
        for butir in [*session.items[:1], *session.items]:
            badan.lupakan()
            self.cakupan.switch_context(butir.nodeid)
            mulai, kerja = time.monotonic(), time.process_time()
            if not _lulus(butir, session):
                self.hasil.gagal.append(butir.nodeid)
            self.lama[butir.nodeid] = time.monotonic() - mulai
            self.kerja[butir.nodeid] = time.process_time() - kerja
        self.cakupan.stop()
        self.hasil.lama = sum(self.lama.values())

    def _coba_semua(self, session: pytest.Session) -> None:
        butir = {satu.nodeid: satu for satu in session.items}
        per_baris = self.cakupan.get_data().contexts_by_lineno(str(self.berkas))
        badan = Badan(self.berkas)
        pembunuh: dict[str, list[str]] = defaultdict(list)
        _lepaskan()
        gc.freeze()
        ulang = Ulang(self.berkas, session.items)
        for satu in islice(mutan(self.berkas.read_text()), 0, None, LANGKAH):
            jangkau = {n for baris in satu.jangkauan for n in per_baris.get(baris, [])}
            if not satu.fungsi or "" in jangkau:  # "": executed while it was imported
                if ulang.bisa and ulang.mati(satu.sumber):
                    self.hasil.mati.append(satu)
                else:
                    self.hasil.tunda.append((satu, sorted(butir, key=self.kerja.__getitem__)))
                continue
            urut = self._urut(jangkau, pembunuh[satu.fungsi])
            hasil, oleh = self._coba(satu, [butir[n] for n in urut], badan, session)
            if oleh:
                pembunuh[satu.fungsi].insert(0, oleh)
            if hasil == TUNDA:
                self.hasil.tunda.append((satu, urut))
            else:
                (self.hasil.mati if hasil == MATI else self.hasil.hidup).append(satu)

    def _urut(self, nodeid: set[str], pembunuh: Sequence[str]) -> list[str]:
        """Those that killed a neighbour first, then the quickest."""
        dulu = [n for n in dict.fromkeys(pembunuh) if n in nodeid][:5]
        urut = [*dulu, *sorted(nodeid - set(dulu), key=self.kerja.__getitem__)]
        kerja = list(accumulate(self.kerja[n] for n in urut))
        return [n for i, n in enumerate(urut) if kerja[i] <= LAMA_SEMUA or i < PALING_SEDIKIT]

    def _coba(self, satu: Mutan, butir: list[pytest.Item], badan: "Badan", session: pytest.Session) -> tuple[int, str]:
        if not butir:
            return HIDUP, ""
        baca, tulis = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(baca)
            _anak(satu, butir, badan, session, tulis)
        os.close(tulis)
        return tunggu(pid, baca, LAMA_TERPENDEK + 3 * sum(self.lama[b.nodeid] for b in butir))


class Badan:
    """The live functions of a file, whose bodies can be exchanged."""

    def __init__(self, berkas: Path) -> None:
        self.nama = str(berkas)
        self.fungsi: dict[str, list[FunctionType]] = defaultdict(list)
        self.ingatan: list[functools._lru_cache_wrapper[object]] = []
        for satu in gc.get_objects():
            if type(satu) is FunctionType and satu.__code__.co_filename == self.nama:
                self.fungsi[satu.__code__.co_qualname].append(satu)
            elif type(satu) is functools._lru_cache_wrapper and _asal(satu) == self.nama:
                self.ingatan.append(satu)

    def tukar(self, satu: Mutan) -> bool:
        """Put the mutated body under every function of that name; False when there is none."""
        kode = _kode(compile(satu.sumber, self.nama, "exec")).get(satu.fungsi)
        fungsi = self.fungsi.get(satu.fungsi, [])
        if kode is None or not fungsi:
            return False
        for hidup in fungsi:
            hidup.__code__ = kode
        self.lupakan()
        return True

    def lupakan(self) -> None:
        """Empty the caches of the file."""
        for ingatan in self.ingatan:
            ingatan.cache_clear()


def _asal(ingatan: "functools._lru_cache_wrapper[object]") -> str:
    fungsi = ingatan.__wrapped__
    return fungsi.__code__.co_filename if isinstance(fungsi, FunctionType) else ""


def _anak(satu: Mutan, butir: list[pytest.Item], badan: Badan, session: pytest.Session, tulis: int) -> None:
    hasil, oleh = TUNDA, ""
    try:
        if badan.tukar(satu):
            oleh = next((b.nodeid for b in butir if not _lulus(b, session)), "")
            hasil = MATI if oleh else HIDUP
    except ValueError:
        hasil = TUNDA  # a body with other closures does not fit under the living function
    except BaseException:
        hasil = MATI
    finally:
        os.write(tulis, oleh.encode())
        os._exit(hasil)


def _lulus(butir: pytest.Item, session: pytest.Session) -> bool:
    # The session as "next item": all is torn down but what lives as long as the session.
    laporan = runtestprotocol(butir, log=False, nextitem=session)  # type: ignore[arg-type]
    return not any(satu.failed for satu in laporan)


def _lepaskan() -> None:
    """Close what must not be shared with a child."""
    from django.db import connections

    for koneksi in connections.all(initialized_only=True):
        koneksi.close()
        koneksi.close_pool()


def _kode(modul: CodeType, awalan: str = "") -> dict[str, CodeType]:
    """The code of every function of a module, by its qualified name; not of functions inside functions."""
    hasil: dict[str, CodeType] = {}
    for satu in modul.co_consts:
        if isinstance(satu, CodeType):
            nama = f"{awalan}{satu.co_name}"
            hasil |= {nama: satu} if satu.co_flags & FUNGSI else _kode(satu, f"{nama}.")
    return hasil
