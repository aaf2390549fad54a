"""Sets the stage before Django reads its settings; other conftests add fixtures for their own folders."""

from tests import sarana

sarana.siapkan_lingkungan()

import os  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from dataclasses import dataclass  # noqa: E402
from pathlib import Path  # noqa: E402

import django  # noqa: E402
import pytest  # noqa: E402
import requests  # noqa: E402
from django.conf import settings  # noqa: E402
from hypothesis import HealthCheck  # noqa: E402
from hypothesis import settings as setelan  # noqa: E402
from pytest_django import DjangoDbBlocker  # noqa: E402

# Cheap passwords and static files without a manifest: what they would cost here is paid in `make run`.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Everybody signs in with the password alone; tests/akun/test_dua_langkah.py is about the second step.
settings.DUA_LANGKAH_WAJIB = False
# Likewise the duty of secrecy: tests/akun/test_kerahasiaan.py.
settings.KERAHASIAAN_WAJIB = False
# A real installation lacks this room; the tests look into it as into any other.
settings.INSTALLED_APPS.append("integrasi.peragaan")
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
django.setup()
# How long it takes to think of an example tells how busy the machine is, and nothing about us.
setelan.register_profile("siapp", deadline=None, suppress_health_check=[HealthCheck.too_slow])
setelan.load_profile("siapp")

from xdist.remote import Producer  # noqa: E402
from xdist.scheduler import LoadScopeScheduling  # noqa: E402

from integrasi.mitra import hitungan, sakelar  # noqa: E402
from integrasi.petugas import kesehatan, proses, spanduk  # noqa: E402
from tests import pengosongan, pola  # noqa: E402
from tests.dunia import Dunia, bangun_dunia  # noqa: E402
from tests.peramban import peladen_selesai, peramban  # noqa: E402
from tests.tabel import pytest_terminal_summary  # noqa: E402

__all__ = ["peladen_selesai", "peramban", "pytest_terminal_summary"]


# What shares a started stack, or one name for what it starts: starting another costs more than two workers would gain.
BERSAMA = ("tests/browser/", "tests/siapp/test_produksi.py")


class Penjadwal(LoadScopeScheduling):
    """One worker takes all of each of `BERSAMA`; every other test goes alone.

    `--dist loadgroup` is meant for this, but xdist 3.8 writes the group into a place that pytest 9.2 no longer reads.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((satu for satu in BERSAMA if nodeid.startswith(satu)), nodeid)


def pytest_xdist_setupnodes() -> None:
    """Let each worker find the settings through this file and no sooner: by then it has ports and folders of its own.

    With the name in its environment pytest-django would read them first, and all workers would share one broker.
    """
    os.environ.pop("DJANGO_SETTINGS_MODULE")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Penjadwal:
    return Penjadwal(config, log)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> None:
    """In the place of pytest-django's: a copy of the kept pattern, the catalogue in it (tests/pola.py).

    It stands until a test empties everything; sarana.py drops it at the end.
    """
    pengosongan.pasang()
    with django_db_blocker.unblock():
        pola.siapkan(os.environ["SIAPP_UJI_INDUK"])


@dataclass(frozen=True)
class Simulator:
    """A running stand-in SIASN of this test process."""

    url: str
    berkas: Path

    def hapus(self) -> None:
        """Forget everything the partner was told."""
        requests.post(f"{self.url}/_sim/hapus", timeout=sarana.SABAR).raise_for_status()


@pytest.fixture(autouse=True)
def spanduk_tanpa_ingatan(monkeypatch: pytest.MonkeyPatch) -> None:
    """The banners remember nothing of the test before, and forget nothing within a slow one that counts queries."""
    monkeypatch.setattr(spanduk, "UMUR_INGATAN", 3600.0)
    monkeypatch.setattr(kesehatan, "_terencana", {})
    for ingatan in spanduk.SEMUA:
        ingatan.lupakan()


@pytest.fixture(autouse=True)
def hitungan_seketika(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls of BKN are counted at once: a thread of its own would see nothing of a test's transaction."""
    monkeypatch.setattr(hitungan, "nanti", lambda kerja: kerja())
    monkeypatch.setattr(hitungan, "tabungan", hitungan.Tabungan())


@pytest.fixture(autouse=True)
def sakelar_tanpa_ingatan(monkeypatch: pytest.MonkeyPatch) -> None:
    """What our API remembers of the switch must not reach the next test."""
    monkeypatch.setattr(sakelar.Ingatan, "UMUR", 0.0)


@pytest.fixture(autouse=True)
def proses_dianggap_berjalan(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test has all processes of an installation; only tests/integrasi/petugas/test_proses.py is about them."""
    monkeypatch.setattr(proses, "gangguan", dict)


@pytest.fixture
def dunia(db: None) -> Dunia:
    """Two instansi, a person per role, the catalogue: see tests/dunia.py."""
    return bangun_dunia()


@pytest.fixture(scope="session")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """SIASN in its own process at the address that the settings name; started when first asked for."""
    folder = tmp_path_factory.mktemp("simulator")
    url = settings.SIASN_BASE_URL
    port = url.rpartition(":")[2]
    catatan = folder / "log"
    berkas = folder / "simulator.sqlite3"
    with catatan.open("wb") as keluaran:
        proses = subprocess.Popen(
            [sys.executable, "-m", "integrasi.peragaan.simulator", "--port", port, "--berkas", str(berkas)],
            cwd=sarana.AKAR,
            stdout=keluaran,
            stderr=subprocess.STDOUT,
        )
    try:
        _tunggu_sehat(f"{url}/_sim/sehat", proses, catatan)
        yield Simulator(url, berkas)
    finally:
        sarana.akhiri(proses)


def _tunggu_sehat(url: str, proses: subprocess.Popen[bytes], catatan: Path) -> None:
    while proses.poll() is None:
        try:
            if requests.get(url, timeout=sarana.SABAR).ok:
                return
        except requests.RequestException:
            time.sleep(0.05)
    pytest.fail(f"Simulator tidak menyala:\n{catatan.read_text()}")


@pytest.fixture
def disk_kecil(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 256 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    pasang = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(pasang, capture_output=True, check=False).returncode:
        pytest.skip("memasang tmpfs perlu hak root")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
