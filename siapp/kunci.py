"""Advisory locks of PostgreSQL: every number in one place, and the two ways to hold one.

A lock has a number and, where many things are locked alike, a part that names the one of them. It guards against other
processes of ours, not against rows: those have their row locks. Every lock belongs to a transaction, never to a
session: behind a pooler that lends a connection for one transaction a session is nobody's (keputusan/0039).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum, unique
from threading import Event, Thread
from typing import Any

import psycopg
import structlog
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

log = structlog.get_logger(__name__)

# A process that is frozen while it holds a lock would hold it for ever; its transaction ends instead. Who lives gives
# a sign so often (seconds), however long the work takes.
BEKU = "120s"
TANDA_HIDUP = 30.0
_JEDA = 0.05
_BATAS_DIAM = "idle_in_transaction_session_timeout"


@unique
class Kunci(IntEnum):
    """What is locked. A number is never given to something else: an old process may still hold it."""

    RELAI = 7_201_001  # the planner of calls, one stream at a time
    MASUK = 7_202_000  # the notices of one ID Usulan
    ALIRAN = 7_203_000  # the turns of one stream of calls
    PERINGATAN = 7_204_001  # the list of troubles
    USUL = 7_205_000  # one proposal to settle a call
    GOSOK = 7_209_001  # what moves stored files to quarantine and back
    PERALIHAN = 7_206_000  # the succession of instansi
    KALENDER = 7_207_001  # the calendar: shared by who sets a deadline, alone for who changes a day
    TENGGAT = 7_208_001  # the recomputing of deadlines
    PERIODE = 7_210_001  # the periods of KP: their windows are held against each other
    HARIAN = 7_211_000  # one daily job while it runs
    PEMERIKSAAN = 7_212_001  # whose file is inspected next
    AKAR = 7_214_001  # the list of certificates by which signatures are believed
    FORMULIR = 7_213_000  # the form of one address, over what is stored
    SEGEL = 7_231_001  # who seals the audit trail
    STATISTIK = 7_241_001  # who counts for the figures of a whole
    PERTUKARAN = 7_220_000  # the switch of the exchange, and the term of the agreement


@contextmanager
def kunci_tunggal(kunci: Kunci, bagian: str = "", *, tunggu: float = 0.0) -> Iterator[bool]:
    """Hold `kunci` while transactions begin and end inside; gives False when another holds it for `tunggu` seconds.

    `bagian` names the one that is locked, "" for a lock that there is only one of. Two parts whose hash is the same
    wait for each other, nothing worse. The lock lives in an open transaction of a connection of its own, which does
    nothing else: a killed worker leaves nothing behind, and a frozen one loses it after `BEKU`. Takes one more
    connection of the pool.
    """
    sendiri = connection.copy()
    try:
        with _dapat(sendiri, kunci, bagian, tunggu) as dapat:
            yield dapat
    finally:
        sendiri.close()


@contextmanager
def _dapat(sendiri: BaseDatabaseWrapper, kunci: Kunci, bagian: str, tunggu: float) -> Iterator[bool]:
    batas = time.monotonic() + tunggu
    while not (dapat := _coba(sendiri, kunci, bagian)) and time.monotonic() < batas:
        time.sleep(_JEDA)
    if not dapat:
        yield False
        return
    usai = Event()
    tanda = Thread(target=_beri_tanda, args=(sendiri.connection, usai), daemon=True)
    tanda.start()
    try:
        yield True
    finally:
        usai.set()
        tanda.join()
        _lepas(sendiri, kunci)


def _beri_tanda(sambungan: Any, usai: Event) -> None:
    while not usai.wait(TANDA_HIDUP):
        try:
            sambungan.execute("SELECT 1")
        except psycopg.Error:
            return  # said when the lock is given back


def kunci_transaksi(kunci: Kunci, *bagian: str, bersama: bool = False) -> None:
    """Wait for the parts `bagian` of `kunci`, or for all of it, and hold them until the transaction ends.

    Who takes several takes them in one order, so that no two wait for each other; they are asked for in one call for
    that reason. `bersama`: many may hold it so at once, and none while one holds it alone.
    """
    kunci_nya = f"pg_advisory_xact_lock{'_shared' if bersama else ''}"
    # One question for both: each costs a way to the database and back.
    batas = "SELECT set_config(%s, %s, true)"
    with connection.cursor() as kursor:
        if len(bagian) > 1:
            kursor.execute(
                f"{batas}, {kunci_nya}(%s, sidik) FROM"  # noqa: S608  (one of two names of ours)
                " (SELECT DISTINCT hashtext(teks) AS sidik FROM unnest(%s::text[]) AS teks ORDER BY sidik) AS urut",
                [_BATAS_DIAM, BEKU, kunci.value, list(bagian)],
            )
            return
        sql, isi = _alamat(kunci, *bagian)
        kursor.execute(f"{batas}, {kunci_nya}{sql}", [_BATAS_DIAM, BEKU, *isi])


def _coba(sendiri: BaseDatabaseWrapper, kunci: Kunci, bagian: str) -> bool:
    sql, isi = _alamat(kunci, bagian)
    sendiri.set_autocommit(False)
    with sendiri.cursor() as kursor:
        _batasi_diam(kursor)
        kursor.execute(f"SELECT pg_try_advisory_xact_lock{sql}", isi)
        dapat = bool(kursor.fetchone()[0])
    if not dapat:
        sendiri.rollback()
    return dapat


def _lepas(sendiri: BaseDatabaseWrapper, kunci: Kunci) -> None:
    try:
        sendiri.rollback()
        sendiri.set_autocommit(True)
    except DatabaseError:
        # Frozen for longer than BEKU, or the server went: another may have begun in the meantime.
        log.error("kunci_lepas_sendiri", kunci=kunci.name)
        raise


def _alamat(kunci: Kunci, bagian: str = "") -> tuple[str, list[int | str]]:
    return ("(%s, hashtext(%s))", [kunci.value, bagian]) if bagian else ("(%s)", [kunci.value])


def _batasi_diam(kursor: CursorWrapper) -> None:
    kursor.execute("SELECT set_config(%s, %s, true)", [_BATAS_DIAM, BEKU])
