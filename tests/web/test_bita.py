"""What pages weigh as sent: compressed where that is safe, light enough for a bad line (issue 11, issue 13)."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from siapp.akun.models import Pengguna
from tests import dunia as d
from tests.banyak import perbanyak, perbanyak_instansi
from usulan.models import Usulan

pytestmark = pytest.mark.django_db

PERAMBAN = {"Accept-Encoding": "gzip, deflate, br", "Sec-Fetch-Site": "same-origin"}
PERTAMA, BERIKUTNYA = 60_000, 15_000
NGINX = [Path(settings.BASE_DIR) / "pemasangan" / nama for nama in ("nginx/siapp.conf", "compose/nginx.conf")]


@pytest.fixture(autouse=True)
def rute_nyata(rute_uji: None, settings: Settings) -> None:
    settings.ROOT_URLCONF = "siapp.urls"


def _ambil(klien: Client, url: str, **kepala: str) -> HttpResponse:
    return klien.get(url, headers=PERAMBAN | kepala)


def _masuk(pengguna: Pengguna) -> Client:
    klien = Client()
    klien.force_login(pengguna)
    return klien


@pytest.mark.parametrize("asal", ["same-origin", "none"])
def test_halaman_yang_diminta_sendiri_dimampatkan_dengan_panjang_acak(client: Client, asal: str) -> None:
    semua = [_ambil(client, "/akun/login/", **{"Sec-Fetch-Site": asal}) for _ in range(8)]
    assert {j["Content-Encoding"] for j in semua} == {"gzip"}
    assert all("Accept-Encoding" in j["Vary"] and int(j["Content-Length"]) == len(j.content) for j in semua)
    assert all("Masuk" in gzip.decompress(j.content).decode() for j in semua)
    # The tokens alone change a few bytes; the random file name changes up to a hundred.
    panjang = [len(j.content) for j in semua]
    assert max(panjang) - min(panjang) > 10


@pytest.mark.parametrize("asal", ["cross-site", "same-site", ""])
def test_halaman_yang_diminta_situs_lain_tidak_dimampatkan(client: Client, asal: str) -> None:
    jawaban = _ambil(client, "/akun/login/?next=/antrean/", **{"Sec-Fetch-Site": asal})
    assert "Content-Encoding" not in jawaban
    assert b"Masuk" in jawaban.content


@pytest.mark.parametrize("jalur", ["/hidup", "/api/v1/entah"])
def test_jawaban_bagi_mesin_tidak_dimampatkan(client: Client, jalur: str) -> None:
    assert "Content-Encoding" not in _ambil(client, jalur)


def test_berkas_ekspor_tidak_dimampatkan_lagi(dunia: d.Dunia) -> None:
    perbanyak(d.diajukan(dunia), 30)
    jawaban = _masuk(dunia.koordinator).post(
        reverse("usulan:antrean_xlsx") + "?tab=semua", headers=PERAMBAN | {"Referer": "/"}
    )
    assert jawaban.status_code == 200
    assert "Content-Encoding" not in jawaban


@pytest.mark.parametrize("susunan", NGINX, ids=lambda satu: satu.parent.name)
def test_proksi_tidak_memampatkan_sendiri(susunan: Path) -> None:
    assert re.findall(r"^\s*gzip (\w+);", susunan.read_text(), re.MULTILINE) == ["off"]


@pytest.fixture
def penuh(dunia: d.Dunia) -> Usulan:
    """A usulan under verification, and lists that are full: 60 usulan of 30 agencies."""
    usulan = d.diverifikasi(dunia)
    perbanyak(usulan, 30)
    perbanyak_instansi(d.segar(usulan), 30)
    d.keppres_terbit(dunia)
    return d.segar(usulan)


HALAMAN = {
    "verifikator": ("beranda", "usulan:antrean", "usulan:verifikasi", "usulan:pertek_daftar", "bantuan"),
    "koordinator": ("beranda", "usulan:antrean", "usulan:beban", "usulan:verifikasi"),
    "kepala_biro": ("beranda", "usulan:keppres_daftar", "usulan:pic_daftar", "integrasi:pengiriman"),
    "pic": ("beranda", "usulan:daftar", "usulan:baru", "usulan:rinci"),
    "administrator": ("referensi:indeks", "referensi:daftar", "integrasi:pengiriman", "integrasi:masuk"),
    "auditor": ("audit:jejak", "audit:akses", "usulan:rinci"),
}


def _statis(html: str) -> int:
    """What the page's styles and modules weigh as they are sent."""
    nama = set(re.findall(r'(?:src|href)="/static/([^"]+)"', html))
    return sum(len(gzip.compress(Path(str(finders.find(satu))).read_bytes())) for satu in nama)


@pytest.mark.parametrize(("orang", "nama"), [(o, n) for o, semua in HALAMAN.items() for n in semua])
def test_halaman_utama_ringan_di_kawat(orang: str, nama: str, dunia: d.Dunia, penuh: Usulan) -> None:
    argumen = {"usulan:rinci": [penuh.pk], "usulan:verifikasi": [penuh.pk], "referensi:daftar": ["instansi"]}
    tab = "?tab=semua" if nama == "usulan:antrean" else ""
    jawaban = _ambil(_masuk(getattr(dunia, orang)), reverse(nama, args=argumen.get(nama, [])) + tab)
    assert jawaban.status_code == 200
    assert len(jawaban.content) <= BERIKUTNYA
    assert len(jawaban.content) + _statis(gzip.decompress(jawaban.content).decode()) <= PERTAMA
