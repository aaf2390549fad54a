"""Advisory locks of PostgreSQL: every number in one place, and the two ways to hold one.

A lock has a number and, where many things are locked alike, a part that names the one of them. It guards against other
processes of ours, not against rows: those have their row locks.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum, unique

from django.db import connection
from django.db.backends.utils import CursorWrapper

# A process that is frozen while it holds a lock of its session would hold it for ever; its session ends instead.
BEKU = "120s"
_JEDA = 0.05
_BATAS_DIAM = ("idle_session_timeout", "idle_in_transaction_session_timeout")


@unique
class Kunci(IntEnum):
    """What is locked. A number is never given to something else: an old process may still hold it."""

    RELAI = 7_201_001  # the planner of calls
    MASUK = 7_202_000  # the notices of one ID Usulan
    ALIRAN = 7_203_000  # the turns of one stream of calls
    PERINGATAN = 7_204_001  # the list of troubles
    USUL = 7_205_000  # one proposal to settle a call
    PERALIHAN = 7_206_000  # the succession of instansi
    KALENDER = 7_207_001  # the calendar: shared by who sets a deadline, alone for who changes a day
    TENGGAT = 7_208_001  # the recomputing of deadlines
    KIRIMAN = 7_209_000  # one press of one form


@contextmanager
def kunci_tunggal(kunci: Kunci, bagian: str = "", *, tunggu: float = 0.0) -> Iterator[bool]:
    """Hold `kunci` for the database session; gives False when another holds it for `tunggu` seconds.

    `bagian` names the one that is locked, "" for a lock that there is only one of. Two parts whose hash is the same
    wait for each other, nothing worse. Transactions may begin and end inside. The lock ends with the session, so a
    killed worker leaves nothing behind; a frozen one loses its session after `BEKU`.
    """
    batas = time.monotonic() + tunggu
    with connection.cursor() as kursor:
        while not (dapat := _coba(kursor, kunci, bagian)) and time.monotonic() < batas:
            time.sleep(_JEDA)
        try:
            yield dapat
        finally:
            if dapat:
                _lepas(kursor, kunci, bagian)


def kunci_transaksi(kunci: Kunci, bagian: str = "", *, bersama: bool = False) -> None:
    """Wait for the part `bagian` of `kunci` and hold it until the transaction ends.

    `bersama`: many may hold it so at once, and none while one holds it alone.
    """
    sql, isi = _alamat(kunci, bagian)
    with connection.cursor() as kursor:
        kursor.execute(f"SELECT pg_advisory_xact_lock{'_shared' if bersama else ''}{sql}", isi)


def _coba(kursor: CursorWrapper, kunci: Kunci, bagian: str) -> bool:
    sql, isi = _alamat(kunci, bagian)
    kursor.execute(f"SELECT pg_try_advisory_lock{sql}", isi)
    dapat = bool(kursor.fetchone()[0])
    if dapat:
        _batasi_diam(kursor, BEKU)
    return dapat


def _lepas(kursor: CursorWrapper, kunci: Kunci, bagian: str) -> None:
    sql, isi = _alamat(kunci, bagian)
    kursor.execute(f"SELECT pg_advisory_unlock{sql}", isi)
    _batasi_diam(kursor, "0")


def _alamat(kunci: Kunci, bagian: str) -> tuple[str, list[int | str]]:
    return ("(%s, hashtext(%s))", [kunci.value, bagian]) if bagian else ("(%s)", [kunci.value])


def _batasi_diam(kursor: CursorWrapper, lama: str) -> None:
    diam, dalam_transaksi = _BATAS_DIAM
    perintah = "SELECT set_config(%s, %s, false), set_config(%s, %s, false)"
    kursor.execute(perintah, [diam, lama, dalam_transaksi, lama])
