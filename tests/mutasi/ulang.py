"""Mutants that act at import, tried the cheap way first.

In a fork of the session the one file is executed again, mutated, and those of its tests that need no database are
imported anew, so that they see it. Killed here is killed; what passes is asked again in a fresh interpreter (`segar`).
Whether a file can be executed twice is found out with the file as it is.
"""

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path

import pytest

from tests.mutasi.proses import AKAR, HIDUP, MATI, nama_modul, tunggu

LAMA = 60.0
BASIS_DATA = {"db", "transactional_db", "dunia", "simulator"}


class _Saring:
    """Keeps the tests that need no database."""

    def __init__(self, nama: set[str]) -> None:
        self.nama = nama

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [satu for satu in items if getattr(satu, "originalname", satu.name) in self.nama]


def _tanpa_basis_data(butir: pytest.Item) -> bool:
    return not (BASIS_DATA & set(getattr(butir, "fixturenames", ()))) and butir.get_closest_marker("django_db") is None


def _kembalikan_lingkungan() -> None:
    """Django's test environment is set up once a process, and the session of this fork has done it already."""
    from django.test.utils import teardown_test_environment

    teardown_test_environment()


class Ulang:
    """Executes one file again, in forks of this process."""

    def __init__(self, berkas: Path, butir: Sequence[pytest.Item]) -> None:
        self.berkas = berkas
        self.nama = nama_modul(str(berkas.relative_to(AKAR)))
        murni = [satu for satu in butir if _tanpa_basis_data(satu)]
        self.uji = {getattr(satu, "originalname", satu.name) for satu in murni}
        self.file = list(dict.fromkeys(str(satu.path) for satu in murni))
        self.bisa = bool(murni) and not self.mati(berkas.read_text())

    def mati(self, sumber: str) -> bool:
        """Whether a test fails when the file reads `sumber`."""
        baca, tulis = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(baca)
            hasil = MATI
            try:
                _kembalikan_lingkungan()
                self._jalankan(sumber)
                pilihan = ["-x", "-q", "--assert=plain", *self.file]
                hasil = HIDUP if pytest.main(pilihan, plugins=[_Saring(self.uji)]) == pytest.ExitCode.OK else MATI
            finally:
                os._exit(hasil)
        os.close(tulis)
        return tunggu(pid, baca, LAMA)[0] == MATI

    def _jalankan(self, sumber: str) -> None:
        ruang, _, ekor = self.nama.rpartition(".")
        modul = module_from_spec(ModuleSpec(self.nama, None, origin=str(self.berkas)))
        sys.modules[self.nama] = modul
        setattr(sys.modules[ruang], ekor, modul)
        exec(compile(sumber, str(self.berkas), "exec"), modul.__dict__)  # noqa: S102 - our own file
        for satu in self.file:
            sys.modules.pop(nama_modul(str(Path(satu).relative_to(AKAR))), None)
