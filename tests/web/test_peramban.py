"""The components in a real Chromium: axe in both themes and widths, keyboard, uploads, autosave, failing network."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.peramban import SEMUA_RUPA, pelanggaran, periksa_rupa, potret, tidak_bergeser
from tests.web import rute

pytestmark = pytest.mark.browser

# What the browser and htmx log of a request that fails, as some tests make it fail.
DITUNGGU = ("Failed to load resource", "Response Status", "htmx:afterRequest", "htmx:sendError")


@pytest.fixture(scope="module")
def peladen() -> Iterator[str]:
    """Serve the pages of `rute`; none of them needs the database, so none is flushed after each test."""
    peladen = LiveServer("127.0.0.1")
    yield peladen.url
    peladen.stop()


@pytest.fixture
def konteks(peramban: Browser, peladen: str) -> Iterator[BrowserContext]:
    konteks = peramban.new_context(base_url=peladen, locale="id-ID", viewport={"width": 1366, "height": 900})
    konteks.grant_permissions(["clipboard-read", "clipboard-write"])
    yield konteks
    konteks.close()


@pytest.fixture
def halaman(konteks: BrowserContext) -> Iterator[Page]:
    """The page with all components; a console error or an error of a script fails the test."""
    keluhan: list[str] = []

    def dengar(pesan: ConsoleMessage) -> None:
        # A refused request is what some tests are about; the browser logs each of them.
        if pesan.type == "error" and not any(awal in pesan.text for awal in DITUNGGU):
            keluhan.append(pesan.text)

    halaman = konteks.new_page()
    halaman.on("console", dengar)
    halaman.on("pageerror", lambda galat: keluhan.append(str(galat)))
    halaman.goto("/komponen/")
    halaman.wait_for_function("() => window.htmx && document.readyState === 'complete'")
    yield halaman
    assert keluhan == []


def test_pemeriksa_menemukan_yang_salah(peramban: Browser) -> None:
    """The checks by which all pages pass must be able to fail."""
    halaman = peramban.new_page()
    halaman.set_content(
        '<html lang="id"><title>Salah</title><main><h1>Salah</h1><img src="x"><button></button>'
        '<p style="color: #ccc">pudar</p><div style="width: 9000px">lebar</div></main></html>'
    )
    aturan = {temuan.partition(":")[0] for temuan in pelanggaran(halaman)}
    assert aturan == {"image-alt", "button-name", "color-contrast"}
    assert [temuan.partition(":")[0] for temuan in pelanggaran(halaman, warna_saja=True)] == ["color-contrast"]
    assert not tidak_bergeser(halaman)
    halaman.close()


@pytest.mark.parametrize("jalur", ["/komponen/", "/kerangka/", "/akun/login/", "/entah/"])
def test_axe_tidak_menemukan_pelanggaran(konteks: BrowserContext, jalur: str) -> None:
    nama = f"komponen/{jalur.strip('/').replace('/', '-')}"
    periksa_rupa(konteks.new_page(), nama, jalur, SEMUA_RUPA)


@pytest.mark.parametrize("jalur", ["/komponen/", "/kerangka/", "/akun/login/", "/entah/"])
def test_pada_320_piksel_tidak_ada_yang_harus_digeser_ke_samping(konteks: BrowserContext, jalur: str) -> None:
    halaman = konteks.new_page()
    halaman.set_viewport_size({"width": 320, "height": 800})
    halaman.goto(jalur)
    melebihi = """() => [...document.querySelectorAll('main *')].filter(
        (e) => e.getBoundingClientRect().right > innerWidth && !e.closest('.tab, .gulir, .hanya-baca')
    ).map((e) => e.outerHTML.slice(0, 90))"""
    assert halaman.evaluate(melebihi) == []


def test_lompat_ke_isi_adalah_sasaran_pertama_papan_ketik(konteks: BrowserContext) -> None:
    halaman = konteks.new_page()
    halaman.goto("/entah/")
    halaman.keyboard.press("Tab")
    expect(halaman.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    expect(halaman.get_by_role("link", name="Langsung ke isi")).to_be_in_viewport()
    halaman.keyboard.press("Enter")
    expect(halaman.locator("#utama")).to_be_focused()


def test_menu_di_layar_lebar_selalu_terbuka_tanpa_tombol(konteks: BrowserContext) -> None:
    halaman = konteks.new_page()
    halaman.goto("/kerangka/")
    expect(halaman.get_by_role("navigation", name="Menu utama")).to_be_visible()
    expect(halaman.get_by_role("button", name="Menu")).to_be_hidden()


def test_menu_di_layar_sempit_terbuka_dan_tertutup_dengan_papan_ketik(konteks: BrowserContext) -> None:
    halaman = konteks.new_page()
    halaman.set_viewport_size({"width": 390, "height": 800})
    halaman.goto("/kerangka/")
    menu = halaman.get_by_role("navigation", name="Menu utama")
    expect(menu).to_be_hidden()
    halaman.get_by_role("button", name="Menu").focus()
    halaman.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Antrean")).to_have_attribute("aria-current", "page")
    potret(halaman, "komponen/menu-390")
    assert pelanggaran(halaman) == []
    halaman.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(halaman.get_by_role("button", name="Menu")).to_be_focused()


def test_ringkasan_galat_mendapat_fokus_dan_mengantar_ke_isian(halaman: Page) -> None:
    expect(halaman.locator(".ringkasan-galat").last).to_be_focused()
    halaman.locator(".ringkasan-galat a", has_text="TMT").click()
    expect(halaman.locator("#id_tmt")).to_be_focused()


def test_penghitung_mengikuti_ketikan_dan_menghitung_baris_baru_dua(halaman: Page) -> None:
    area = halaman.locator("#id_catatan_hitung")
    expect(area).to_have_text("Kelebihan 1 karakter. Ringkas isinya.")
    halaman.locator("#id_catatan").fill("satu\ndua 😀")
    expect(area).to_have_text("Sisa 244 karakter dari 255.")


def test_tombol_berkonfirmasi_bertanya_lalu_bertindak_dan_batal_tidak_bertindak(halaman: Page) -> None:
    halaman.evaluate("""() => {
        window.tertekan = 0;
        document.querySelector('[data-pintas=k]').addEventListener('click', () => window.tertekan++);
    }""")
    tombol = halaman.get_by_role("button", name="Kirim usulan").first
    tombol.click()
    dialog = halaman.get_by_role("dialog", name="Kirim usulan ini?")
    dialog.get_by_role("button", name="Batal").click()
    expect(tombol).to_be_focused()
    assert halaman.evaluate("window.tertekan") == 0
    tombol.click()
    dialog.get_by_role("button", name="Kirim usulan").click()
    halaman.wait_for_function("() => window.tertekan === 1")


def test_pintasan_bekerja_di_luar_isian_saja_dan_dapat_dimatikan(halaman: Page) -> None:
    dialog = halaman.locator("#konfirmasi")
    halaman.locator("#id_nip").focus()
    halaman.keyboard.press("k")
    expect(dialog).to_be_hidden()
    halaman.locator("#utama").focus()
    halaman.keyboard.press("Control+k")
    expect(dialog).to_be_hidden()
    halaman.keyboard.press("k")
    expect(dialog).to_be_visible()
    halaman.keyboard.press("Escape")
    halaman.evaluate("document.cookie = 'pintasan=mati; path=/'")
    halaman.locator("#utama").focus()
    halaman.keyboard.press("k")
    expect(dialog).to_be_hidden()


def test_nomor_dapat_disalin(halaman: Page) -> None:
    halaman.get_by_role("button", name="Salin nomor").click()
    expect(halaman.locator("#umumkan")).to_have_text("Sudah disalin.")
    assert halaman.evaluate("navigator.clipboard.readText()") == "PH-23500000123"


def berkas(nama: str) -> dict[str, object]:
    return {"name": nama, "mimeType": "application/pdf", "buffer": b"%PDF-1.7 contoh"}


def test_berkas_yang_dipilih_langsung_terunggah_dan_diumumkan(halaman: Page) -> None:
    halaman.locator("#dok-1 [type=file]").set_input_files(berkas("apa-saja.pdf"))  # type: ignore[arg-type]
    expect(halaman.locator("#dok-1")).to_contain_text("Sedang diperiksa")
    expect(halaman.locator("#dok-1")).to_contain_text("apa-saja.pdf")
    expect(halaman.locator("#umumkan")).to_have_text("SK Pangkat Terakhir terunggah.")


def test_berkas_yang_ditolak_menyebut_sebabnya_di_barisnya(halaman: Page) -> None:
    halaman.locator("#dok-1 [type=file]").set_input_files(berkas("sk.txt"))  # type: ignore[arg-type]
    expect(halaman.locator("#dok-1 .pesan-galat")).to_contain_text("Berkas ini bukan PDF.")
    expect(halaman.get_by_label("Pilih berkas untuk SK Pangkat Terakhir")).to_have_attribute("aria-invalid", "true")


def test_banyak_berkas_menemukan_barisnya_dari_nama_dan_sisanya_disebut(halaman: Page) -> None:
    banyak = [berkas(n) for n in ("sk pangkat terakhir ratna.pdf", "PENILAIAN_PRESTASI_KERJA-2025.pdf", "scan0001.pdf")]
    halaman.locator("#banyak-berkas").set_input_files(banyak)  # type: ignore[arg-type]
    expect(halaman.locator("#dok-1")).to_contain_text("sk pangkat terakhir ratna.pdf")
    expect(halaman.locator("#dok-2")).to_contain_text("PENILAIAN_PRESTASI_KERJA-2025.pdf")
    expect(halaman.locator("#belum-berbaris")).to_have_text("scan0001.pdf")


def test_berkas_yang_dijatuhkan_diterima(halaman: Page) -> None:
    titipan = halaman.evaluate_handle("""() => {
        const dt = new DataTransfer();
        dt.items.add(new File(['%PDF-1.7'], 'sk-pangkat-terakhir.pdf', {type: 'application/pdf'}));
        return dt;
    }""")
    halaman.dispatch_event("[data-jatuhan]", "dragover", {"dataTransfer": titipan})
    expect(halaman.locator("[data-di-atas]")).to_have_count(1)
    halaman.dispatch_event("[data-jatuhan]", "drop", {"dataTransfer": titipan})
    expect(halaman.locator("#dok-1")).to_contain_text("sk-pangkat-terakhir.pdf")


def test_unggahan_yang_putus_dapat_dicoba_lagi(halaman: Page) -> None:
    halaman.route("**/unggah/**", lambda jalan: jalan.abort(), times=1)
    halaman.locator("#dok-1 [type=file]").set_input_files(berkas("sk.pdf"))  # type: ignore[arg-type]
    expect(halaman.locator("#toast")).to_contain_text("Sambungan terputus.")
    halaman.locator("#dok-1").get_by_role("button", name="Coba lagi").click()
    expect(halaman.locator("#dok-1")).to_contain_text("Sedang diperiksa")


# 401, the end of the session, has its own: tests/akun/test_sesi_peramban.py.
@pytest.mark.parametrize(("kode", "kata"), [(403, "tidak berhak"), (500, "Sistem terganggu")])
def test_kegagalan_permintaan_dijelaskan(halaman: Page, kode: int, kata: str) -> None:
    def gagal(jalan: Route) -> None:
        jalan.fulfill(status=kode, body="<h1>rahasia</h1>")

    halaman.route("**/unggah/**", gagal)
    halaman.locator("#dok-1 [type=file]").set_input_files(berkas("sk.pdf"))  # type: ignore[arg-type]
    expect(halaman.locator("#toast")).to_contain_text(kata)
    expect(halaman.locator("body")).not_to_contain_text("rahasia")


def test_yang_diketik_tersimpan_sendiri_dan_hanya_yang_berubah_dikirim(halaman: Page) -> None:
    rute.DISIMPAN.clear()
    halaman.locator("#id_nip").fill("190001011925011001")
    expect(halaman.locator("[data-tersimpan]")).to_have_text(re.compile(r"^Tersimpan \d\d\.\d\d$"))
    # A page of the test before may save itself while it is closed.
    dikirim = next(satu for satu in reversed(rute.DISIMPAN) if satu.get("bidang") == "nip")
    assert {k: v for k, v in dikirim.items() if k != "csrfmiddlewaretoken"} == {
        "nip": "190001011925011001",
        "versi": "1",
        "bidang": "nip",
    }
    expect(halaman.locator("[name=versi]")).to_have_value("2")


def test_simpan_otomatis_menyebut_isian_yang_salah_di_tempatnya(halaman: Page) -> None:
    halaman.locator("#id_nip").fill("123")
    expect(halaman.locator("[data-tersimpan]")).to_have_text("Belum tersimpan: perbaiki isian yang ditandai.")
    expect(halaman.locator(".galat-simpan")).to_have_text("NIP terdiri atas tepat 18 angka.")
    halaman.locator("#id_nip").fill("190001011925011001")
    expect(halaman.locator(".galat-simpan")).to_have_count(0)


def test_simpan_otomatis_mengulang_setelah_gangguan(halaman: Page) -> None:
    rute.DISIMPAN.clear()
    halaman.route("**/simpan/", lambda jalan: jalan.fulfill(status=503), times=1)
    halaman.locator("#id_nip").fill("190001011925011001")
    expect(halaman.locator("[data-tersimpan]")).to_have_text("Belum tersimpan: dicoba lagi sebentar lagi.")
    expect(halaman.locator("[data-tersimpan]")).to_contain_text("Tersimpan ")
    expect(halaman.locator("[name=versi]")).to_have_value("2")
    assert rute.DISIMPAN[-1]["nip"] == "190001011925011001"


def test_tanpa_javascript_semua_formulir_tetap_terpakai(peramban: Browser, peladen: str) -> None:
    konteks = peramban.new_context(base_url=peladen, java_script_enabled=False)
    halaman = konteks.new_page()
    halaman.goto("/komponen/")
    expect(halaman.locator("[data-seret]")).to_be_hidden()
    halaman.locator("#banyak-berkas").set_input_files([berkas("satu.pdf"), berkas("dua.pdf")])  # type: ignore[list-item]
    halaman.get_by_role("button", name="Unggah semuanya").click()
    expect(halaman.locator("body")).to_have_text("satu.pdf, dua.pdf")
    halaman.goto("/komponen/")
    halaman.locator("#dok-1 [type=file]").set_input_files(berkas("tanpa-js.pdf"))  # type: ignore[arg-type]
    halaman.locator("#dok-1 button").click()
    expect(halaman.locator("body")).to_contain_text("tanpa-js.pdf")
    konteks.close()
