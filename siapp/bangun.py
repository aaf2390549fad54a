"""Wake a task without ever holding up who asks.

PostgreSQL holds the work and a sweep finds it every few seconds, so a wake-up may get lost. What must not happen is
a web request that hangs because the broker does: Celery's own `delay()` waits for a minute and more (janji.md 1).
"""

import os
import threading
import time
from typing import Any

import structlog
from kombu import Connection

from siapp.celery import app
from siapp.jejak import NAMA, jejak_kini

log = structlog.get_logger(__name__)

# What one attempt may cost at the most, and how long none is made after one that failed (seconds).
BATAS_WAKTU = 1.0
JEDA_SESUDAH_GAGAL = 15.0

# Seconds between two messages that wake the same task, and how long the thread waits for another before it ends.
RAPAT = 0.02
UMUR_PENGANTAR = 60.0

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


class Sambungan(threading.local):
    """The connection to the broker that this thread keeps: a new one costs ten times what a message does."""

    isi: Connection | None = None
    milik: tuple[int, str] = (0, "")

    def pinjam(self) -> tuple[Connection, bool]:
        """Return a connection, and whether it was kept from before: then the broker may have closed it meanwhile."""
        # A forked child must not write into its parent's.
        milik = (os.getpid(), app.conf.broker_url)
        if self.isi is not None and self.milik == milik:
            return self.isi, True
        self.isi = app.connection_for_write(connect_timeout=BATAS_WAKTU, transport_options=_PILIHAN)
        self.milik = milik
        return self.isi, False

    def buang(self) -> None:
        """Let the next one make a new connection."""
        sambungan, self.isi = self.isi, None
        if sambungan is not None:
            sambungan.release()


sambungan = Sambungan()


class Pengantar:
    """Lets one message speak for all who wake the same task within `RAPAT` seconds.

    The first sends its own at once. Who comes soon after leaves the name with a thread, which sends once for all of
    them when the time is over: after the commit of each, so nobody's work is missed.
    """

    def __init__(self) -> None:
        self._berubah = threading.Condition()
        self._terakhir: dict[str, float] = {}
        self._titipan: dict[str, str] = {}
        self._berjalan = False

    def titip(self, nama_tugas: str) -> bool:
        """Whether a message for the task is on its way already, or will be soon; else the caller sends it now."""
        kini = time.monotonic()
        with self._berubah:
            if kini - self._terakhir.get(nama_tugas, -RAPAT) >= RAPAT and nama_tugas not in self._titipan:
                self._terakhir[nama_tugas] = kini
                return False
            if nama_tugas not in self._titipan:
                self._titipan[nama_tugas] = jejak_kini()
                self._jalankan()
            return True

    def _jalankan(self) -> None:
        if self._berjalan:
            self._berubah.notify()
            return
        self._berjalan = True
        threading.Thread(target=self._antar, name="pengantar", daemon=True).start()

    def _antar(self) -> None:
        while titipan := self._ambil():
            for nama_tugas, jejak in titipan.items():
                _bangunkan(nama_tugas, (), jejak)
        sambungan.buang()

    def _ambil(self) -> dict[str, str]:
        """Wait for names and take all; none when nobody came for long."""
        with self._berubah:
            if not self._berubah.wait_for(lambda: self._titipan, UMUR_PENGANTAR):
                self._berjalan = False
                return {}
        time.sleep(RAPAT)
        with self._berubah:
            diambil, self._titipan = self._titipan, {}
            self._terakhir.update(dict.fromkeys(diambil, time.monotonic()))
        return diambil


pengantar = Pengantar()


def _sesudah_cabang() -> None:
    """A forked child has none of its parent's threads."""
    global pengantar
    pengantar = Pengantar()


os.register_at_fork(after_in_child=_sesudah_cabang)


def bangunkan(nama_tugas: str, *isian: Any) -> bool:
    """Ask a worker to run the task `nama_tugas` with `isian` (ids only: no personal data) soon; True if asked.

    Call it after the commit. Takes about `BATAS_WAKTU` seconds at the most when the broker is frozen, and nothing
    for `JEDA_SESUDAH_GAGAL` seconds after a failure. Never raises for a broker that is away. Many that wake a task
    without `isian` at once share a message, which goes out `RAPAT` seconds later at most.
    """
    if pemutus.tertutup():
        return False
    if not isian and pengantar.titip(nama_tugas):
        return True
    return _bangunkan(nama_tugas, isian, jejak_kini())


def _bangunkan(nama_tugas: str, isian: tuple[Any, ...], jejak: str) -> bool:
    if pemutus.tertutup():
        return False
    try:
        _kirim(nama_tugas, isian, jejak)
    except Exception as galat:
        pemutus.gagal()
        log.warning("bangunkan_gagal", tugas=nama_tugas, galat=type(galat).__name__)
        return False
    pemutus.pulih()
    return True


def _kirim(nama_tugas: str, isian: tuple[Any, ...], jejak: str) -> None:
    dipakai, lama = sambungan.pinjam()
    mulai = time.monotonic()
    try:
        app.send_task(nama_tugas, isian, connection=dipakai, retry=False, headers={NAMA: jejak})
    except Exception:
        sambungan.buang()
        # One that the broker closed long ago says so at once; a broker that does not answer is not asked twice.
        if not lama or time.monotonic() - mulai >= BATAS_WAKTU / 2:
            raise
        _kirim(nama_tugas, isian, jejak)
