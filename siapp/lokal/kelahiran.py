"""How a process of the stack comes to be: started from nothing, or forked from one that has loaded the application."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

import psutil

from siapp.lokal.induk import Permintaan

# Seconds between two looks whether a forked process has died.
JEDA_LIHAT = 0.05


class Proses(Protocol):
    """What a supervisor needs of a process; `subprocess.Popen` is one."""

    pid: int

    @property
    def returncode(self) -> int | None:
        """How it ended, once somebody waited for it; negative for a signal."""

    def terminate(self) -> None:
        """Ask it to end."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises subprocess.TimeoutExpired after `timeout` seconds."""


Lahirkan = Callable[[Sequence[str], Mapping[str, str], Path, Path], Proses]
"""Start `perintah` with the variables `lingkungan` in `folder`, its output in the file `catatan`."""


def jadikan_proses(
    perintah: Sequence[str], lingkungan: Mapping[str, str], folder: Path, catatan: Path, saluran: Collection[int] = ()
) -> Proses:
    """Start `perintah` from nothing, in a group of its own; it gets the open files `saluran`."""
    with catatan.open("wb") as keluaran:
        return subprocess.Popen(
            perintah,
            cwd=folder,
            env=dict(lingkungan),
            stdin=subprocess.DEVNULL,
            stdout=keluaran,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=saluran,
        )


class Percabangan:
    """Lets the process at the other end of a line (`siapp.lokal.induk`) fork. For one thread."""

    def __init__(self, saluran: Connection) -> None:
        self._saluran = saluran

    def lahirkan(self, perintah: Sequence[str], lingkungan: Mapping[str, str], folder: Path, catatan: Path) -> "Cabang":
        """As `Lahirkan` says. Raises OSError or EOFError when the other end has died."""
        self._saluran.send(Permintaan(tuple(perintah), dict(lingkungan), folder, catatan))
        return Cabang(self._saluran.recv(), self)

    def ambil(self, pid: int) -> int:
        """Collect a dead child; -SIGKILL where nobody is left who could say how it ended."""
        with suppress(OSError, EOFError):
            self._saluran.send(pid)
            return int(self._saluran.recv())
        return -signal.SIGKILL


class Cabang:
    """A forked process: another one's child, so that one must collect it."""

    def __init__(self, pid: int, asal: Percabangan) -> None:
        self.pid, self.returncode, self._asal = pid, None, asal

    returncode: int | None

    def terminate(self) -> None:
        """Ask it to end, unless it was collected: its number may be another's by now."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)

    def wait(self, timeout: float | None = None) -> int:
        """As `subprocess.Popen.wait`."""
        batas = None if timeout is None else time.monotonic() + timeout
        while self.returncode is None:
            if sudah_mati(self.pid):
                self.returncode = self._asal.ambil(self.pid)
            elif batas is not None and time.monotonic() >= batas:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
            else:
                time.sleep(JEDA_LIHAT)
        return self.returncode


def sudah_mati(pid: int) -> bool:
    """True when the process has ended, collected or not."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
