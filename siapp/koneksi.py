"""Database connections of threads that nobody else looks after.

Django gives them back at the end of a request or task, but only in that thread; worker threads of our own, and code
that is about to wait for another machine, do it here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connections, transaction
from django.db.models import QuerySet

T = TypeVar("T")


def lepas_koneksi() -> None:
    """Give this thread's connections back to the pool, unless a transaction is open on them."""
    for koneksi in connections.all(initialized_only=True):
        if not koneksi.in_atomic_block:
            koneksi.close()


@contextmanager
def koneksi_sebentar() -> Iterator[None]:
    """Give back what was opened inside; a connection that the caller already held stays open."""
    dipegang = any(koneksi.connection is not None for koneksi in connections.all(initialized_only=True))
    try:
        yield
    finally:
        if not dipegang:
            lepas_koneksi()


def alirkan(kueri: "QuerySet[Any, T]", sekali: int) -> Iterator[T]:
    """Yield the rows of `kueri`, `sekali` fetched at a time; read it to its end, or close it.

    Inside a transaction: a cursor that outlives one belongs to a session, which a pooler gives to others meanwhile.
    """
    with transaction.atomic():
        yield from kueri.iterator(chunk_size=sekali)
