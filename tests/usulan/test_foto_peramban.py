"""Photos of a document in a real Chromium: chosen together, put in order by keys, on all sizes and colours."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from siapp.berkas.models import Berkas
from siapp.berkas.periksa import periksa_berkas
from tests import dunia as d
from tests.berkas import contoh_foto as c
from tests.integrasi.views.test_peramban import halaman, masuk_sebagai
from tests.peramban import periksa_rupa
from tests.usulan.test_layar_dokumen import baris_wajib
from tests.usulan.test_layar_foto import foto

__all__ = ["halaman"]

pytestmark = [pytest.mark.browser, pytest.mark.lambat]


def test_foto_dipilih_bersama_lalu_diurutkan_dengan_papan_ketik(
    dunia: d.Dunia, halaman: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    nama = ["IMG_2031.jpg", "IMG_2032.jpg", "IMG_2033.jpg"]
    for nomor, satu in enumerate(nama):
        (tmp_path / satu).write_bytes(c.tulis(c.kertas(600 + 10 * nomor, 840)))
    usulan = d.buat_draf(dunia)
    baris = baris_wajib(usulan)
    masuk_sebagai(halaman, live_server.url, dunia.pic)
    halaman.goto(reverse("usulan:dokumen", args=[usulan.pk]))
    halaman.locator(f"#dok-{baris.pk}-berkas").set_input_files([tmp_path / satu for satu in nama])
    expect(halaman.locator(f"#dok-{baris.pk}")).to_contain_text("IMG_2031 dan 2 foto lain.pdf")
    assert periksa_berkas(Berkas.objects.get().pk)
    periksa_rupa(halaman, "foto/dokumen", reverse("usulan:dokumen", args=[usulan.pk]))
    susun = reverse("usulan:susun_foto", args=[usulan.pk, baris.pk])
    periksa_rupa(halaman, "foto/susun", f"{susun}?urutan=0-1r90-2")
    halaman.goto(susun)
    halaman.get_by_role("link", name="Naik IMG_2033.jpg").press("Enter")
    expect(halaman.get_by_role("link", name="Naik IMG_2033.jpg")).to_be_focused()
    halaman.keyboard.press("Enter")
    expect(halaman.get_by_role("status").filter(has_text="IMG_2033.jpg sekarang foto ke-1 dari 3.")).to_be_attached()
    halaman.get_by_role("button", name="Simpan susunan foto").click()
    expect(halaman.locator("#pesan")).to_contain_text("disusun ulang")
    assert [satu for satu, _ in foto(baris)] == ["IMG_2033.jpg", "IMG_2031.jpg", "IMG_2032.jpg"]
