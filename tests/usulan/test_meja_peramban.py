"""The verifier's desk in a real Chromium: all in sight, all by keys, pages turned and marked (issue 13 part 3)."""

# The fixtures are those of the neighbouring module.
# ruff: noqa: F811

import re
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from siapp.berkas.models import HalamanBacaan
from tests import dunia as d
from tests.peramban import pelanggaran, potret
from tests.usulan.test_antrean_peramban import _lengkap
from tests.usulan.test_layar_bacaan import diverifikasi as dibaca
from tests.usulan.test_layar_peramban import buka, halaman_baru, keluhan  # noqa: F401
from usulan.actions import bkn, pengajuan
from usulan.models import PenilaianDokumen, Usulan
from usulan.tahap import Tahap

pytestmark = [pytest.mark.browser, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]

UTUH = """(pilih) => [...document.querySelectorAll(pilih)].every((e) => {
  const { top, bottom, left, right } = e.getBoundingClientRect();
  return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
})"""
ATAS = "(pilih) => document.querySelector(pilih).getBoundingClientRect().top + scrollY"


def _buka(halaman: Page, usulan: Usulan, kueri: str = "", lebar: int = 1366, tinggi: int = 768) -> None:
    halaman.set_viewport_size({"width": lebar, "height": tinggi})
    halaman.goto(reverse("usulan:verifikasi", args=[usulan.pk]) + kueri)
    halaman.wait_for_function("() => document.querySelector('.hlm img').naturalWidth > 0")


def test_halaman_daftar_data_dan_putusan_terlihat_tanpa_menggulir(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    usulan = _lengkap(dunia, "JFKU-PERPINDAHAN")
    with buka(peramban, live_server, dunia.verifikator) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        for kueri in ("", "?lihat=asn"):
            _buka(halaman, usulan, kueri)
            assert halaman.evaluate("document.documentElement.scrollHeight") <= 768, "was 2482"
            panel = ".panel-lembar, .panel-periksa, .panel-daftar, .panel-putusan, .panel-data"
            assert halaman.evaluate(UTUH, f"{panel}, .lembar, [data-terbit], [data-pintas=s]")
            expect(halaman.locator(".hlm img").first).to_be_visible()
            expect(halaman.locator(".panel-data .bidang-minta").first).to_be_visible()
    assert keluhan == []


def test_putusan_dicapai_tanpa_melewati_data_pada_390_dan_zum_200_persen(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    usulan = _lengkap(dunia, "JFKU-PERPINDAHAN")
    with buka(peramban, live_server, dunia.verifikator) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        for lebar, tinggi in ((390, 844), (683, 384)):
            _buka(halaman, usulan, lebar=lebar, tinggi=tinggi)
            letak = [halaman.evaluate(ATAS, p) for p in (".panel-lembar", "[data-pintas=s]", "[data-terbit]", "#data")]
            assert letak == sorted(letak)
            halaman.get_by_role("navigation", name="Bagian halaman ini").get_by_role("link", name="Putusan").click()
            expect(halaman.get_by_role("heading", name="Putusan Biro APP")).to_be_in_viewport()
            halaman.get_by_role("link", name="Nilai", exact=True).click()
            expect(halaman.get_by_role("button", name="Sesuai", exact=True)).to_be_in_viewport()
    assert keluhan == []


def test_berkas_bersih_tiga_belas_dokumen_paling_banyak_lima_belas_tombol(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    usulan = _lengkap(dunia, "JFKU-PERPINDAHAN")
    jumlah = usulan.dokumen.count()
    ditekan: list[str] = []
    with buka(peramban, live_server, dunia.verifikator) as konteks:
        halaman = halaman_baru(konteks, keluhan)

        def tekan(tombol: str) -> None:
            ditekan.append(tombol)
            halaman.keyboard.press(tombol)

        _buka(halaman, usulan)
        for nomor in range(1, jumlah + 1):
            tekan("s")
            expect(halaman.locator("#umumkan")).to_contain_text(f"{nomor} dari {jumlah} dokumen sudah dinilai")
            expect(halaman.locator("#meja h2[tabindex]")).to_be_focused()
        tekan("u")
        dialog = halaman.get_by_role("dialog")
        expect(dialog).to_contain_text(f"Disetujui: {usulan.nama}, {usulan.nomor}?")
        expect(dialog).to_contain_text("BKN akan membaca: (tanpa keterangan)")
        expect(dialog.get_by_role("button", name="Batal")).to_be_focused()
        tekan("y")
        expect(halaman.get_by_text("diterbitkan untuk")).to_be_visible()
    assert len(ditekan) - (jumlah - 13) <= 15, ditekan
    assert d.segar(usulan).tahap == Tahap.MENUNGGU_PERTEK
    assert keluhan == []


def test_di_dalam_catatan_ctrl_enter_menyimpan_esc_keluar_dan_pintasan_tidak_mengetik(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    usulan = _lengkap(dunia, "KP-STRUKTURAL")
    with buka(peramban, live_server, dunia.verifikator) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        _buka(halaman, usulan)
        catatan = halaman.locator("#meja textarea")
        halaman.keyboard.press("t")
        halaman.keyboard.press("c")
        expect(catatan).to_be_focused()
        expect(catatan).to_have_value("")
        halaman.keyboard.type("surat tanpa cap")
        halaman.keyboard.press("Escape")
        expect(halaman.locator("#meja h2[tabindex]")).to_be_focused()
        expect(catatan).to_have_value("surat tanpa cap")
        halaman.keyboard.press("?")
        daftar = halaman.locator("#daftar-pintas")
        expect(daftar).to_be_visible()
        expect(daftar).to_contain_text("Ctrl+Enter")
        halaman.keyboard.press("Escape")
        expect(daftar).to_be_hidden()
        halaman.keyboard.press("c")
        halaman.keyboard.press("Control+Enter")
        expect(halaman.locator("#umumkan")).to_contain_text("Tidak sesuai. 1 dari")
        assert PenilaianDokumen.objects.get().catatan == "surat tanpa cap"
        halaman.keyboard.press("k")
        halaman.keyboard.press("Control+End")
        halaman.keyboard.type(" Lengkapi.")
        halaman.keyboard.press("Control+Enter")
        dialog = halaman.get_by_role("dialog")
        expect(dialog).to_contain_text("surat tanpa cap Lengkapi.")
        halaman.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        assert d.segar(usulan).tahap == Tahap.DIVERIFIKASI
    assert keluhan == []


def test_kedua_sisi_perbandingan_diperbesar_diputar_dan_dilompati_sendiri_sendiri(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    usulan = d.dikembalikan(dunia)
    diganti = usulan.dokumen.get(terbuka=True)
    d.unggah(dunia, usulan, diganti.pk)
    pengajuan.ajukan_perbaikan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    with buka(peramban, live_server, dunia.verifikator) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        _buka(halaman, usulan, f"?dokumen={diganti.pk}&lihat=banding")
        lama, kini = halaman.locator(".sisi").nth(0), halaman.locator(".sisi").nth(1)
        halaman.keyboard.press("r")
        halaman.keyboard.press("+")
        expect(kini.locator(".lembar")).to_have_attribute("data-putar", "90")
        expect(kini.locator(".lembar")).to_have_attribute("data-zum", "2")
        expect(kini.locator(".hlm img")).to_have_attribute("src", re.compile("lebar=1800"))
        assert lama.locator(".lembar").get_attribute("data-putar") is None
        kotak = kini.locator(".hlm img").bounding_box()
        assert kotak is not None
        assert kotak["width"] > kotak["height"], "lying"
        lama.locator(".lembar").click()
        halaman.keyboard.press("r")
        halaman.keyboard.press("r")
        expect(lama.locator(".lembar")).to_have_attribute("data-putar", "180")
        expect(kini.locator(".lembar")).to_have_attribute("data-putar", "90")
        halaman.keyboard.press("g")
        expect(lama.get_by_label("Ke halaman")).to_be_focused()
        halaman.keyboard.press("Enter")
        expect(lama.locator(".lembar")).to_be_focused()
    assert keluhan == []


def test_yang_dicari_ditandai_di_gambar_halamannya(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    usulan, dokumen = dibaca(dunia)
    with buka(peramban, live_server, dunia.verifikator) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        _buka(halaman, usulan, f"?dokumen={dokumen.pk}")
        halaman.keyboard.press("/")
        halaman.keyboard.type("presiden REPUBLIK")
        halaman.keyboard.press("Enter")
        kata = [k for b in HalamanBacaan.objects.get(nomor=1).baris for k in b]
        satu = next(k for k, lain in pairwise(kata) if (k[0], lain[0]) == ("Presiden", "Republik"))
        tanda = halaman.locator("#hlm-1 .tanda").first
        expect(tanda).to_be_visible()
        gambar, kotak = halaman.locator("#hlm-1 img").bounding_box(), tanda.bounding_box()
        assert gambar is not None
        assert kotak is not None
        assert (kotak["x"] - gambar["x"]) / gambar["width"] == pytest.approx(satu[1] / 1000, abs=0.01)
        assert (kotak["y"] - gambar["y"]) / gambar["height"] == pytest.approx(satu[2] / 1000, abs=0.01)
    assert keluhan == []


def test_kabar_bahwa_usulan_berubah_datang_tanpa_mengambil_kursor_dan_ketikan(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    usulan = _lengkap(dunia, "KP-STRUKTURAL")
    with buka(peramban, live_server, dunia.verifikator) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        with halaman.expect_response(re.compile("/hadir/")):
            _buka(halaman, usulan)
        keterangan = halaman.locator("#id_putusan-keterangan")
        halaman.keyboard.press("k")
        halaman.keyboard.type("Sedang saya tulis")
        bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=timezone.localdate(), keterangan="")
        halaman.evaluate("dispatchEvent(new Event('visibilitychange'))")
        expect(halaman.locator("#kini")).to_contain_text("Berubah sejak halaman ini dibuka")
        expect(halaman.locator("#kini")).to_contain_text("BKN")
        expect(keterangan).to_be_focused()
        expect(keterangan).to_have_value("Sedang saya tulis")
        expect(halaman.locator("#form-putusan [data-tersimpan]")).to_contain_text("Tersimpan")
        potret(halaman, "usulan/verifikasi-berubah")
        assert pelanggaran(halaman) == []
        halaman.keyboard.press("Escape")
        halaman.keyboard.press("l")
        expect(halaman.locator("#kini")).not_to_contain_text("Berubah sejak")
    assert keluhan == []
