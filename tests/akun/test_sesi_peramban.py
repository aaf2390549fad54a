"""Nothing typed is lost, in a real Chromium: the end of a session, leaving a page, notes, two tabs."""

import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from integrasi.peragaan.isian_contoh import pdf_contoh
from siapp.akun.models import Pengguna
from siapp.akun.sesi import MULAI, TERAKHIR
from tests import dunia as d
from tests.peramban import RUPA, pelanggaran, potret, tidak_bergeser
from tests.sarana import SABAR
from tests.usulan.test_layar_peramban import buka, halaman_baru, keluhan
from usulan.models import rincian

__all__ = ["keluhan"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]


def _geser(konteks: BrowserContext, **geser: int) -> None:
    """Make the session in the browser older by its row: `geser` {mark: seconds ago}."""
    kunci = next(k["value"] for k in konteks.cookies() if k["name"] == settings.SESSION_COOKIE_NAME)
    sesi = SessionStore(kunci)
    for nama, detik in geser.items():
        sesi[nama] = int(time.time()) - detik
    sesi.save()


def _sisa(konteks: BrowserContext) -> int:
    kunci = next(k["value"] for k in konteks.cookies() if k["name"] == settings.SESSION_COOKIE_NAME)
    return 900 - (int(time.time()) - int(SessionStore(kunci)[TERAKHIR]))


def _periksa(halaman: Page, nama: str) -> None:
    for lebar, tema in RUPA:
        halaman.set_viewport_size({"width": lebar, "height": 900})
        halaman.emulate_media(color_scheme=tema)
        potret(halaman, f"sesi/{nama}-{lebar}-{tema}")
        assert pelanggaran(halaman) == [], f"{nama} {lebar} {tema}"
        assert tidak_bergeser(halaman), f"{nama} {lebar}"


def _masuk_di_dialog(halaman: Page, orang: Pengguna) -> None:
    dialog = halaman.locator("#masuk-lagi")
    dialog.get_by_label("NIP", exact=True).fill(orang.nip)
    dialog.get_by_label("Kata sandi").fill(d.SANDI)
    dialog.get_by_role("button", name="Masuk", exact=True).click()


@pytest.fixture
def halaman(peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]) -> Iterator[Page]:
    """A page of the PIC, with a clock that can be moved."""
    with buka(peramban, live_server, dunia.pic) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        halaman.clock.install()
        yield halaman
    assert keluhan == []


def test_peringatan_datang_tanpa_mengambil_fokus_dan_dapat_diperpanjang(halaman: Page, dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    halaman.goto(reverse("usulan:surat", args=[usulan.pk]))
    halaman.get_by_label("Nomor surat pengantar").focus()
    kotak = halaman.get_by_role("region", name="Sesi Anda")
    expect(kotak).to_be_hidden()
    _geser(halaman.context, **{TERAKHIR: 800})
    halaman.clock.fast_forward(795_000)
    expect(kotak).to_contain_text("karena tidak ada kegiatan")
    expect(halaman.locator("#umumkan")).to_contain_text("Sesi Anda berakhir pukul")
    expect(halaman.get_by_label("Nomor surat pengantar")).to_be_focused()
    _periksa(halaman, "peringatan")
    kotak.get_by_role("button", name="Tetap masuk").click()
    expect(kotak).to_be_hidden()
    assert _sisa(halaman.context) > 880


def test_batas_delapan_jam_diberitahukan_tanpa_tawaran_memperpanjang(halaman: Page, dunia: d.Dunia) -> None:
    halaman.goto("/bantuan/")
    _geser(halaman.context, **{MULAI: 8 * 3600 - 90})
    halaman.clock.fast_forward(795_000)
    kotak = halaman.get_by_role("region", name="Sesi Anda")
    expect(kotak).to_contain_text("karena sudah delapan jam")
    expect(kotak.get_by_role("button")).to_have_count(0)


def test_yang_diketik_sesudah_sesi_berakhir_tersimpan_setelah_masuk_lagi_di_tempat(
    halaman: Page, dunia: d.Dunia
) -> None:
    usulan = d.buat_draf(dunia)
    halaman.goto(reverse("usulan:data", args=[usulan.pk]))
    alamat = halaman.url
    _geser(halaman.context, **{TERAKHIR: 1000})
    halaman.get_by_label("Unit organisasi").fill("Biro Sesudah Istirahat")
    halaman.clock.fast_forward(1_000)
    kotak = halaman.get_by_role("region", name="Sesi Anda")
    expect(kotak).to_contain_text("Sesi Anda sudah berakhir")
    expect(halaman.locator("[data-tersimpan]")).to_contain_text("Belum tersimpan: sesi Anda berakhir")
    _periksa(halaman, "berakhir")
    kotak.get_by_role("button", name="Masuk lagi di sini").click()
    expect(halaman.locator("#masuk-lagi").get_by_label("NIP", exact=True)).to_be_focused()
    _periksa(halaman, "dialog")
    dialog = halaman.locator("#masuk-lagi")
    dialog.get_by_label("NIP", exact=True).fill(dunia.pic.nip)
    dialog.get_by_label("Kata sandi").fill("keliru-sekali")
    dialog.get_by_role("button", name="Masuk", exact=True).click()
    expect(dialog).to_contain_text("NIP atau kata sandi tidak cocok")
    _masuk_di_dialog(halaman, dunia.pic)
    expect(dialog).to_be_hidden()
    expect(halaman.locator("[data-tersimpan]")).to_contain_text("Tersimpan ")
    assert halaman.url == alamat
    assert rincian(d.segar(usulan)).nama_unor == "Biro Sesudah Istirahat"


def test_orang_lain_yang_masuk_tidak_menyimpan_atas_namanya(halaman: Page, dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    halaman.goto(reverse("usulan:data", args=[usulan.pk]))
    _geser(halaman.context, **{TERAKHIR: 1000})
    halaman.get_by_label("Unit organisasi").fill("Biro Ratih")
    halaman.clock.fast_forward(1_000)
    kotak = halaman.get_by_role("region", name="Sesi Anda")
    kotak.get_by_role("button", name="Masuk lagi di sini").click()
    _masuk_di_dialog(halaman, dunia.penyetuju)
    expect(kotak).to_contain_text(f"Yang masuk sekarang {dunia.penyetuju.nama}")
    _periksa(halaman, "orang-lain")
    halaman.get_by_label("Unit organisasi").fill("Biro Ratih sekali lagi")
    halaman.clock.fast_forward(1_000)
    expect(halaman.locator("[data-tersimpan]")).to_contain_text("Belum tersimpan")
    assert rincian(d.segar(usulan)).nama_unor not in ("Biro Ratih", "Biro Ratih sekali lagi")
    kotak.get_by_role("button", name=f"Masuk sebagai {dunia.pic.nama}").click()
    _masuk_di_dialog(halaman, dunia.pic)
    expect(halaman.locator("[data-tersimpan]")).to_contain_text("Tersimpan ")
    assert rincian(d.segar(usulan)).nama_unor == "Biro Ratih sekali lagi"
    assert not rincian(d.segar(usulan)).usulan.verifikator


def test_meninggalkan_halaman_menyimpan_ketikan_detik_terakhir(halaman: Page, dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    halaman.goto(reverse("usulan:data", args=[usulan.pk]))
    halaman.get_by_label("Unit organisasi").fill("Detik Terakhir")
    halaman.get_by_role("link", name="Beranda").first.click()
    expect(halaman.get_by_role("heading", level=1)).to_contain_text("Beranda")
    batas = time.monotonic() + SABAR  # it is sent beside the next page, not before it
    while rincian(d.segar(usulan)).nama_unor != "Detik Terakhir" and time.monotonic() < batas:
        halaman.wait_for_timeout(50)
    halaman.go_back()
    expect(halaman.get_by_label("Unit organisasi")).to_have_value("Detik Terakhir")
    assert rincian(d.segar(usulan)).nama_unor == "Detik Terakhir"


def test_catatan_verifikator_ikut_ke_perangkat_lain_dan_dua_tab_memilih(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]
) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    alamat = reverse("usulan:verifikasi", args=[usulan.pk])
    panjang = "Mohon pindai ulang. " * 81
    with buka(peramban, live_server, dunia.verifikator) as satu, buka(peramban, live_server, dunia.verifikator) as dua:
        halaman = halaman_baru(satu, keluhan)
        halaman.goto(alamat)
        halaman.get_by_label("Catatan lengkap untuk PIC").fill(panjang)
        halaman.goto("/")  # left within the second: saved beside the next page
        lain = halaman_baru(dua, keluhan)
        batas = time.monotonic() + SABAR
        while not usulan.konsep.exists() and time.monotonic() < batas:
            lain.wait_for_timeout(50)
        lain.goto(alamat)
        catatan = lain.get_by_label("Catatan lengkap untuk PIC")
        expect(catatan).to_have_value(panjang)
        expect(lain.locator("#form-putusan [data-tersimpan]")).to_contain_text("Konsep Anda, tersimpan")
        halaman.goto(alamat)
        catatan.fill("Dari perangkat kedua")
        expect(lain.locator("#form-putusan [data-tersimpan]")).to_contain_text("Tersimpan ")
        halaman.get_by_label("Catatan lengkap untuk PIC").fill("Dari perangkat pertama")
        pesan = halaman.locator(".galat-simpan")
        expect(pesan).to_contain_text("Anda menulis “Dari perangkat kedua”")
        _periksa(halaman, "konsep-bentrok")
        pesan.get_by_role("button", name="Pakai yang tersimpan").click()
        expect(halaman.get_by_label("Catatan lengkap untuk PIC")).to_have_value("Dari perangkat kedua")
        expect(halaman.locator("#form-putusan [data-tersimpan]")).to_contain_text("Tersimpan ")
        halaman.get_by_role("button", name="Terbitkan putusan").click()
        halaman.locator("#konfirmasi").get_by_role("button", name="Terbitkan putusan").click()
        expect(halaman.locator("#pesan")).to_contain_text("diterbitkan")
        assert halaman.evaluate("Object.keys(sessionStorage).filter((k) => k.startsWith('titip:'))") == []
        assert usulan.putusan.get().catatan == "Dari perangkat kedua"
        assert not usulan.konsep.exists()
    assert [satu for satu in keluhan if "409" not in satu] == []


def test_catatan_dokumen_tersimpan_sebelum_pindah_dan_ikut_kembali(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]
) -> None:
    usulan = d.diverifikasi(dunia)
    with buka(peramban, live_server, dunia.verifikator) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        halaman.goto(reverse("usulan:verifikasi", args=[usulan.pk]))
        halaman.locator("#meja summary", has_text="Tidak sesuai").click()
        halaman.locator("#meja [name=catatan]").fill("Cap tidak terbaca")
        halaman.locator("#meja .chip label").first.click()
        halaman.locator("#meja").get_by_role("link", name="Berikutnya").click()
        expect(halaman.locator("#meja [name=catatan]")).to_have_value("")
        assert dict(usulan.konsep.values_list("bidang", "teks"))["catatan"] == "Cap tidak terbaca"
        halaman.locator("#meja").get_by_role("link", name="Sebelumnya").click()
        expect(halaman.locator("#meja [name=catatan]")).to_have_value("Cap tidak terbaca")
        expect(halaman.locator("#meja .chip input:checked")).to_have_count(1)
        _periksa(halaman, "konsep-dokumen")
        halaman.set_viewport_size({"width": 1366, "height": 900})
        halaman.get_by_role("button", name="Simpan “Tidak sesuai”").click()
        expect(halaman.locator("#umumkan")).to_contain_text("Tidak sesuai")
        assert not usulan.konsep.exists()
    assert keluhan == []


def test_putusan_yang_ditekan_sesudah_sesi_berakhir_terbit_setelah_masuk_lagi(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]
) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    with buka(peramban, live_server, dunia.verifikator) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        halaman.clock.install()
        halaman.goto(reverse("usulan:verifikasi", args=[usulan.pk]))
        halaman.get_by_label("Catatan lengkap untuk PIC").fill("Mohon pindai ulang semuanya.")
        _geser(konteks, **{TERAKHIR: 1000})
        halaman.clock.fast_forward(61_000)
        halaman.get_by_role("button", name="Terbitkan putusan").click()
        halaman.locator("#konfirmasi").get_by_role("button", name="Terbitkan putusan").click()
        _masuk_di_dialog(halaman, dunia.verifikator)
        expect(halaman.locator("#pesan")).to_contain_text("diterbitkan")
        assert usulan.putusan.get().catatan == "Mohon pindai ulang semuanya."
    assert keluhan == []


def test_dua_tab_pada_isian_yang_sama_menampilkan_keduanya_dan_satu_dipilih(halaman: Page, dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    alamat = reverse("usulan:data", args=[usulan.pk])
    halaman.goto(alamat)
    lain = halaman.context.new_page()
    lain.goto(alamat)
    lain.get_by_label("Unit organisasi").fill("Dari tab lain")
    expect(lain.locator("[data-tersimpan]")).to_contain_text("Tersimpan ")
    halaman.get_by_label("Unit organisasi").fill("Dari tab ini")
    halaman.clock.fast_forward(1_000)
    pesan = halaman.locator(".galat-simpan")
    expect(pesan).to_contain_text("menyimpan “Dari tab lain”")
    expect(halaman.get_by_label("Unit organisasi")).to_have_value("Dari tab ini")
    _periksa(halaman, "bentrok")
    pesan.get_by_role("button", name="Pakai isian saya").click()
    halaman.clock.fast_forward(1_000)
    expect(halaman.locator("[data-tersimpan]")).to_contain_text("Tersimpan ")
    assert rincian(d.segar(usulan)).nama_unor == "Dari tab ini"


def test_tanpa_javascript_yang_dikirim_terlambat_kembali_setelah_masuk(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]
) -> None:
    usulan = d.buat_draf(dunia)
    with buka(peramban, live_server, dunia.pic, javascript=False) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        halaman.goto(reverse("usulan:surat", args=[usulan.pk]))
        halaman.get_by_label("Nomor surat pengantar").fill("B-77/CONTOH/2026")
        _geser(konteks, **{TERAKHIR: 1000})
        halaman.get_by_role("button", name="Simpan dan kembali").click()
        halaman.get_by_label("NIP", exact=True).fill(dunia.pic.nip)
        halaman.get_by_label("Kata sandi").fill(d.SANDI)
        halaman.get_by_role("button", name="Masuk", exact=True).click()
        expect(halaman.get_by_role("heading", level=1)).to_have_text("Isian yang belum terkirim")
        assert "B-77" not in halaman.url
        for lebar, tema in RUPA:
            halaman.set_viewport_size({"width": lebar, "height": 900})
            halaman.emulate_media(color_scheme=tema)
            potret(halaman, f"sesi/isian-{lebar}-{tema}")
        halaman.get_by_role("button", name="Kirim sekarang").click()
        expect(halaman.locator("#pesan")).to_contain_text("disimpan")
        assert d.segar(usulan).nomor_surat_pengantar == "B-77/CONTOH/2026"
    assert keluhan == []


def test_meninggalkan_unggahan_yang_berjalan_ditanya_dulu_lalu_disebut_yang_belum(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]
) -> None:
    usulan = d.buat_draf(dunia)
    baris = usulan.dokumen.filter(persyaratan__wajib=True, persyaratan__gambar=False)[0]
    with buka(peramban, live_server, dunia.pic) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        halaman.goto(reverse("usulan:dokumen", args=[usulan.pk]))
        halaman.locator("[data-jatuhan]:not([hidden])").wait_for()
        tertahan: list[Route] = []
        halaman.route("**/unggah/", lambda jalur: tertahan.append(jalur))
        pertanyaan: list[str] = []

        def jawab(dialog: Dialog) -> None:
            pertanyaan.append(dialog.type)
            dialog.accept()

        halaman.on("dialog", jawab)
        isi = {"name": "sk.pdf", "mimeType": "application/pdf", "buffer": pdf_contoh("Uji", "jalan")}
        halaman.locator(f"#dok-{baris.pk}-berkas").set_input_files(isi)  # type: ignore[arg-type]
        expect(halaman.locator(f"#dok-{baris.pk} progress")).to_be_visible()
        halaman.goto("/")
        assert pertanyaan == ["beforeunload"]
        kata = f"Belum terunggah karena halamannya ditinggalkan: {baris.persyaratan.nama}"
        expect(halaman.locator("#toast")).to_contain_text(kata)
    assert keluhan == []
