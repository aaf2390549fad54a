"""The fence: holds the parsers ready and forks one limited child per file. No Django, no import of ours (see anak.py).

Orders come through the socket on standard input, one message each: JSON with `program`, `perintah` and `batas`, and
three descriptors: the file, the pipe for the answer, and a line to who asked. The child's exit code goes down the
line; a line that closes before kills the child. The fence ends with all its children when its socket closes, and by
itself after `DIAM` seconds without work. It never reads a byte of a file: only a child does, and a child has one file.
"""

import ctypes
import gc
import importlib.util
import json
import os
import resource
import selectors
import signal
import socket
import sys
from contextlib import suppress
from types import ModuleType
from typing import Any

# Seconds without work after which the memory is worth more than the time to start again.
DIAM = 300.0
# An order may bring along the certificates by which signatures are believed.
PESAN_MAKS = 128 * 1024
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def pasang_batas(batas: dict[str, float]) -> None:
    """Limit this process: `memori` bytes of address space, `cpu` seconds, `mengalah` steps of niceness.

    No core dump, no file written, few open.
    """
    memori, cpu = int(batas["memori"]), int(batas["cpu"])
    os.nice(int(batas["mengalah"]))
    resource.setrlimit(resource.RLIMIT_AS, (memori, memori))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def putus_jaringan() -> None:
    """Leave the machine's network for an empty one, where the kernel lets an ordinary user do so."""
    # Says no by its answer; the other limits hold all the same.
    LIBC.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def pasang_rumah() -> None:
    """Let programs import what lies beside them by its full name, without what the packages load for Django."""
    sini = os.path.dirname(os.path.abspath(__file__))
    for nama, folder in (("siapp", os.path.dirname(sini)), ("siapp.berkas", sini)):
        sys.modules[nama] = ModuleType(nama)
        sys.modules[nama].__path__ = [folder]


def muat(program: str) -> ModuleType:
    """Load the program at this path with all it imports."""
    spek = importlib.util.spec_from_file_location(os.path.basename(program).removesuffix(".py"), program)
    if spek is None or spek.loader is None:
        raise ImportError(program)
    modul = importlib.util.module_from_spec(spek)
    spek.loader.exec_module(modul)
    return modul


def jadi_anak(modul: ModuleType, pesan: dict[str, Any], isi: int, keluar: int) -> None:
    """Become the child that runs `modul` on the open file `isi`; never returns."""
    kode = 1
    try:
        os.setsid()
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.dup2(isi, 0)
        os.dup2(keluar, 1)
        # Nothing of the fence or of another child stays within reach.
        os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        pasang_batas(pesan["batas"])
        modul.utama(pesan["perintah"])
        sys.stdout.flush()
        kode = 0
    finally:
        os._exit(kode)


class Pagar:
    """The loop of the fence."""

    def __init__(self, pintu: socket.socket) -> None:
        self.pintu = pintu
        self.modul: dict[str, ModuleType] = {}
        self.garis: dict[int, tuple[int, socket.socket]] = {}  # descriptor of a child → (its pid, line to who asked)
        self.pemilih = selectors.DefaultSelector()
        self.pemilih.register(pintu, selectors.EVENT_READ, self.terima)

    def layani(self) -> None:
        """Serve until the socket closes or nothing has come for `DIAM` seconds."""
        while True:
            siap = self.pemilih.select(None if self.garis else DIAM)
            if not siap:
                # Who writes from now on sees it; what was written before is still read.
                self.pintu.shutdown(socket.SHUT_RD)
            for kunci, _ in siap:
                kunci.data(kunci.fileobj)

    def terima(self, pintu: socket.socket) -> None:
        """Read one order and fork its child."""
        mentah, fds, _, _ = socket.recv_fds(pintu, PESAN_MAKS, 3)
        if len(fds) != 3:
            self.akhiri()
        isi, keluar, ujung = fds
        garis = socket.socket(fileno=ujung)
        try:
            self.lahirkan(json.loads(mentah), isi, keluar, garis)
        finally:
            os.close(isi)
            os.close(keluar)

    def lahirkan(self, pesan: dict[str, Any], isi: int, keluar: int, garis: socket.socket) -> None:
        """Fork the child of one order; what a program needs is loaded at its first."""
        program = pesan["program"]
        if program not in self.modul:
            self.modul[program] = muat(program)
            gc.collect()
            gc.freeze()
        pid = os.fork()
        if pid == 0:
            jadi_anak(self.modul[program], pesan, isi, keluar)
        anak = os.pidfd_open(pid)
        self.garis[anak] = (pid, garis)
        self.pemilih.register(anak, selectors.EVENT_READ, self.selesai)
        self.pemilih.register(garis, selectors.EVENT_READ, lambda _: self.tinggalkan(anak))

    def tinggalkan(self, anak: int) -> None:
        """Kill a child that nobody waits for any more."""
        if anak in self.garis:
            bunuh(self.garis[anak][0])

    def selesai(self, anak: int) -> None:
        """Tell how a child ended; whatever it started ends with it."""
        pid, garis = self.garis.pop(anak)
        bunuh(pid)
        _, status = os.waitpid(pid, 0)
        self.pemilih.unregister(anak)
        self.pemilih.unregister(garis)
        os.close(anak)
        with garis, suppress(OSError):
            garis.sendall(b"%d" % os.waitstatus_to_exitcode(status))

    def akhiri(self) -> None:
        """End all children and the fence."""
        for pid, _ in self.garis.values():
            bunuh(pid)
        sys.exit()


def bunuh(pid: int) -> None:
    """Kill a child that is not yet waited for, and its group."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


if __name__ == "__main__":
    putus_jaringan()
    pasang_rumah()
    Pagar(socket.socket(fileno=os.dup(0))).layani()
