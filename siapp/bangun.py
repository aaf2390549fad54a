"""Wake a task without ever holding up who asks.

PostgreSQL holds the work and a sweep finds it every few seconds, so a wake-up may get lost. What must not happen is
a web request that hangs because the broker does: Celery's own `delay()` waits for a minute and more (janji.md 1).
"""

import threading
import time
from typing import Any

import structlog

from siapp.celery import app

log = structlog.get_logger(__name__)

# What one attempt may cost at the most, and how long none is made after one that failed (seconds).
BATAS_WAKTU = 1.0
JEDA_SESUDAH_GAGAL = 15.0

_PILIHAN: dict[str, Any] = {
    "socket_timeout": BATAS_WAKTU,
    "socket_connect_timeout": BATAS_WAKTU,
    "retry_on_timeout": False,
    "max_retries": 0,
}


class Pemutus:
    """Lets one caller find out that the broker is away, and spares all others for a while."""

    def __init__(self) -> None:
        self._kunci = threading.Lock()
        self._coba_lagi = 0.0

    def tertutup(self) -> bool:
        return time.monotonic() < self._coba_lagi

    def gagal(self) -> None:
        with self._kunci:
            self._coba_lagi = time.monotonic() + JEDA_SESUDAH_GAGAL

    def pulih(self) -> None:
        with self._kunci:
            self._coba_lagi = 0.0


pemutus = Pemutus()


def bangunkan(nama_tugas: str, *isian: Any) -> bool:
    """Ask a worker to run the task `nama_tugas` with `isian` (ids only: no personal data) soon; True if asked.

    Call it after the commit. Takes about `BATAS_WAKTU` seconds at the most when the broker is frozen, and nothing
    for `JEDA_SESUDAH_GAGAL` seconds after a failure. Never raises for a broker that is away.
    """
    if pemutus.tertutup():
        return False
    try:
        with app.connection_for_write(connect_timeout=BATAS_WAKTU, transport_options=_PILIHAN) as sambungan:
            app.send_task(nama_tugas, isian, connection=sambungan, retry=False)
    except Exception as galat:
        pemutus.gagal()
        log.warning("bangunkan_gagal", tugas=nama_tugas, galat=type(galat).__name__)
        return False
    pemutus.pulih()
    return True
