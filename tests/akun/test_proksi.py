"""Behind a real proxy: whose address counts, and how a whole agency signs in through one."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django import Settings

from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.audit.models import Akses
from siapp.checks import periksa_alamat_klien, periksa_proksi
from siapp.lokal import perkakas
from siapp.web.alamat import alamat_klien
from tests.akun.conftest import coba_masuk
from tests.dunia import SANDI, buat_pengguna
from tests.sarana import AKAR, SABAR, akhiri, port_bebas

MASUK = "/akun/login/"
PIC_SEKALIGUS = 50


@pytest.mark.parametrize(
    ("proksi", "kepala", "tajuk", "alamat"),
    [
        (0, "", {"X-Forwarded-For": "203.0.113.9"}, "10.0.0.1"),
        (0, "", {"X-Real-IP": "203.0.113.9"}, "10.0.0.1"),
        (1, "", {"X-Forwarded-For": "203.0.113.9"}, "203.0.113.9"),
        (1, "", {"X-Forwarded-For": "1.2.3.4, 203.0.113.9"}, "203.0.113.9"),
        (2, "", {"X-Forwarded-For": "1.2.3.4, 203.0.113.9, 192.0.2.1"}, "203.0.113.9"),
        (2, "", {"X-Forwarded-For": "203.0.113.9"}, "10.0.0.1"),
        (1, "", {}, "10.0.0.1"),
        (1, "", {"X-Forwarded-For": "bukan alamat"}, "10.0.0.1"),
        (1, "", {"X-Forwarded-For": "203.0.113.9:4711"}, "203.0.113.9"),
        (1, "", {"X-Forwarded-For": "[2001:db8::1]:4711"}, "2001:db8::1"),
        (1, "", {"X-Forwarded-For": "::ffff:203.0.113.9"}, "203.0.113.9"),
        (1, "X-Real-IP", {"X-Real-IP": "203.0.113.9", "X-Forwarded-For": "1.2.3.4"}, "203.0.113.9"),
    ],
)
def test_alamat_dipercaya_sejauh_proksi_sendiri(
    settings: Settings, proksi: int, kepala: str, tajuk: dict[str, str], alamat: str
) -> None:
    settings.PROKSI_TEPERCAYA, settings.KEPALA_ALAMAT = proksi, kepala
    assert alamat_klien(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=tajuk)) == alamat


def test_permintaan_tanpa_alamat_tidak_punya_alamat(settings: Settings) -> None:
    settings.PROKSI_TEPERCAYA = 0
    assert alamat_klien(RequestFactory().get("/", REMOTE_ADDR="")) == ""


def test_setelan_yang_tidak_cocok_disebut_sebelum_mulai(settings: Settings) -> None:
    settings.PROKSI_TEPERCAYA, settings.KEPALA_ALAMAT, settings.HTTPS = 0, "X-Real-IP", True
    assert [satu.id for satu in periksa_proksi()] == ["siapp.E005"]
    assert [satu.id for satu in periksa_alamat_klien()] == ["siapp.W002"]
    settings.PROKSI_TEPERCAYA = 1
    assert periksa_proksi() + periksa_alamat_klien() == []


def test_gagal_untuk_satu_akun_tidak_menghentikan_akun_lain_di_alamat_itu(client: Client, orang: Pengguna) -> None:
    lain = buat_pengguna("Tono Contoh", Peran(jenis=JenisPeran.DUKUNGAN))
    for _ in range(30):
        assert not coba_masuk(Client(), orang.nip, "salah")
    assert coba_masuk(client, lain.nip)


def test_alamat_yang_menebak_banyak_akun_dihentikan_kecuali_peramban_pemilik(
    client: Client, orang: Pengguna, settings: Settings
) -> None:
    settings.BATAS_GAGAL_MASUK_ALAMAT = 4
    assert coba_masuk(client, orang.nip)
    client.post("/akun/logout/")
    for nomor in range(4):
        assert not coba_masuk(Client(), f"1900010119250110{nomor:02}", "salah")
    assert not coba_masuk(Client(), orang.nip)
    assert coba_masuk(client, orang.nip)
    assert coba_masuk(Client(), orang.nip, alamat="10.0.0.2")


@pytest.fixture
def di_belakang_nginx(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The web server as it ships, behind a real nginx; gives nginx's address."""
    cache.clear()
    web, depan = port_bebas(), port_bebas()
    granian = [
        *(str(Path(sys.executable).with_name("granian")), "--interface=wsgi", "--host=127.0.0.1", f"--port={web}"),
        *("--workers=2", "--blocking-threads=4", "siapp.wsgi:application"),
    ]
    lingkungan = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.kekacauan.setelan",
        "SECRET_KEY": settings.SECRET_KEY,
        "PROKSI_TEPERCAYA": "1",
    }
    susunan = tmp_path / "nginx.conf"
    susunan.write_text(_susunan(tmp_path, web, depan))
    jalan = perkakas.cari("nginx")
    assert jalan, "Jalankan `python -m siapp.lokal alat`."
    with (tmp_path / "log").open("wb") as log:
        proses = [
            subprocess.Popen(granian, cwd=AKAR, env=lingkungan, stdout=log, stderr=log),
            subprocess.Popen([jalan, "-c", str(susunan), "-p", str(tmp_path)], stdout=log, stderr=log),
        ]
    url = f"http://127.0.0.1:{depan}"
    try:
        _tunggu(url, proses, tmp_path / "log")
        yield url
    finally:
        for satu in reversed(proses):
            akhiri(satu)


def _susunan(folder: Path, web: int, depan: int) -> str:
    sementara = "\n".join(
        f"{jenis}_temp_path {folder}/{jenis};" for jenis in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""
daemon off; pid {folder}/pid; error_log {folder}/galat.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off;
    {sementara}
    server {{
        listen 127.0.0.1:{depan};
        location / {{
            proxy_pass http://127.0.0.1:{web};
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_read_timeout {SABAR:.0f}s;
        }}
    }}
}}
"""


def _tunggu(url: str, proses: list[subprocess.Popen[bytes]], log: Path) -> None:
    while True:
        assert all(satu.poll() is None for satu in proses), log.read_text()[-3000:]
        with suppress(requests.ConnectionError):
            jawaban = requests.get(f"{url}{MASUK}", timeout=SABAR)
            assert jawaban.status_code in {200, 502}, log.read_text()[-3000:]  # 502: nginx came first
            if jawaban.ok:
                return
        time.sleep(0.1)


def _masuk(url: str, nip: str, sandi: str, tajuk: dict[str, str] | None = None) -> bool:
    with requests.Session() as sesi:
        sesi.headers.update(tajuk or {})
        halaman = sesi.get(f"{url}{MASUK}", timeout=SABAR).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', halaman)
        assert token
        isian = {"login": nip, "password": sandi, "csrfmiddlewaretoken": token[1], "next": "/akun/profil/"}
        kepala = {"Referer": f"{url}{MASUK}", "Origin": url}
        jawaban = sesi.post(f"{url}{MASUK}", data=isian, headers=kepala, timeout=SABAR, allow_redirects=False)
        assert jawaban.status_code in {200, 302}, jawaban.text[:500]
        return jawaban.status_code == 302


@pytest.mark.lambat
@pytest.mark.django_db(transaction=True)
def test_lima_puluh_orang_satu_alamat_masuk_serentak_dan_tajuk_palsu_tidak_berlaku(di_belakang_nginx: str) -> None:
    orang = [buat_pengguna(f"Peserta {n} Contoh", Peran(jenis=JenisPeran.DUKUNGAN)) for n in range(PIC_SEKALIGUS)]
    # The server hashes the slow way; the tests' own way is unknown to it.
    Pengguna.objects.update(password=PBKDF2PasswordHasher().encode(SANDI, "garam"))
    palsu = {"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9"}
    assert not any(_masuk(di_belakang_nginx, orang[0].nip, "salah", palsu) for _ in range(3))
    with ThreadPoolExecutor(PIC_SEKALIGUS) as kolam:
        hasil = list(kolam.map(lambda satu: _masuk(di_belakang_nginx, satu.nip, SANDI, palsu), orang))
    assert hasil == [True] * PIC_SEKALIGUS
    tercatat = Akses.objects.filter(tindakan__in=["MASUK", "GAGAL"]).values_list("tindakan", "rincian__alamat")
    assert sorted(set(tercatat)) == [("GAGAL", "127.0.0.1"), ("MASUK", "127.0.0.1")]
