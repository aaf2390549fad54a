"""The documentation page in a real Chromium: it works under its policy and asks no other host."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser


def test_dokumentasi_tampil_tanpa_melanggar_kebijakan_dan_tanpa_host_luar(peramban: Browser) -> None:
    peladen = LiveServer("127.0.0.1")
    keluhan: list[str] = []
    diminta: set[str] = set()
    try:
        halaman = peramban.new_page(viewport={"width": 1366, "height": 900})
        halaman.on("console", lambda pesan: keluhan.append(pesan.text) if pesan.type == "error" else None)
        halaman.on("pageerror", lambda galat: keluhan.append(str(galat)))
        halaman.on("request", lambda permintaan: diminta.add(permintaan.url))
        halaman.goto(f"{peladen.url}/api/v1/dokumentasi/")
        expect(halaman.get_by_text("API 9 – Notifikasi hasil verifikasi tim teknis BKN")).to_be_visible()
        halaman.get_by_text("API 9 – Notifikasi hasil verifikasi tim teknis BKN").click()
        expect(halaman.get_by_text("Tersimpan", exact=True)).to_be_visible()
        tujuan = settings.VAR_DIR / "layar" / "dokumentasi-api.png"
        tujuan.parent.mkdir(parents=True, exist_ok=True)
        halaman.screenshot(path=tujuan)
        halaman.close()
    finally:
        peladen.stop()
    assert keluhan == []
    assert {urlsplit(alamat).netloc for alamat in diminta if alamat.startswith("http")} == {
        urlsplit(peladen.url).netloc
    }
