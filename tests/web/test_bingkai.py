"""The frame of every page: menu, banners, budget, no foreign host, nothing inline."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import get_template
from django.test import Client
from pytest_django import Settings

from siapp.akun.peran import JenisPeran
from siapp.web import spanduk
from siapp.web.menu import MENU, ButirTampil, _terdekat

Masuk = Callable[..., Client]
STATIS = Path(settings.BASE_DIR) / "static"
KOMPONEN = sorted(p.name for p in (Path(settings.BASE_DIR) / "templates" / "komponen").glob("*.html"))


def test_modul_dan_gaya_muat_dalam_anggaran() -> None:
    # 10 KB until pages kept what was typed: the session's end, leaving, conflicts and drafts of notes are the rest.
    assert sum(p.stat().st_size for p in (STATIS / "js").glob("*.js")) <= 24 * 1024
    assert sum(p.stat().st_size for p in (STATIS / "css").glob("*.css")) <= 25 * 1024


def test_berkas_milik_satu_halaman_muat_dalam_anggarannya() -> None:
    # What one page alone loads, kept by the browser afterwards; the common modules stand in js/ and css/.
    for folder in ("usulan", "integrasi"):
        sendiri = [p.read_bytes() for p in (STATIS / folder).iterdir()]
        assert sum(len(gzip.compress(isi)) for isi in sendiri) <= 7 * 1024, folder


def test_muatan_pertama_halaman_masuk_di_bawah_60_kb(client: Client, db: None) -> None:
    halaman = client.get("/akun/login/").content
    alamat = re.findall(r'(?:src|href)="/static/([^"]+)"', halaman.decode())
    assert len(alamat) == 5
    berkas = [Path(str(finders.find(a))).read_bytes() for a in alamat]
    assert sum(len(gzip.compress(isi)) for isi in [halaman, *berkas]) < 60 * 1024


@pytest.mark.django_db
@pytest.mark.parametrize("jalur", ["/akun/login/", "/komponen/", "/entah/"])
def test_halaman_tanpa_skrip_dan_gaya_sebaris_dan_tanpa_situs_luar(client: Client, jalur: str) -> None:
    jawaban = client.get(jalur)
    isi = jawaban.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", isi)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", isi)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", isi)
    assert "'unsafe" not in jawaban["Content-Security-Policy"]


def test_menu_menandai_halaman_terdekat() -> None:
    urls = ["/", "/usulan/", "/usulan/keppres/"]
    assert _terdekat("/usulan/12/", urls) == "/usulan/"
    assert _terdekat("/usulan/keppres/3/", urls) == "/usulan/keppres/"
    assert _terdekat("/", urls) == "/"
    assert _terdekat("/profil/", urls) == ""


def test_menu_hanya_memuat_yang_berguna_bagi_perannya(masuk: Masuk) -> None:
    menu = masuk(JenisPeran.AUDITOR).get("/?halaman=1").context["menu"]
    assert list(menu) == [
        ButirTampil("Beranda", "/", "home", True),
        ButirTampil("Pengiriman", "/integrasi/pengiriman/", "paper-airplane", False),
        ButirTampil("Kotak masuk", "/integrasi/masuk/", "inbox-arrow-down", False),
        ButirTampil("Perjanjian", "/integrasi/pertukaran/", "power", False),
        ButirTampil("Bantuan", "/bantuan/", "question-mark-circle", False),
    ]


def test_setiap_butir_menu_punya_ikon_yang_ada() -> None:
    templat = get_template("_kepala.html")
    butir = [ButirTampil(b.label, f"/{b.nama_url}/", b.ikon) for b in MENU]
    html = templat.render({"menu": butir, "nama_produk": "SIAPP NV"})
    assert all(b.label in html for b in MENU)


def test_spanduk_tampil_sekali_bagi_yang_masuk_dan_tidak_bagi_tamu(
    masuk: Masuk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sumber(_: HttpRequest) -> list[spanduk.Spanduk]:
        return [spanduk.Spanduk("Contoh spanduk", "Pekerjaan Anda tersimpan.")]

    monkeypatch.setattr(spanduk, "_sumber", [])
    spanduk.daftarkan_spanduk(sumber)
    spanduk.daftarkan_spanduk(sumber)
    assert "Contoh spanduk" not in client.get("/akun/login/").content.decode()
    assert masuk(JenisPeran.AUDITOR).get("/?halaman=1").content.decode().count("Contoh spanduk") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("lokal", "tampil"), [(True, True), (False, False)])
def test_petunjuk_percobaan_hanya_pada_pemasangan_lokal(
    client: Client, settings: Settings, lokal: bool, tampil: bool
) -> None:
    settings.LOKAL = lokal
    assert ("pemasangan percobaan" in client.get("/akun/login/").content.decode()) is tampil


@pytest.mark.django_db
def test_masuk_yang_salah_dijelaskan_tanpa_membocorkan_akun(client: Client) -> None:
    jawaban = client.post("/akun/login/", {"login": "190001011925011001", "password": "salah"})
    assert "NIP atau kata sandi tidak cocok" in jawaban.content.decode()


def test_bantuan_menyebut_narahubung_dan_tombol_pintas(masuk: Masuk) -> None:
    isi = masuk(JenisPeran.KOORDINATOR).get("/bantuan/").content.decode()
    assert 'href="/bantuan/narahubung/"' in isi
    assert "<kbd>n</kbd>" in isi
    assert "data-sakelar-pintasan" in isi


@pytest.mark.parametrize("nama", KOMPONEN)
def test_setiap_komponen_dipakai_dan_ditampilkan(nama: str) -> None:
    akar = Path(settings.BASE_DIR) / "templates"
    semua = [*akar.rglob("*.html"), *(Path(__file__).parent / "templates").rglob("*.html")]
    semua += [Path(settings.BASE_DIR) / "siapp/web/templatetags/siapp.py"]
    assert any(f"komponen/{nama}" in p.read_text() for p in semua if p.name != nama)
    assert get_template(f"komponen/{nama}").template.source.startswith("{% comment %}")


@pytest.mark.parametrize("nama", ["base.html", "usulan/_antrean.html"])
def test_templat_dibaca_tanpa_takuk_tetapi_dengan_baris_yang_sama(nama: str) -> None:
    dibaca = get_template(nama).template.source.splitlines()
    tertulis = (Path(settings.BASE_DIR) / "templates" / nama).read_text().splitlines()
    assert dibaca == [baris.lstrip() for baris in tertulis]
    assert sum(map(len, dibaca)) < 0.9 * sum(map(len, tertulis))
