"""Database connections of threads that nobody else looks after.

Django gives them back at the end of a request or task, but only in that thread; worker threads of our own, and code
that is about to wait for another machine, do it here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


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
