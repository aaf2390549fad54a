"""The process of `make run` that loads once and forks: what it becomes, how that ends, what must not be there yet."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import psutil
import pytest

from siapp.lokal import bagian
from siapp.lokal.awas import Pengawas
from siapp.lokal.galat import GagalMulai
from siapp.lokal.kelahiran import Cabang, Percabangan, jadikan_proses
from tests.sarana import AKAR, tunggu

# The parent as it is, but for what takes long to load.
INDUK = "import sys; from siapp.lokal import induk; induk.muat = lambda: None; induk.utama()"
ANAK = """
import os, sys, time
print(sys.argv[1:], os.environ.get("RAHASIA"), os.environ.get("HANYA_INDUK"), os.getcwd(), __name__, flush=True)
if "tidur" in sys.argv:
    time.sleep(600)
sys.exit(7)
"""
PERIKSA = """
import gc, os, sys, threading
from siapp.lokal import induk
induk.muat()
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.utils.functional import empty
print(gc.get_freeze_count() > 100_000, "usulan.views.antrean" in sys.modules, "siapp.wsgi" in sys.modules,
      threading.active_count(), len(os.listdir("/proc/self/task")), connection.connection,
      bool(connection._connection_pools), staticfiles_storage._wrapped is empty)
"""


@pytest.fixture
def pengawas(tmp_path: Path) -> Iterator[Pengawas]:
    (tmp_path / "anak.py").write_text(ANAK)
    satu = Pengawas(tmp_path / "log", tmp_path / "proses.json")
    yield satu
    satu.hentikan()


@pytest.fixture
def percabangan(pengawas: Pengawas) -> Percabangan:
    kita, dia = socket.socketpair()
    with dia:
        pengawas.mulai(
            "induk",
            [sys.executable, "-c", INDUK, str(dia.fileno())],
            lingkungan={**os.environ, "HANYA_INDUK": "ya"},
            folder=AKAR,
            fondasi=True,
            lahirkan=partial(jadikan_proses, saluran=(dia.fileno(),)),
        )
    return Percabangan(Connection(kita.detach()))


def _mulai(pengawas: Pengawas, percabangan: Percabangan, tmp_path: Path, *isian: str) -> Cabang:
    perintah = [sys.executable, "-m", "anak", *isian]
    lingkungan = {"RAHASIA": "dua", "PYTHONPATH": str(tmp_path)}
    anak = pengawas.mulai("anak", perintah, lingkungan=lingkungan, folder=tmp_path, lahirkan=percabangan.lahirkan)
    assert isinstance(anak.proses, Cabang)
    return anak.proses


def test_anak_menjadi_perintahnya_dan_akhirnya_terbaca(
    pengawas: Pengawas, percabangan: Percabangan, tmp_path: Path
) -> None:
    proses = _mulai(pengawas, percabangan, tmp_path, "satu", "dua")
    assert proses.wait() == 7 == proses.returncode
    catatan = (tmp_path / "log" / "anak.log").read_text()
    assert catatan == f"['satu', 'dua'] dua None {tmp_path} __main__\n"
    with pytest.raises(GagalMulai, match=r"`anak` berhenti sendiri \(kode 7\)"):
        pengawas.periksa()


def test_anak_berdiri_dalam_kelompoknya_sendiri_dan_dihentikan_pengawas(
    pengawas: Pengawas, percabangan: Percabangan, tmp_path: Path
) -> None:
    proses = _mulai(pengawas, percabangan, tmp_path, "tidur")
    catatan = tmp_path / "log" / "anak.log"
    tunggu(lambda: catatan.exists() and catatan.read_text() != "")
    assert os.getpgid(proses.pid) == os.getsid(proses.pid) == proses.pid
    with pytest.raises(subprocess.TimeoutExpired):
        proses.wait(timeout=0)
    pengawas.hentikan()
    assert proses.returncode == -signal.SIGTERM
    assert not psutil.pid_exists(proses.pid)
    proses.terminate()  # its number may be another's by now


def test_induk_yang_mati_dikatakan_dan_anaknya_tetap_dapat_dihentikan(
    pengawas: Pengawas, percabangan: Percabangan, tmp_path: Path
) -> None:
    proses = _mulai(pengawas, percabangan, tmp_path, "tidur")
    induk = psutil.Process(pengawas.anak[0].proses.pid)
    induk.kill()
    tunggu(lambda: pengawas.anak[0].mati)
    with pytest.raises(GagalMulai, match="`induk` berhenti sendiri"):
        pengawas.periksa(hanya_fondasi=True)
    pengawas.hentikan()
    assert proses.returncode == -signal.SIGKILL


def test_induk_berakhir_bila_talinya_putus(pengawas: Pengawas, percabangan: Percabangan, tmp_path: Path) -> None:
    proses = _mulai(pengawas, percabangan, tmp_path, "tidur")
    percabangan._saluran.close()
    tunggu(lambda: pengawas.anak[0].mati)
    assert pengawas.anak[0].proses.wait() == 0
    assert psutil.Process(proses.pid).status() != psutil.STATUS_ZOMBIE, "a child is ended by who started it, not so"


def test_induk_memuat_semua_dan_tidak_membuka_apa_pun() -> None:
    jawab = subprocess.run([sys.executable, "-c", PERIKSA], cwd=AKAR, capture_output=True, text=True, check=True)
    assert jawab.stdout.split() == ["True", "True", "False", "1", "1", "None", "False", "True"]


def test_make_run_mencabangkan_dan_make_kembang_memuat_ulang(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where files change each start loads what they say then."""
    dimulai: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        Pengawas, "mulai", lambda _, nama, *__, lahirkan, **___: dimulai.append((nama, lahirkan is jadikan_proses))
    )
    pengawas = Pengawas(tmp_path, tmp_path / "proses.json")
    for lahirkan in (bagian.mulai_induk(pengawas), jadikan_proses):
        bagian.mulai_pekerja(pengawas, lahirkan)
        bagian.mulai_timer(pengawas, lahirkan)
    nama = ["pekerja", "berkas", "timer"]
    assert dimulai == [("induk", False), *((satu, False) for satu in nama), *((satu, True) for satu in nama)]
