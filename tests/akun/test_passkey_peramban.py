"""Passkeys in a real Chromium with an authenticator of its own (CDP): set up, named, used, taken away."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.audit.models import Akses, Peristiwa
from tests.akun.test_dua_langkah_peramban import _masuk
from tests.dunia import buat_pengguna
from tests.peramban import periksa_rupa
from tests.usulan.test_layar_peramban import halaman_baru, keluhan

__all__ = ["keluhan"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]

DAFTAR, TAMBAH = "/akun/dua-langkah/webauthn/", "/akun/dua-langkah/webauthn/add/"
PASTIKAN = f"/akun/dua-langkah/webauthn/reauthenticate/?next={TAMBAH}"


def _pasang_autentikator(konteks: BrowserContext, halaman: Page) -> None:
    cdp = konteks.new_cdp_session(halaman)
    cdp.send("WebAuthn.enable")
    pilihan = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": pilihan})


def _judul(halaman: Page, isi: str) -> None:
    expect(halaman.get_by_role("heading", level=1)).to_have_text(isi)


@pytest.fixture
def orang(transactional_db: None) -> Pengguna:
    return buat_pengguna("Sinta Contoh", Peran(jenis=JenisPeran.DUKUNGAN))


def test_passkey_dipasang_dinamai_dipakai_dan_dilepas(
    orang: Pengguna, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    konteks = peramban.new_context(base_url=live_server.url, locale="id-ID")
    halaman = halaman_baru(konteks, keluhan)
    _pasang_autentikator(konteks, halaman)
    _masuk(halaman, orang)
    expect(halaman.get_by_role("heading", level=1)).to_contain_text("Beranda")
    periksa_rupa(halaman, "akun/passkey-pasang", TAMBAH)
    halaman.get_by_label("Nama").fill("Kunci USB")
    halaman.get_by_role("button", name="Buat passkey").click()
    expect(halaman.locator(".kode-cadangan li")).to_have_count(10)
    periksa_rupa(halaman, "akun/passkey-langkah", "/akun/dua-langkah/")
    periksa_rupa(halaman, "akun/passkey-daftar", DAFTAR)
    halaman.get_by_role("link", name="Ubah nama").click()
    halaman.get_by_label("Nama").fill("Laptop kantor")
    halaman.get_by_role("button", name="Simpan nama").click()
    expect(halaman.get_by_role("heading", name="Laptop kantor")).to_be_visible()
    halaman.goto("/akun/logout/")
    halaman.locator("main").get_by_role("button", name="Keluar").click()
    _masuk(halaman, orang)
    _judul(halaman, "Langkah kedua")
    periksa_rupa(halaman, "akun/passkey-masuk", "/akun/dua-langkah/authenticate/")
    halaman.get_by_role("button", name="Pakai passkey").click()
    expect(halaman.get_by_role("heading", level=1)).to_contain_text("Beranda")
    periksa_rupa(halaman, "akun/passkey-pastikan", PASTIKAN)
    halaman.get_by_role("button", name="Pakai passkey").click()
    _judul(halaman, "Pasang passkey")
    periksa_rupa(halaman, "akun/perangkat", "/akun/perangkat/")
    halaman.goto(DAFTAR)
    halaman.get_by_role("link", name="Lepas").click()
    _judul(halaman, "Lepas passkey “Laptop kantor”?")
    halaman.get_by_role("button", name="Lepas").click()
    expect(halaman.locator("#pesan")).to_contain_text("Passkey dilepas")
    konteks.close()
    assert not Authenticator.objects.exists()
    jenis = list(Peristiwa.objects.order_by("pk").values_list("jenis", flat=True))
    assert [satu for satu in jenis if "passkey" in satu] == ["akun.passkey_dipasang", "akun.passkey_dilepas"]


def test_passkey_dari_perangkat_lain_tidak_membuka(
    orang: Pengguna, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    pemilik = peramban.new_context(base_url=live_server.url, locale="id-ID")
    halaman = halaman_baru(pemilik, keluhan)
    _pasang_autentikator(pemilik, halaman)
    _masuk(halaman, orang)
    expect(halaman.get_by_role("heading", level=1)).to_contain_text("Beranda")
    halaman.goto(TAMBAH)
    halaman.get_by_role("button", name="Buat passkey").click()
    expect(halaman.locator(".kode-cadangan li")).to_have_count(10)
    pemilik.close()
    penyusup = peramban.new_context(base_url=live_server.url, locale="id-ID")
    halaman = penyusup.new_page()
    _pasang_autentikator(penyusup, halaman)
    _masuk(halaman, orang)
    _judul(halaman, "Langkah kedua")
    halaman.locator("[name=credential]").evaluate("satu => satu.value = JSON.stringify({id: 'AAAA', rawId: 'AAAA'})")
    halaman.locator("[name=credential]").evaluate("satu => satu.form.submit()")
    expect(halaman.get_by_text("Passkey: pakai yang Anda pasang di sini")).to_be_visible()
    halaman.goto("/akun/profil/")
    _judul(halaman, "Langkah kedua")
    penyusup.close()
    assert Akses.objects.get(tindakan="GAGAL").rincian["sebab"] == "passkey dua langkah"
