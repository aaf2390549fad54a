"""Locks between processes, kept by the kernel: they vanish with their holder, also after `kill -9`."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Terkunci(Exception):
    """Somebody else holds the lock."""


@contextmanager
def pegang(berkas: Path, *, tunggu: bool) -> Iterator[None]:
    """Hold the lock on `berkas` for the length of the block.

    Arguments: `tunggu`, wait for the holder (True) or raise Terkunci at once (False). The file stays afterwards:
    removing it would let two holders in.
    """
    berkas.parent.mkdir(parents=True, exist_ok=True)
    with berkas.open("a") as pegangan:
        try:
            fcntl.flock(pegangan, fcntl.LOCK_EX | (0 if tunggu else fcntl.LOCK_NB))
        except BlockingIOError as galat:
            raise Terkunci(str(berkas)) from galat
        yield
