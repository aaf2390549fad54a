"""The second step in a real Chromium: set up, used, seen in both guises."""

import time

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from tests.akun.test_dua_langkah import CADANGAN, KODE, LEPAS, PASANG, kode
from tests.dunia import SANDI, buat_pengguna
from tests.peramban import periksa_rupa
from tests.usulan.test_layar_peramban import halaman_baru, keluhan

__all__ = ["keluhan"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]


def _kode_berlaku(benih: str) -> str:
    """The code of now, when enough of its half minute is left to type it."""
    if time.time() % 30 > 20:
        time.sleep(30 - time.time() % 30)
    return kode(benih)


def _masuk(halaman: Page, orang: Pengguna) -> None:
    halaman.goto("/akun/login/")
    halaman.get_by_label("NIP", exact=True).fill(orang.nip)
    halaman.get_by_label("Kata sandi").fill(SANDI)
    halaman.get_by_role("button", name="Masuk").click()


def test_dipasang_saat_diminta_lalu_dipakai_untuk_masuk(
    transactional_db: None, peramban: Browser, live_server: LiveServer, keluhan: list[str], settings: Settings
) -> None:
    settings.DUA_LANGKAH_WAJIB = True
    orang = buat_pengguna("Sinta Contoh", Peran(jenis=JenisPeran.DUKUNGAN))
    konteks = peramban.new_context(base_url=live_server.url, locale="id-ID")
    halaman = halaman_baru(konteks, keluhan)
    _masuk(halaman, orang)
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Pasang verifikasi dua langkah")
    periksa_rupa(halaman, "akun/dua-langkah-pasang", PASANG)
    benih = halaman.locator("kbd").inner_text()
    halaman.get_by_label("Kode", exact=True).fill(_kode_berlaku(benih))
    halaman.get_by_role("button", name="Pasang").click()
    expect(halaman.locator("#pesan")).to_contain_text("Verifikasi dua langkah dipasang")
    expect(halaman.locator(".kode-cadangan li")).to_have_count(10)
    for nama, alamat in (("kode-cadangan", CADANGAN), ("index", "/akun/dua-langkah/"), ("lepas", LEPAS)):
        periksa_rupa(halaman, f"akun/dua-langkah-{nama}", alamat)
    halaman.goto("/")
    halaman.set_viewport_size({"width": 1366, "height": 900})
    halaman.get_by_role("button", name="Keluar").or_(halaman.get_by_role("link", name="Keluar")).click()
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Masuk")
    _masuk(halaman, orang)
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Langkah kedua")
    periksa_rupa(halaman, "akun/dua-langkah-kode", KODE)
    halaman.get_by_label("Kode", exact=True).fill("000000")
    halaman.get_by_role("button", name="Masuk").click()
    expect(halaman.locator(".ringkasan-galat").or_(halaman.locator(".pesan-galat")).first).to_contain_text(
        "Kode tidak cocok"
    )
    halaman.get_by_label("Kode", exact=True).fill(_kode_berlaku(benih))
    halaman.get_by_role("button", name="Masuk").click()
    expect(halaman.get_by_role("heading", level=1)).to_contain_text("Beranda")
    konteks.close()
