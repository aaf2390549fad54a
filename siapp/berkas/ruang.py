"""A storage that does not take a file: what it raises, and that operators are told (docs/operasi.md)."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import structlog
from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone

log = structlog.get_logger(__name__)

KUNCI = "penyimpanan-menolak"
# An alarm ends so long after the last file that was not taken.
REDA = timedelta(minutes=15)


class PenyimpananGagal(OSError):
    """The storage elsewhere does not answer, or with an error of its own. Nothing was stored."""


@contextmanager
def menolak_dicatat() -> Iterator[None]:
    """Note for the alarm that a file was not taken; the error itself goes on."""
    try:
        yield
    except OSError as galat:
        log.error("penyimpanan_menolak", galat=type(galat).__name__, nomor=galat.errno)
        # The database may lie on the disk that is full.
        with suppress(DatabaseError):
            cache.set(KUNCI, menolak_sejak() or timezone.now(), REDA.total_seconds())
        raise


def menolak_sejak() -> datetime | None:
    """Since when the storage takes no files; None where none was refused within `REDA`."""
    sejak: datetime | None = cache.get(KUNCI)
    return sejak
