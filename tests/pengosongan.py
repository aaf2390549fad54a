"""Empties the database after a test that commits (keputusan/0015).

Django truncates all tables, which costs more than most of these tests: PostgreSQL makes new files for each table and
each index. Few tables hold rows, so here only those are emptied, row by row. Foreign keys are checked at the commit.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase
from psycopg import sql

# Written by the migrations and by no test.
TETAP = {"django_migrations", "django_content_type", "auth_permission"}
# Their rows cannot be deleted in the product; only here, for this one moment, their triggers rest.
BERPENJAGA = {"audit_peristiwa", "audit_akses", "audit_kepalaaliran", "audit_segel", "audit_jangkar"}


def _berisi() -> list[str]:
    """The tables that hold a row."""
    ada = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - TETAP
    satu = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
    pertanyaan = [satu.format(sql.Literal(nama), sql.Identifier(nama)) for nama in sorted(ada)]
    with connection.cursor() as kursor:
        kursor.execute(sql.SQL(" UNION ALL ").join(pertanyaan))
        return [baris[0] for baris in kursor.fetchall()]


def kosongkan(tabel: Iterable[str] | None = None) -> None:
    """Delete every row of `tabel`; without it, of every table but `TETAP`."""
    berisi = list(_berisi() if tabel is None else tabel)
    with _penjaga_beristirahat(BERPENJAGA.intersection(berisi)), transaction.atomic():
        for nama in berisi:
            _jalankan("DELETE FROM {}", nama)


@contextmanager
def _penjaga_beristirahat(tabel: Collection[str]) -> Iterator[None]:
    """Let the triggers of `tabel` rest; outside the transaction, which leaves foreign keys to be checked at its end."""
    for nama in tabel:
        _jalankan("ALTER TABLE {} DISABLE TRIGGER USER", nama)
    try:
        yield
    finally:
        for nama in tabel:
            _jalankan("ALTER TABLE {} ENABLE TRIGGER USER", nama)


def _jalankan(perintah: str, tabel: str) -> None:
    with connection.cursor() as kursor:
        kursor.execute(sql.SQL(perintah).format(sql.Identifier(tabel)))


def _sesudah_uji(self: Any) -> None:
    kosongkan()


def pasang() -> None:
    """Let it take the place of Django's way after each test with `transaction=True`."""
    TransactionTestCase._fixture_teardown = _sesudah_uji  # type: ignore[method-assign]
