"""The real stack for the browser tests: what `make run` starts, from a copy of the checkout, on a database of its own.

The copy gives it a `var/` of its own, so that a product that runs beside the tests is not touched.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg
import requests
from psycopg import sql

from siapp.lingkungan import BAWAAN_LOKAL
from siapp.lokal.awas import bereskan_sisa
from tests.sarana import AWALAN_BASIS_DATA, VAR_UJI, port_bebas, salin_checkout

BATAS_MULAI = 300.0
BATAS_BERHENTI = 60.0
BATAS_TIBA = 60.0
# What `make run` prints when everything answers.
SIAP = "Tekan Ctrl-C"


@dataclass(frozen=True)
class Tumpukan:
    """A running stack: where the product and the stand-in SIASN answer, and the folder of its copy."""

    url: str
    url_simulator: str
    folder: Path

    def sim(self, jalan: str, isi: dict[str, Any] | None = None) -> Any:
        """Read `/_sim/…` of the simulator, or post `isi` there; return the answer's JSON."""
        alamat = f"{self.url_simulator}/_sim/{jalan}"
        jawaban = requests.get(alamat, timeout=30) if isi is None else requests.post(alamat, json=isi, timeout=30)
        jawaban.raise_for_status()
        return jawaban.json()

    def id_siasn(self, nip: str) -> str:
        """The ID Usulan that SIASN gave to the newest usulan of `nip`, after waiting for it. Raises LookupError."""
        batas = time.monotonic() + BATAS_TIBA
        while time.monotonic() < batas:
            if milik := [u["id"] for u in self.sim("usulan") if u["nip"] == nip]:
                return str(milik[-1])
            time.sleep(0.2)
        raise LookupError("SIASN belum menerima usulan orang ini")


@contextmanager
def nyalakan() -> Iterator[Tumpukan]:
    """Start the stack without the sample usulan and end all of it afterwards, also after a failure."""
    _buang_yatim()
    folder = VAR_UJI / f"tumpukan-{os.getpid()}"
    salin_checkout(folder)
    (folder / "var").mkdir()
    # The samples cost a minute and nobody here looks at them.
    (folder / "var" / "contoh.selesai").touch()
    port, port_simulator = port_bebas(), port_bebas()
    catatan = folder / "var" / "mulai.log"
    with catatan.open("wb") as keluaran:
        proses = subprocess.Popen(
            [sys.executable, "-m", "siapp.lokal", "jalan"],
            cwd=folder,
            env=_lingkungan(port, port_simulator),
            stdout=keluaran,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _tunggu_siap(proses, catatan)
        yield Tumpukan(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port_simulator}", folder)
    finally:
        _matikan(proses, folder)


def _matikan(proses: "subprocess.Popen[bytes]", folder: Path) -> None:
    """End the stack as Ctrl-C does; it ends its own children. The logs stay in `var/uji/log-tumpukan`."""
    proses.send_signal(signal.SIGINT)
    try:
        proses.wait(timeout=BATAS_BERHENTI)
    except subprocess.TimeoutExpired:
        proses.kill()
        proses.wait()
        bereskan_sisa(folder / "var" / "proses.json")
    shutil.copytree(folder / "var" / "log", VAR_UJI / "log-tumpukan", dirs_exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _buang_yatim() -> None:
    """End what a killed test run left: without its children its `make run` ends by itself."""
    for folder in VAR_UJI.glob("tumpukan-*"):
        if not psutil.pid_exists(int(folder.name.rpartition("-")[2])):
            bereskan_sisa(folder / "var" / "proses.json")
            shutil.rmtree(folder, ignore_errors=True)


def _lingkungan(port: int, port_simulator: int) -> dict[str, str]:
    """The environment of a shell in which nothing of ours is set, but a database and two free ports."""
    bersih = {nama: nilai for nama, nilai in os.environ.items() if nama not in {*BAWAAN_LOKAL, "SECRET_KEY"}}
    return bersih | {
        "DATABASE_URL": _buat_basis_data(),
        "PORT": str(port),
        "PORT_SIMULATOR": str(port_simulator),
    }


def _buat_basis_data() -> str:
    """Make a database whose name lets tests/sarana.py drop it with the others of this run."""
    nama = f"test_{AWALAN_BASIS_DATA}{os.environ['SIAPP_UJI_PID']}_peramban{os.getpid()}"
    bagian = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(bagian._replace(path="/postgres")), autocommit=True) as koneksi:
        koneksi.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(nama)))
    return urlunsplit(bagian._replace(path=f"/{nama}"))


def _tunggu_siap(proses: "subprocess.Popen[bytes]", catatan: Path) -> None:
    batas = time.monotonic() + BATAS_MULAI
    while SIAP not in catatan.read_text():
        if proses.poll() is not None or time.monotonic() > batas:
            raise RuntimeError(f"Tumpukan tidak menyala:\n{catatan.read_text()}")
        time.sleep(0.1)
