"""Signs of life: each timer and each worker writes one per queue, so that the web can tell what nobody serves.

A worker gives it while its own loop turns and hears the broker, not while one of its children is free: an inspection
of minutes is no absence. The row is written by a thread with a connection of its own, outside the pool, which a forked
child could otherwise inherit and use.
"""

import time
from collections.abc import Iterable
from contextlib import closing
from threading import Event, Thread
from typing import Any

import structlog
from celery import bootsteps
from django.db import DatabaseError, ProgrammingError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from siapp.bangun import bangunkan
from siapp.jadwal.giliran import saya
from siapp.jadwal.models import TandaHidup

log = structlog.get_logger(__name__)

JEDA_TANDA = 15.0
"""Seconds between two signs of one process."""
# Silent for so long: nobody is there. Two signs may fail.
BATAS_DIAM = 60.0
PENGINGAT = "integrasi.tasks.peringatan"
"""Looks for what operators must be told; the timer does it, and workers when there is no timer."""

_TULIS = """
    INSERT INTO jadwal_tandahidup (nama, terakhir, oleh) SELECT nama, now(), %s FROM unnest(%s::text[]) AS nama
    ON CONFLICT (nama) DO UPDATE SET terakhir = now(), oleh = EXCLUDED.oleh
    WHERE jadwal_tandahidup.terakhir < now() - make_interval(secs => %s)
"""
_TIMER_DIAM = """
    SELECT NOT EXISTS (SELECT FROM jadwal_tandahidup WHERE nama = %s AND terakhir > now() - make_interval(secs => %s))
"""


def _sendiri() -> BaseDatabaseWrapper:
    satu = connection.copy()
    pilihan = {k: v for k, v in satu.settings_dict["OPTIONS"].items() if k != "pool"}
    # A line that went dead without a word is given up, and another one made.
    satu.settings_dict["OPTIONS"] = {"tcp_user_timeout": int(JEDA_TANDA * 1000), **pilihan}
    return satu


class Penanda:
    """Writes signs of life over one connection that it keeps: a new one for each cost the server more than all else.

    For one thread. A forked child that inherits the connection does not close it: the driver knows whose it is.
    """

    def __init__(self) -> None:
        self._koneksi: BaseDatabaseWrapper | None = None

    def tulis(self, nama: Iterable[str]) -> bool:
        """Write a sign of life for each of `nama` unless another just did; return whether a timer lives.

        Raises DatabaseError. One that the server closed meanwhile is made anew, once.
        """
        lama = self._koneksi is not None
        try:
            return self._tulis(sorted(nama))
        except DatabaseError:
            self.close()
            if not lama:
                raise
        return self._tulis(sorted(nama))

    def _tulis(self, nama: list[str]) -> bool:
        self._koneksi = self._koneksi or _sendiri()
        with self._koneksi.cursor() as kursor:
            kursor.execute(_TULIS, [saya(), nama, JEDA_TANDA * 2 / 3])
            kursor.execute(_TIMER_DIAM, [TandaHidup.TIMER, BATAS_DIAM])
            return not kursor.fetchone()[0]

    def close(self) -> None:
        """Give the connection up."""
        koneksi, self._koneksi = self._koneksi, None
        if koneksi is not None:
            koneksi.close()


def beri_tanda(nama: Iterable[str], henti: Event) -> None:
    """Write a sign for `nama` every `JEDA_TANDA` seconds until `henti`; a database that is away ends nothing."""
    with closing(Penanda()) as penanda:
        while True:
            try:
                penanda.tulis(nama)
            except DatabaseError as galat:
                log.warning("tanda_hidup_gagal", galat=type(galat).__name__)
            if henti.wait(JEDA_TANDA):
                return


class TandaPekerja(bootsteps.StartStopStep):
    """Part of a Celery worker: while it consumes its queues, it says so."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, konsumen: Any, **pilihan: Any) -> None:
        super().__init__(konsumen, **pilihan)
        self._henti = Event()
        self._mulai = time.monotonic()
        self._detak = 0.0
        self._pengatur: Any = None

    def start(self, konsumen: Any) -> None:
        """Begin: called again after each reconnection."""
        self._henti = Event()
        self._berdetak()
        self._pengatur = konsumen.timer.call_repeatedly(JEDA_TANDA / 3, self._berdetak)
        antrean = [str(nama) for nama in konsumen.app.amqp.queues.consume_from]
        Thread(target=self._jaga, args=(antrean, self._henti), daemon=True).start()

    def stop(self, konsumen: Any) -> None:  # noqa: ARG002 - Celery's signature
        """The worker ends, or has lost its broker."""
        self._henti.set()
        if self._pengatur is not None:
            self._pengatur.cancel()

    def _berdetak(self) -> None:
        self._detak = time.monotonic()

    def _jaga(self, antrean: list[str], henti: Event) -> None:
        with closing(Penanda()) as penanda:
            while not henti.is_set():
                if time.monotonic() - self._detak < JEDA_TANDA:
                    self._tandai(penanda, antrean)
                henti.wait(JEDA_TANDA)

    def _tandai(self, penanda: Penanda, antrean: list[str]) -> None:
        try:
            # Started together with the timer, a worker may be the first: that one has had no time yet.
            if not penanda.tulis(antrean) and time.monotonic() - self._mulai >= BATAS_DIAM:
                bangunkan(PENGINGAT)
        except ProgrammingError:
            # `make run` starts workers beside the migrations: no table yet, and nobody who would be told.
            log.info("tanda_hidup_menunggu_skema")
        except DatabaseError as galat:
            log.warning("tanda_hidup_gagal", galat=type(galat).__name__)
