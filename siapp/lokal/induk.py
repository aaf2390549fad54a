"""`python -m siapp.lokal.induk <fd>`: loads the application once, and becomes each process of the stack by a fork.

Web, workers, inspections and timer of `make run` loaded 90 MiB each for themselves. Forked from one that has loaded,
they share what none of them changes (keputusan/0093). It opens no connection, starts no thread and reads no request:
nothing of that survives a fork. Who started it holds the other end of the line `fd`; when that closes, it ends.
"""

import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

# What the children would load besides before they begin. What one of them alone needs, like the inspections' modules,
# comes with the tasks.
DIMUAT = (
    "celery.app.control",
    "celery.app.events",
    "celery.app.log",
    "celery.apps.worker",
    "celery.backends.base",
    "celery.bin.celery",
    "celery.concurrency.prefork",
    "celery.concurrency.thread",
    "celery.worker.consumer",
    "celery.worker.strategy",
    "granian.cli",
    "kombu.transport.redis",
    "psycopg_pool",
    "siapp.jadwal.putaran",
)


@dataclass(frozen=True)
class Permintaan:
    """What a child is to be: the module and arguments of `perintah` ("python -m module …"), in the folder `folder`.

    It writes to `catatan`, a file that exists.
    """

    perintah: Sequence[str]
    lingkungan: Mapping[str, str]
    folder: Path
    catatan: Path


def muat() -> None:
    """Load what web, workers and timer have in common. Not the web itself: it looks at the static files once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siapp.settings")
    import django

    django.setup()
    for modul in DIMUAT:
        import_module(modul)
    from django.urls import get_resolver

    from siapp.cabang import sebelum_bercabang
    from siapp.celery import app

    app.loader.import_default_modules()
    assert get_resolver().reverse_dict  # noqa: S101 - reading it is what loads
    sebelum_bercabang()


def layani(saluran: Connection) -> Permintaan | None:
    """Fork a child for each request and tell its process id; for a process id, collect it and tell how it ended.

    Returns twice: in a child what it is to be, in this process None once the line is closed.
    """
    while True:
        try:
            diminta: Permintaan | int = saluran.recv()
        except (EOFError, ConnectionError):
            return None
        if isinstance(diminta, int):
            saluran.send(_ambil(diminta))
        elif pid := os.fork():
            saluran.send(pid)
        else:
            saluran.close()
            return diminta


def _ambil(pid: int) -> int:
    """The end of a child that has died, as `subprocess` writes it: negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def menjadi(permintaan: Permintaan) -> None:
    """Be the process asked for, until it ends."""
    os.setsid()
    with permintaan.catatan.open("wb") as keluaran:
        os.dup2(keluaran.fileno(), 1)
        os.dup2(keluaran.fileno(), 2)
    os.environ.clear()
    os.environ.update(permintaan.lingkungan)
    os.chdir(permintaan.folder)
    _, _, modul, *isian = permintaan.perintah
    with suppress(OSError):  # Linux: what `ps` and `top` call it
        Path("/proc/self/comm").write_text(permintaan.catatan.stem)
    sys.argv = [modul, *isian]
    runpy.run_module(modul, run_name="__main__", alter_sys=True)


def utama() -> None:
    """Serve until whoever holds the line is gone."""
    # A closed line is what ends it, not a signal that a terminal or a person meant for the whole stack.
    saluran = Connection(int(sys.argv[1]))
    muat()
    if permintaan := layani(saluran):
        menjadi(permintaan)


if __name__ == "__main__":
    utama()
