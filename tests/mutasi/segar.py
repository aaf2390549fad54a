"""Mutants that act at import, each in an interpreter that never imported this project.

This process has the libraries loaded and nothing of ours; it forks, and the child imports everything with the one file
mutated and runs its tests in the database that the session made.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from tests.mutasi.mutan import Mutan
from tests.mutasi.proses import HIDUP, MATI, ke_catatan, nama_modul, tunggu

# Assertions need no words, and the database that stands is taken as it is.
PILIHAN = ("--assert=plain", "--reuse-db", "--no-migrations")
LAMA = 120.0  # seconds, for the import and the tests that need it


class _Pemuat(SourceFileLoader):
    def __init__(self, nama: str, berkas: str, sumber: str) -> None:
        super().__init__(nama, berkas)
        self.sumber = sumber

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.sumber, self.path, "exec")


class _Pencari(MetaPathFinder):
    def __init__(self, nama: str, berkas: Path, sumber: str) -> None:
        self.nama, self.berkas, self.sumber = nama, str(berkas), sumber

    def find_spec(self, nama: str, path: object = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if nama != self.nama:
            return None
        return spec_from_file_location(nama, self.berkas, loader=_Pemuat(nama, self.berkas, self.sumber))


class _Urutan:
    """Keeps the order that was asked for: pytest-django would begin with the tests that need a database."""

    def __init__(self, nodeid: Sequence[str]) -> None:
        self.tempat = {satu: tempat for tempat, satu in enumerate(nodeid)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda satu: self.tempat.get(satu.nodeid, 0))


def coba(berkas: str, satu: Mutan, uji: Sequence[str], lingkungan: Mapping[str, str]) -> bool:
    """Whether a test fails when the project is imported with `satu` in `berkas`."""
    baca, tulis = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(baca)
        hasil = MATI
        try:
            os.environ.clear()
            os.environ.update(lingkungan)
            sys.meta_path.insert(0, _Pencari(nama_modul(berkas), Path(berkas).resolve(), satu.sumber))
            ke_catatan(berkas)
            # By file: names of tests may change with what is mutated.
            file = dict.fromkeys(satu.partition("::")[0] for satu in uji)
            lulus = pytest.main(["-x", "-q", *PILIHAN, *file], plugins=[_Urutan(uji)]) == pytest.ExitCode.OK
            hasil = HIDUP if lulus else MATI
        finally:
            os._exit(hasil)
    os.close(tulis)
    return tunggu(pid, baca, LAMA)[0] == MATI
