"""The working tables of one load of a list from SIASN.

Real tables without a write-ahead log and not temporary ones: those belong to a session, and behind a pooler that lends
a connection for one transaction the next statement has another session (keputusan/0039). They have a schema
of their own: elsewhere the application's role makes no tables (keputusan/0052).
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, Final

from django.db import DatabaseError, connection
from psycopg import sql

RUANG: Final = "siapp_kerja"
"""The schema; in it alone the application may make tables."""
AWALAN: Final = "muatan"
# No load takes so long; what is older was left by a process that was killed.
UMUR_SISA: Final = timedelta(hours=24)
_muatan: ContextVar[str] = ContextVar("muatan")


class TabelMuatan(sql.Composable):
    """The name of one working table of the load that this thread has open (`muatan_baru`)."""

    def as_bytes(self, context: Any = None) -> bytes:
        """See psycopg. Raises LookupError when no load is open."""
        return bytes(sql.Identifier(RUANG, f"{_muatan.get()}_{self._obj}").as_bytes(context))


@contextmanager
def muatan_baru() -> Iterator[None]:
    """Name the working tables of a new load; they are dropped at its end, those of killed ones a day later."""
    _buang(_sisa_lama())
    nama = f"{AWALAN}_{int(time.time())}_{secrets.token_hex(4)}"
    tanda = _muatan.set(nama)
    try:
        yield
    finally:
        _muatan.reset(tanda)
        try:
            _buang(_milik(f"{nama}_%"))
        except DatabaseError:
            # The connection may be what failed; then they go with the next load after a day.
            connection.close()


def _milik(pola: str) -> list[str]:
    with connection.cursor() as kursor:
        kursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename LIKE %s", [RUANG, pola])
        return [nama for (nama,) in kursor.fetchall()]


def _sisa_lama() -> list[str]:
    batas = time.time() - UMUR_SISA.total_seconds()
    return [nama for nama in _milik(rf"{AWALAN}\_%\_%\_%") if float(nama.split("_")[1]) < batas]


def _buang(tabel: list[str]) -> None:
    with connection.cursor() as kursor:
        for nama in tabel:
            kursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(RUANG, nama)))
