"""What the campaign starts, freezes and kills: processes of its own, each known by its process id."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings

from tests.sarana import AKAR, SABAR


def lingkungan(**lain: str) -> dict[str, str]:
    """The environment of a process of the product that works on this test's database."""
    isi = {
        "SECRET_KEY": settings.SECRET_KEY,
        "LOG_LEVEL": "WARNING",
        "SIASN_MODE_GANDA": settings.SIASN_MODE_GANDA,
        "PYTHONPATH": str(AKAR),
    }
    return {**os.environ, **isi, **lain}


@dataclass
class Proses:
    """One process group that we started."""

    proses: subprocess.Popen[bytes]
    catatan: Path

    @property
    def pid(self) -> int:
        return self.proses.pid

    def anak(self) -> list[psutil.Process]:
        """Its children that live."""
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.pid).children()
        return []

    def sinyal(self, nomor: signal.Signals) -> None:
        """Send `nomor` to the whole group, which is ours alone."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, nomor)

    def bunuh(self) -> None:
        """kill -9, with its children."""
        self.sinyal(signal.SIGKILL)
        self.proses.wait(timeout=SABAR)

    def bekukan(self) -> None:
        self.sinyal(signal.SIGSTOP)

    def lanjutkan(self) -> None:
        self.sinyal(signal.SIGCONT)

    def tulisan(self) -> str:
        """What it wrote."""
        return self.catatan.read_text(errors="replace")


@dataclass
class Arena:
    """Starts processes and ends all of them."""

    folder: Path
    akhir: ExitStack = field(default_factory=ExitStack)
    nomor: int = 0

    def mulai(self, *perintah: str, env: Mapping[str, str] | None = None, di: Path = AKAR) -> Proses:
        """Start a command in a session of its own, in the folder `di`."""
        self.nomor += 1
        catatan = self.folder / f"{self.nomor}.log"
        with catatan.open("wb") as keluaran:
            proses = subprocess.Popen(
                perintah,
                cwd=di,
                env=env or lingkungan(),
                stdout=keluaran,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        satu = Proses(proses, catatan)
        self.akhir.callback(satu.bunuh)
        return satu

    def pekerja(self, *pilihan: str, banyak: int = 2, antrean: str = "kirim", env: Mapping[str, str]) -> Proses:
        """A real Celery worker; its clock of what only waits may be turned by `tests.kekacauan.pekerja`."""
        perintah = ["-m", "tests.kekacauan.pekerja", "worker", "-Q", antrean, "-c", str(banyak)]
        tambahan = [
            "--without-mingle",
            "--without-gossip",
            "--without-heartbeat",
            "-n",
            f"k{os.getpid()}-{self.nomor}@%h",
        ]
        return self.mulai(sys.executable, *perintah, *tambahan, *pilihan, env=env)


@contextmanager
def arena(folder: Path) -> Iterator[Arena]:
    """An empty arena; whatever it started has ended afterwards."""
    satu = Arena(folder)
    with satu.akhir:
        yield satu


def tunggu(syarat: Callable[[], bool], batas: float = SABAR, apa: str = "", jeda: float = 0.1) -> float:
    """Wait until `syarat` holds and return the seconds it took. Raises TimeoutError with `apa` after `batas`."""
    mulai = time.monotonic()
    while not syarat():
        if time.monotonic() - mulai > batas:
            raise TimeoutError(apa or "waited in vain")
        time.sleep(jeda)
    return time.monotonic() - mulai


class Pemati:
    """The fork server `tests.kekacauan.anak`."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._proses = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.kekacauan.anak"],
            cwd=AKAR,
            env=dict(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def jalankan(self, kerja: str, mati_di: int | None = None) -> dict[str, Any]:
        """Let a fresh child do `kerja` and die at the point `mati_di`, or not at all."""
        masuk, keluar = self._proses.stdin, self._proses.stdout
        if masuk is None or keluar is None:
            raise RuntimeError("started without pipes")
        masuk.write(json.dumps({"kerja": kerja, "mati_di": mati_di}) + "\n")
        masuk.flush()
        hasil: dict[str, Any] = json.loads(keluar.readline())
        return hasil

    def tutup(self) -> None:
        """End it by ending its orders."""
        with self._proses:
            pass
