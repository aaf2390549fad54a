"""The real stack for the browser tests: `make run` in a copy of the checkout, as a stranger would (keputusan/0013).

The copy gives it a `var/` of its own, so that a product that runs beside the tests is not touched.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import requests

from siapp.lokal.awas import bereskan_sisa
from siapp.lokal.bawaan import BAWAAN_LOKAL
from tests.sarana import VAR_UJI, port_bebas, salin_checkout

BATAS_MULAI = 300.0
BATAS_BERHENTI = 60.0
BATAS_TIBA = 60.0
# What `make run` prints when everything answers.
SIAP = "Tekan Ctrl-C"
NASKAH_CONTOH = """
from integrasi.peragaan.contoh import langkah
from referensi.models import Layanan
layanan = Layanan.objects.get(pk="{layanan}")
orang = langkah.orang_untuk(layanan.kategori)
usulan = langkah.buat(orang, layanan)
for nama in {langkah}:
    getattr(langkah, nama)(orang, usulan)
print(usulan.nomor)
"""


def _lingkungan() -> dict[str, str]:
    """The environment of a shell in which nothing of ours is set, but two free ports.

    No sample usulan: they cost a minute and nobody here looks at them. SIASN is asked often: somebody waits here.
    """
    bersih = {nama: nilai for nama, nilai in os.environ.items() if nama not in {*BAWAAN_LOKAL, "SECRET_KEY"}}
    port = {"PORT": str(port_bebas()), "PORT_SIMULATOR": str(port_bebas())}
    return bersih | port | {"TANPA_CONTOH": "ya", "SIASN_JEDA_PANTAU": "4"}


@dataclass
class Tumpukan:
    """The product and the stand-in SIASN, started by `make run` in the copy `folder`."""

    folder: Path
    lingkungan: dict[str, str] = field(default_factory=_lingkungan)
    proses: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.lingkungan['PORT']}"

    @property
    def url_simulator(self) -> str:
        return f"http://127.0.0.1:{self.lingkungan['PORT_SIMULATOR']}"

    @property
    def tercetak(self) -> str:
        """What it has printed since it was started."""
        return (self.folder / "var" / "mulai.log").read_text()

    def nyalakan(self, cara: str = "jalan") -> str:
        """Start it, wait until it says that it is ready, and return what it has printed. `cara`: "jalan", "kembang"."""
        with (self.folder / "var" / "mulai.log").open("wb") as keluaran:
            self.proses = subprocess.Popen(
                [sys.executable, "-m", "siapp.lokal", cara],
                cwd=self.folder,
                env=self.lingkungan,
                stdout=keluaran,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        batas = time.monotonic() + BATAS_MULAI
        while SIAP not in self.tercetak:
            if self.proses.poll() is not None or time.monotonic() > batas:
                raise RuntimeError(f"Tumpukan tidak menyala:\n{self.tercetak}")
            time.sleep(0.1)
        return self.tercetak

    def hentikan(self, sinyal: signal.Signals) -> int:
        """Send `sinyal`, as Ctrl-C does, and return the exit code. Raises TimeoutExpired."""
        assert self.proses is not None
        self.proses.send_signal(sinyal)
        return self.proses.wait(timeout=BATAS_BERHENTI)

    def perintah(self, *isian: str) -> "subprocess.CompletedProcess[str]":
        """Run Python with `isian` in the copy and wait for it."""
        lingkungan = {nama: nilai for nama, nilai in self.lingkungan.items() if nama != "PORT"}
        return subprocess.run([sys.executable, *isian], cwd=self.folder, env=lingkungan, capture_output=True, text=True)

    def usulan_contoh(self, layanan: str, *langkah: str) -> str:
        """Make a usulan of the service through the actions and go `langkah` with it (integrasi/contoh); its nomor."""
        naskah = NASKAH_CONTOH.format(layanan=layanan, langkah=langkah)
        hasil = self.perintah("manage.py", "shell", "--no-imports", "-c", naskah)
        assert hasil.returncode == 0, hasil.stderr
        return hasil.stdout.split()[-1]

    def proses_tersisa(self) -> list[str]:
        """Command lines of what still runs in or for the copy."""
        hasil = []
        for proses in psutil.process_iter(["cmdline", "cwd", "status"]):
            perintah = " ".join(proses.info["cmdline"] or [])
            if proses.info["status"] != psutil.STATUS_ZOMBIE and str(self.folder) in f"{proses.info['cwd']} {perintah}":
                hasil.append(perintah)
        return hasil

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
def menyala() -> Iterator[Tumpukan]:
    """Start the stack without the sample usulan and end all of it afterwards, also after a failure."""
    _buang_yatim()
    tumpukan = Tumpukan(VAR_UJI / f"tumpukan-{os.getpid()}")
    salin_checkout(tumpukan.folder)
    (tumpukan.folder / "var").mkdir()
    try:
        tumpukan.nyalakan()
        yield tumpukan
        assert tumpukan.hentikan(signal.SIGTERM) == 0
        assert tumpukan.proses_tersisa() == []
    finally:
        _bereskan(tumpukan)


def _bereskan(tumpukan: Tumpukan) -> None:
    """Kill what would not end by itself. The logs stay in `var/uji/log-tumpukan`."""
    if tumpukan.proses is not None and tumpukan.proses.poll() is None:
        tumpukan.proses.kill()
        tumpukan.proses.wait()
        bereskan_sisa(tumpukan.folder / "var" / "proses.json")
    with suppress(FileNotFoundError):
        shutil.copytree(tumpukan.folder / "var" / "log", VAR_UJI / "log-tumpukan", dirs_exist_ok=True)
    shutil.rmtree(tumpukan.folder, ignore_errors=True)


def _buang_yatim() -> None:
    """End what a killed test run left: without its children its `make run` ends by itself."""
    for folder in VAR_UJI.glob("tumpukan-*"):
        if not psutil.pid_exists(int(folder.name.rpartition("-")[2])):
            bereskan_sisa(folder / "var" / "proses.json")
            shutil.rmtree(folder, ignore_errors=True)
