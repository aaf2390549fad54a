"""`make run` as a stranger meets it: a copy of the checkout, started, used, interrupted, started again."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests

from siapp.lingkungan import BAWAAN_LOKAL
from tests.sarana import VAR_UJI, port_bebas, salin_checkout

BATAS_MULAI = 300


@pytest.fixture
def klon() -> Iterator[Path]:
    """A copy of what git would give, without `var/`; the virtual environment is shared."""
    tempat = VAR_UJI / f"klon-{os.getpid()}"
    salin_checkout(tempat)
    # The sample usulan take minutes and have tests of their own.
    (tempat / "var").mkdir()
    (tempat / "var" / "contoh.selesai").touch()
    yield tempat
    shutil.rmtree(tempat)


@pytest.fixture
def lingkungan() -> dict[str, str]:
    """The environment of a shell in which nothing of ours is set, but two free ports."""
    bersih = {nama: nilai for nama, nilai in os.environ.items() if nama not in {*BAWAAN_LOKAL, "SECRET_KEY"}}
    return bersih | {"PORT": str(port_bebas()), "PORT_SIMULATOR": str(port_bebas())}


def _mulai(klon: Path, lingkungan: dict[str, str], keluaran: Path) -> "subprocess.Popen[bytes]":
    with keluaran.open("wb") as berkas:
        proses = subprocess.Popen(
            [sys.executable, "-m", "siapp.lokal", "jalan"],
            cwd=klon,
            env=lingkungan,
            stdout=berkas,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    batas = time.monotonic() + BATAS_MULAI
    while "Tekan Ctrl-C" not in keluaran.read_text() and proses.poll() is None and time.monotonic() < batas:
        time.sleep(0.2)
    return proses


def _hentikan(proses: "subprocess.Popen[bytes]", sinyal: signal.Signals) -> int:
    proses.send_signal(sinyal)
    return proses.wait(timeout=60)


def _proses_di(klon: Path) -> list[str]:
    """Command lines of what still runs in or for the copy."""
    hasil = []
    for proses in psutil.process_iter(["cmdline", "cwd", "status"]):
        perintah = " ".join(proses.info["cmdline"] or [])
        if proses.info["status"] != psutil.STATUS_ZOMBIE and str(klon) in f"{proses.info['cwd']} {perintah}":
            hasil.append(perintah)
    return hasil


@pytest.mark.lambat
def test_make_run_melayani_berhenti_tanpa_sisa_dan_mulai_lagi_dengan_datanya(
    klon: Path, lingkungan: dict[str, str], tmp_path: Path
) -> None:
    pertama = tmp_path / "pertama"
    proses = _mulai(klon, lingkungan, pertama)
    try:
        assert f"http://127.0.0.1:{lingkungan['PORT']}" in pertama.read_text(), pertama.read_text()
        assert requests.get(f"http://127.0.0.1:{lingkungan['PORT']}/sehat", timeout=10).status_code == 200
        tabel = subprocess.run(
            [sys.executable, "manage.py", "akun_contoh", "--daftar"],
            cwd=klon,
            env={nama: nilai for nama, nilai in lingkungan.items() if not nama.startswith("PORT")},
            capture_output=True,
            text=True,
        )
        assert (tabel.returncode, tabel.stderr) == (0, "")
        kedua_sekaligus = subprocess.run(
            [sys.executable, "-m", "siapp.lokal", "jalan"], cwd=klon, env=lingkungan, capture_output=True, text=True
        )
        assert kedua_sekaligus.returncode == 1
        assert kedua_sekaligus.stderr.startswith("`make run` sudah berjalan dari folder ini")
    finally:
        kode = _hentikan(proses, signal.SIGINT)
    assert kode == 0
    assert _proses_di(klon) == []

    kedua = tmp_path / "kedua"
    proses = _mulai(klon, lingkungan, kedua)
    try:
        isi = kedua.read_text()
        assert re.search(r"– Mengumpulkan berkas statis sudah", isi)
        assert re.search(r"– Membuat usulan contoh sudah", isi)
    finally:
        kode = _hentikan(proses, signal.SIGTERM)
    assert kode == 0
    assert _proses_di(klon) == []
