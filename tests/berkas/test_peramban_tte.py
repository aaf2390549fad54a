"""Trusted issuers and the sentences about signatures in a real Chromium: both widths, light and dark, axe."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import dunia as d
from tests.berkas.contoh import pdf
from tests.berkas.penanda import tandatangani, terbitkan
from tests.berkas.test_tte import AKAR, PEJABAT, PERANTARA, ditambah, isi_halaman
from tests.integrasi.views.test_peramban import halaman, masuk_sebagai
from tests.peramban import periksa_rupa
from tests.usulan.test_layar_tte import periksa_tte
from usulan.actions import pengajuan, verifikasi
from usulan.actions.dokumen import lampirkan

__all__ = ["halaman"]

# Signed here: pyHanko needs a loop of its own, and Playwright's runs during the test.
BAIK = tandatangani(pdf(), PEJABAT, PERANTARA)
ASING = tandatangani(pdf(2), terbitkan("Orang Lain Contoh", terbitkan("Penerbit Lain", ca=True)))

pytestmark = [pytest.mark.browser, pytest.mark.lambat]


def test_penerbit_ditambah_lalu_dipercaya_di_tiap_dokumen(
    dunia: d.Dunia, halaman: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    sertifikat = tmp_path / "akar.pem"
    sertifikat.write_bytes(AKAR.pem)
    masuk_sebagai(halaman, live_server.url, dunia.administrator)
    periksa_rupa(halaman, "akar/kosong", reverse("berkas:akar"))
    halaman.get_by_label("Sertifikat penerbit").set_input_files(sertifikat)
    halaman.get_by_label("Sidik SHA-256 yang diumumkan penerbit").fill(AKAR.sidik)
    halaman.get_by_role("button", name="Percayai penerbit ini").click()
    expect(halaman.locator("#pesan")).to_contain_text("dipercaya.")
    periksa_rupa(halaman, "akar/ada", reverse("berkas:akar"))
    usulan = d.buat_draf(dunia)
    baris = list(usulan.dokumen.order_by("persyaratan__urutan")[:3])
    for dokumen, isi in zip(baris, (BAIK, ASING, ditambah(BAIK, isi_halaman)), strict=True):
        lampirkan(usulan.pk, dokumen_id=dokumen.pk, berkas=d.berkas_siap(dunia.pic, isi=isi), oleh=dunia.pic)
    periksa_tte()
    masuk_sebagai(halaman, live_server.url, dunia.pic)
    periksa_rupa(halaman, "akar/dokumen", reverse("usulan:dokumen", args=[usulan.pk]))
    periksa_rupa(halaman, "akar/lihat", reverse("usulan:lihat_versi", args=[usulan.pk, baris[0].versi.get().pk]))
    usulan = d.lengkapi(dunia, usulan)
    pengajuan.ajukan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    verifikasi.bagi(usulan.pk, verifikator=dunia.verifikator, oleh=dunia.koordinator)
    masuk_sebagai(halaman, live_server.url, dunia.verifikator)
    alamat = f"{reverse('usulan:verifikasi', args=[usulan.pk])}?dokumen={baris[2].pk}"
    periksa_rupa(halaman, "akar/verifikasi", alamat)
    expect(halaman.locator("#bacaan")).to_contain_text("diubah setelah ditandatangani")
