"""Run a program on an untrusted file in a child process that holds no secret and cannot take the machine with it.

The child is forked by a fence of this process' own (pagar.py), which has the parsers loaded: to load them anew for each
file takes three times as long as to inspect it (keputusan/0057).
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

SINI = Path(__file__).resolve().parent
KELUARAN_MAKS = 64 * 1024 * 1024
"""Bytes that a child may answer: the answer is held in memory here, where no limit of the child's counts."""
POTONGAN = 256 * 1024


@dataclass(frozen=True)
class Batas:
    """What a child may take: bytes of address space, seconds of CPU, seconds on the wall clock.

    `mengalah`: steps by which it gives way to others on a busy machine (nice); people waiting for a page come first.
    """

    memori: int = 1024 * 1024 * 1024
    cpu: int = 30
    dinding: float = 60.0
    mengalah: int = 5


class AnakHabisWaktu(Exception):
    """The child did not end within the wall clock; maybe the machine was busy, so it says nothing about the file."""


class PintuPagar:
    """The way to the fence of this process. It is started when first needed, and anew after a fork or its end."""

    def __init__(self) -> None:
        self._kunci = threading.Lock()
        self._proses: subprocess.Popen[bytes] | None = None
        self._pintu: socket.socket | None = None
        self._pemilik = 0

    def suruh(self, pesan: bytes, fds: list[int]) -> None:
        """Hand over one order with its descriptors."""
        with self._kunci:
            try:
                socket.send_fds(self._terbuka(), [pesan], fds)
            except (BrokenPipeError, ConnectionResetError):
                # It had nothing to do for long and went, or somebody ended it.
                self._lepas()
                socket.send_fds(self._terbuka(), [pesan], fds)

    def _terbuka(self) -> socket.socket:
        if self._pintu is None or self._pemilik != os.getpid():
            self._lepas()
            self._pintu, ujung = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with ujung:
                self._proses = _mulai(ujung)
            self._pemilik = os.getpid()
        return self._pintu

    def _lepas(self) -> None:
        if self._pintu is not None:
            self._pintu.close()
        if self._proses is not None and self._pemilik == os.getpid():
            self._proses.wait()
        self._pintu = self._proses = None

    def tutup(self) -> None:
        """End the fence, and what runs behind it."""
        with self._kunci:
            self._lepas()


def _mulai(pintu: socket.socket) -> subprocess.Popen[bytes]:
    # By path and in isolated mode, so that neither Django nor our settings are loaded, and with an empty environment:
    # neither the fence nor a child that it forks ever held a password.
    return subprocess.Popen(  # noqa: S603 - our own interpreter and program, no shell
        [sys.executable, "-I", str(SINI / "pagar.py")],
        stdin=pintu.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8"},
        cwd="/",
        start_new_session=True,
    )


_pagar = PintuPagar()
atexit.register(_pagar.tutup)
# A fork takes no lock of another thread along.
os.register_at_fork(after_in_child=lambda: setattr(_pagar, "_kunci", threading.Lock()))


def jalankan_anak(program: str, isi: BinaryIO, perintah: dict[str, Any], batas: Batas) -> tuple[int, bytes]:
    """Run `utama(perintah)` of `siapp/berkas/<program>` on the open file `isi` (its standard input).

    Returns (exit code, output). The child is forked for this file alone, takes `batas` on before it reads a byte, and
    is gone afterwards with whatever it started. A negative code is the signal that ended it; -SIGKILL also when the
    fence went away, -SIGXFSZ for more than `KELUARAN_MAKS` bytes of output. Raises AnakHabisWaktu.
    """
    sampai = time.monotonic() + batas.dinding
    pesan = json.dumps({"program": str(SINI / program), "perintah": perintah, "batas": asdict(batas)}).encode()
    garis, ujung = socket.socketpair()
    baca, tulis = os.pipe()
    # However this ends, the line closes, and the fence kills a child that still runs.
    with garis, os.fdopen(baca, "rb", buffering=0) as keluar:
        try:
            _pagar.suruh(pesan, [isi.fileno(), tulis, ujung.fileno()])
        finally:
            os.close(tulis)
            ujung.close()
        keluaran = bytearray()
        while potongan := _baca(keluar.fileno(), sampai, program):
            keluaran += potongan
            if len(keluaran) > KELUARAN_MAKS:
                return -signal.SIGXFSZ, b""
        kode = _baca(garis.fileno(), sampai, program)
    return int(kode or -signal.SIGKILL), bytes(keluaran)


def _baca(fd: int, sampai: float, program: str) -> bytes:
    menunggu = select.poll()
    menunggu.register(fd, select.POLLIN)
    if not menunggu.poll(max(0.0, sampai - time.monotonic()) * 1000):
        raise AnakHabisWaktu(program)
    with suppress(ConnectionResetError):
        return os.read(fd, POTONGAN)
    return b""
