"""One id for all that a request starts: in the log of web and workers, in calls to SIASN, on error pages.

It lives in structlog's context, so that every log line has it without being told.
"""

import re
from uuid import uuid4

from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from siapp.catatan_log import samarkan

KEPALA = "X-Request-ID"
NAMA = "permintaan"
"""Its name in the log, and in the headers of a task."""

_WAJAR = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


def wajar(usul: str) -> bool:
    """Whether an id that came from outside may be used: short, plain, and nothing that the log would mask."""
    return bool(_WAJAR.fullmatch(usul)) and samarkan(usul) == usul


def mulai_jejak(usul: str = "", **lain: str) -> str:
    """Forget the context before and begin one under `usul` if it may be used, else under a new id; return the id.

    `lain` stands in every log line of the context, too.
    """
    satu = usul if wajar(usul) else uuid4().hex
    clear_contextvars()
    bind_contextvars(**{NAMA: satu}, **lain)
    return satu


def jejak_kini() -> str:
    """Return the id in force, "" outside of requests and tasks."""
    return str(get_contextvars().get(NAMA, ""))
