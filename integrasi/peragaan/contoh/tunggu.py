"""Waiting for the workers: as long as it takes, and telling for what.

Work that only needs time is never given up: a worker may be frozen, the machine may be slow. A wait ends when what it
waits for is there, when it can never come (the condition raises TidakSampai), or when whoever walks the road stops.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Seconds between two looks: soon at first, then seldom enough to leave a slow machine to the workers.
JEDA_AWAL, JEDA_TERLAMA = 0.1, 1.0

# Set when whoever walks the road wants to end; a step that waits gives up then.
berhenti = threading.Event()
# Told what this thread waits for, and "" when it has come.
kabar: ContextVar[Callable[[str], None]] = ContextVar("kabar", default=lambda _apa: None)


class TidakSampai(Exception):
    """A step cannot arrive, or nobody wants to wait for it any more; the message says which and why."""


@contextmanager
def _dikabarkan(apa: str) -> Iterator[None]:
    kabar.get()(apa)
    try:
        yield
    finally:
        kabar.get()("")


def tunggu(apa: str, selesai: Callable[[], bool]) -> None:
    """Wait until `selesai()` is true; it may raise TidakSampai when that can never be.

    `apa` names it for a person. Raises TidakSampai when `berhenti` is set.
    """
    jeda = JEDA_AWAL
    with _dikabarkan(apa):
        while not selesai():
            if berhenti.wait(jeda):
                raise TidakSampai(f"{apa} tidak ditunggu lagi.")
            jeda = min(jeda * 1.5, JEDA_TERLAMA)
