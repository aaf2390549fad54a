"""What the development server cannot show: bodies without a length and bodies that never end, at the real server."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from oauth2_provider.models import Application

from integrasi.models import KejadianMasuk
from tests.integrasi.api.conftest import Mitra
from tests.sarana import AKAR, SABAR, akhiri, port_bebas

pytestmark = [pytest.mark.lambat, pytest.mark.django_db(transaction=True)]
BAIK = {"id_usulan": "abc-12345", "status": "BTL", "tanggal_verifikasi": "14-03-2025", "keterangan": "Kurang."}


@pytest.fixture
def granian(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    port = port_bebas()
    with (tmp_path / "log").open("wb") as catatan:
        proses = subprocess.Popen(
            [
                Path(sys.executable).with_name("granian"),
                "--interface=wsgi",
                "--host=127.0.0.1",
                f"--port={port}",
                "--blocking-threads=4",
                "siapp.wsgi:application",
            ],
            cwd=AKAR,
            env={**os.environ, "SECRET_KEY": settings.SECRET_KEY},
            stdout=catatan,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _tunggu(url, proses, tmp_path / "log")
        yield url
    finally:
        akhiri(proses)


def _tunggu(url: str, proses: subprocess.Popen[bytes], catatan: Path) -> None:
    for _ in range(300):
        try:
            requests.get(f"{url}/api/v1/info", timeout=SABAR).raise_for_status()
        except requests.RequestException:
            assert proses.poll() is None, catatan.read_text()[-3000:]
            time.sleep(0.1)
        else:
            return
    pytest.fail(catatan.read_text()[-3000:])


def potongan(isi: bytes) -> Iterator[bytes]:
    """requests sends an iterator in chunks, without a Content-Length, as gateways do."""
    yield isi[:10]
    yield isi[10:]


def test_isi_tanpa_panjang_terbaca_dan_isi_raksasa_ditolak(granian: str, mitra: Mitra) -> None:
    alamat = f"{granian}/api/v1/notifikasi-verifikasi"
    kepala = {**mitra.kepala, "Content-Type": "application/json"}
    jawaban = requests.post(alamat, data=potongan(json.dumps(BAIK).encode()), headers=kepala, timeout=SABAR)
    assert jawaban.status_code == 200, jawaban.text
    assert jawaban.json()["data"]["id_tanda_terima"] == str(KejadianMasuk.objects.get().pk)
    jawaban = requests.post(alamat, data=potongan(b"x" * 70_000), headers=kepala, timeout=SABAR)
    assert jawaban.status_code == 413
    assert jawaban.headers["Content-Type"] == "application/problem+json"
    _tanpa_dibaca(granian, mitra)
    # The server hashes secrets the slow way; the tests' own way is unknown to it.
    Application.objects.update(client_secret=PBKDF2PasswordHasher().encode(mitra.rahasia, "garam", 1000))
    formulir = {"Content-Type": "application/x-www-form-urlencoded"}
    isi = f"grant_type=client_credentials&client_id={mitra.id}&client_secret={mitra.rahasia}".encode()
    jawaban = requests.post(f"{granian}/oauth2/token", data=potongan(isi), headers=formulir, timeout=SABAR)
    assert jawaban.json()["expires_in"] == 900


def _tanpa_dibaca(granian: str, mitra: Mitra) -> None:
    """A body announced as huge is refused before it comes."""
    bagian = urlsplit(granian)
    kepala = (
        f"POST /api/v1/notifikasi-verifikasi HTTP/1.1\r\nHost: {bagian.netloc}\r\nAuthorization: Bearer {mitra.token}"
        "\r\nContent-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n{"
    )
    with socket.create_connection((bagian.hostname, bagian.port), timeout=SABAR) as soket:
        soket.sendall(kepala.encode())
        jawaban = soket.recv(4096)
    assert jawaban.startswith(b"HTTP/1.1 413")
