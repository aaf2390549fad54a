"""The PIC's screens in a real Chromium: axe in both themes and widths, uploads, autosave, no JavaScript."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from integrasi.peragaan.isian_contoh import pdf_contoh
from siapp.akun.models import Pengguna
from siapp.berkas.models import Berkas
from siapp.berkas.periksa import periksa_berkas
from tests import dunia as d
from tests.peramban import RUPA, RUPA_DIJALANI, periksa_rupa
from tests.usulan.layar import masuk
from usulan.actions import bkn, draf, verifikasi
from usulan.models import Usulan, rincian
from usulan.tahap import Tahap

pytestmark = [pytest.mark.browser, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]

# What tests/browser/test_perjalanan.py looks at in this state.
DIJALANI = {
    "beranda",
    "baru",
    "tugas",
    "data",
    "surat",
    "dokumen",
    "periksa",
    "teken",
    "perbaikan",
    "rinci-terbit",
    "terima",
}


def buka(peramban: Browser, server: LiveServer, pengguna: Pengguna, *, javascript: bool = True) -> BrowserContext:
    """Return a browser in which `pengguna` has signed in."""
    konteks = peramban.new_context(
        base_url=server.url,
        locale="id-ID",
        viewport={"width": 1366, "height": 900},
        java_script_enabled=javascript,
    )
    kuki = masuk(pengguna).cookies[settings.SESSION_COOKIE_NAME]
    konteks.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": kuki.value, "url": server.url}])
    return konteks


@pytest.fixture
def keluhan() -> list[str]:
    """What the browser complained about; a test ends with it empty."""
    return []


def halaman_baru(konteks: BrowserContext, keluhan: list[str]) -> Page:
    def dengar(pesan: ConsoleMessage) -> None:
        # A refused request is what some tests are about; the browser logs each of them.
        if (
            pesan.type == "error"
            and "Failed to load resource" not in pesan.text
            and "Response Status" not in pesan.text
        ):
            keluhan.append(pesan.text)

    halaman = konteks.new_page()
    halaman.on("console", dengar)
    halaman.on("pageerror", lambda galat: keluhan.append(str(galat)))
    return halaman


def _alamat(nama: str, usulan: Usulan, *lain: object) -> str:
    return reverse(f"usulan:{nama}", args=[usulan.pk, *lain])


def _ditahan(dunia: d.Dunia) -> Usulan:
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    d.terima_pertek(usulan, jenis="Perbaikan", nomor="PH-23500000999")
    return d.segar(usulan)


def _btl(dunia: d.Dunia) -> Usulan:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=2)
    verifikasi.terbitkan(
        usulan.pk,
        status="BTL",
        keterangan="Dua dokumen tidak terbaca",
        catatan="Mohon pindai ulang semua halaman dengan 200 dpi.",
        bidang={"nama_unor": "Tulis nama unit lengkap sesuai SK jabatan"},
        oleh=dunia.verifikator,
    )
    d.unggah(dunia, usulan, usulan.dokumen.filter(terbuka=True)[0].pk)
    return d.segar(usulan)


def test_setiap_layar_lolos_axe_di_semua_lebar_dan_tema(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]
) -> None:
    konsep = d.buat_draf(dunia)
    draf.ubah_data(konsep.pk, isian={"golongan_lama": "IV/c"}, oleh=dunia.pic)
    d.unggah(dunia, konsep, konsep.dokumen.filter(persyaratan__wajib=True)[0].pk)
    lengkap, kembali, terbit = d.lengkapi(dunia, d.buat_draf(dunia)), _btl(dunia), d.keppres_terbit(dunia)
    ditahan, bkn_btl = _ditahan(dunia), d.disetujui_biro(dunia)
    bkn.terima_putusan(bkn_btl.pk, status="BTL", tanggal=timezone.localdate(), keterangan="SKP tidak terbaca")
    versi = konsep.dokumen.exclude(versi_kini=None)[0].versi_kini_id
    with buka(peramban, live_server, dunia.penyetuju) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        for nama, alamat in {
            "beranda": "/",
            "daftar": reverse("usulan:daftar"),
            "baru": reverse("usulan:baru"),
            "tugas": _alamat("tugas", konsep),
            "data": _alamat("data", konsep),
            "surat": _alamat("surat", konsep),
            "dokumen": _alamat("dokumen", konsep),
            "periksa": _alamat("periksa", konsep),
            "teken": _alamat("teken", lengkap),
            "teken-belum": _alamat("teken", konsep),
            "perbaikan": _alamat("perbaikan", kembali),
            "perbaikan-bkn": _alamat("perbaikan", bkn_btl),
            "hapus": _alamat("hapus", konsep),
            "terkirim": _alamat("terkirim", terbit),
            "rinci-draf": _alamat("rinci", konsep),
            "rinci-perbaikan": _alamat("rinci", kembali),
            "rinci-terbit": _alamat("rinci", terbit),
            "riwayat": _alamat("linimasa", terbit),
            "lihat": _alamat("lihat_versi", konsep, versi),
            "terima": _alamat("terima_salinan", terbit),
        }.items():
            periksa_rupa(halaman, f"usulan/{nama}", alamat, RUPA_DIJALANI if nama in DIJALANI else RUPA)
        halaman.goto(reverse("usulan:baru"))
        halaman.get_by_label("KP Reguler Struktural").or_(halaman.locator("[name=layanan]").first).first.check()
        halaman.get_by_label("NIP pegawai yang diusulkan").fill(d.buat_asn(dunia.instansi).nip)
        halaman.get_by_role("button", name="Lanjutkan").click()
        expect(halaman.get_by_role("heading", level=1)).to_have_text("Periksa Data ASN")
        periksa_rupa(halaman, "usulan/baru-asn", reverse("usulan:baru_asn"), RUPA_DIJALANI)
    for orang in ("koordinator", "dukungan", "administrator"):
        with buka(peramban, live_server, getattr(dunia, orang)) as konteks:
            halaman = halaman_baru(konteks, keluhan)
            periksa_rupa(halaman, f"usulan/beranda-{orang}", "/")
            periksa_rupa(halaman, f"usulan/rinci-ditahan-{orang}", _alamat("rinci", ditahan))
    assert keluhan == []


@pytest.mark.parametrize("nama", ["terkirim", "rinci"])
def test_di_kertas_hanya_ada_isi_halaman(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str], nama: str
) -> None:
    usulan = d.diajukan(dunia)
    with buka(peramban, live_server, dunia.penyetuju) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        halaman.goto(_alamat(nama, usulan))
        halaman.emulate_media(media="print", color_scheme="dark")
        for tersembunyi in (".kepala", ".kaki", ".remah", ".tombol"):
            for satu in halaman.locator(tersembunyi).all():
                expect(satu).to_be_hidden()
        expect(halaman.get_by_text(usulan.nomor).last).to_be_visible()
        assert halaman.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert halaman.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    assert keluhan == []


def test_unggah_banyak_berkas_lalu_diperiksa_dan_barisnya_menyegarkan_diri(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]
) -> None:
    usulan = d.buat_draf(dunia)
    dua = list(usulan.dokumen.filter(persyaratan__wajib=True, persyaratan__gambar=False)[:2])
    with buka(peramban, live_server, dunia.pic) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        halaman.goto(_alamat("dokumen", usulan))
        halaman.wait_for_load_state("load")
        berkas = [
            {"name": f"{b.persyaratan.nama}.pdf", "mimeType": "application/pdf", "buffer": pdf_contoh("Uji", str(b.pk))}
            for b in dua
        ]
        halaman.locator("#banyak-berkas").set_input_files(berkas)  # type: ignore[arg-type]
        for b in dua:
            expect(halaman.locator(f"#dok-{b.pk}")).to_contain_text("Sedang diperiksa")
        for satu in Berkas.objects.all():
            periksa_berkas(satu.pk)
        for b in dua:
            expect(halaman.locator(f"#dok-{b.pk}")).to_contain_text("Diterima")
        expect(halaman.locator("#hitung-wajib")).to_contain_text("2 dari")
        halaman.locator(f"#dok-{dua[0].pk}").get_by_text("Ganti, lepas, atau pindahkan").click()
        halaman.locator(f"#dok-{dua[0].pk}").get_by_role("button", name="Lepas").click()
        expect(halaman.locator(f"#dok-{dua[0].pk}")).to_contain_text("Belum ada berkas")
        halaman.locator(f"#dok-{dua[0].pk}-berkas").set_input_files(
            {"name": "bukan.pdf", "mimeType": "application/pdf", "buffer": b"<html></html>"}
        )
        expect(halaman.locator(f"#dok-{dua[0].pk} .pesan-galat")).to_contain_text("halaman web, bukan PDF")
    assert keluhan == []


@pytest.mark.parametrize("javascript", [True, False])
def test_banyak_berkas_dengan_nama_sehari_hari_dan_sisanya_ditanyakan(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str], javascript: bool
) -> None:
    usulan = d.buat_draf(dunia)
    baris = {b.persyaratan.jenis: f"#dok-{b.pk}" for b in usulan.dokumen.select_related("persyaratan")}
    nama = ["SPP.pdf", "SK Jabatan_final (1).pdf", "surat pengantar.pdf", "scan0001.pdf"]
    with buka(peramban, live_server, dunia.pic, javascript=javascript) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        halaman.goto(_alamat("dokumen", usulan))
        if javascript:
            halaman.wait_for_load_state("load")
        berkas = [{"name": n, "mimeType": "application/pdf", "buffer": pdf_contoh("Uji", n)} for n in nama]
        halaman.locator("#banyak-berkas").set_input_files(berkas)  # type: ignore[arg-type]
        if not javascript:
            halaman.get_by_role("button", name="Unggah semuanya").click()
        expect(halaman.locator(baris["surat-pernyataan-pelantikan"])).to_contain_text("SPP.pdf")
        expect(halaman.locator(baris["sk-jabatan-terakhir"])).to_contain_text("SK Jabatan_final (1).pdf")
        expect(halaman.locator(baris["surat-pengantar"])).to_contain_text("surat pengantar.pdf")
        halaman.get_by_label("Dokumen untuk scan0001.pdf").select_option(label="SPMT")
        halaman.get_by_role("button", name="Taruh di barisnya").click()
        expect(halaman.locator(baris["spmt"])).to_contain_text("scan0001.pdf")
        expect(halaman.locator("#belum-berbaris")).to_be_empty()
    assert keluhan == []


# Counts what a person presses: real clicks only, over all pages of the tab.
HITUNG_KLIK = """addEventListener("click", (e) => {
  if (e.isTrusted) sessionStorage.klik = Number(sessionStorage.klik ?? 0) + 1;
}, true)"""


def _pdf(nama: str) -> dict[str, object]:
    return {"name": nama, "mimeType": "application/pdf", "buffer": pdf_contoh("Uji", nama)}


def test_tiga_belas_dokumen_dalam_paling_banyak_25_klik(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]
) -> None:
    usulan = d.buat_draf(dunia, "KP-PB-FUNGSIONAL")
    baris = list(usulan.dokumen.select_related("persyaratan").filter(persyaratan__gambar=False)[:13])
    # Ten are named as people name them, three as a scanner does.
    nama = [f"{b.persyaratan.nama.replace('/', ' ')}.pdf" for b in baris[:-3]] + [f"scan000{n}.pdf" for n in range(3)]
    with buka(peramban, live_server, dunia.pic) as konteks:
        konteks.add_init_script(HITUNG_KLIK)
        halaman = halaman_baru(konteks, keluhan)
        halaman.goto(_alamat("tugas", usulan))
        halaman.get_by_role("link", name="Dokumen wajib").click()
        dialog = 0
        halaman.wait_for_load_state("load")
        with halaman.expect_file_chooser() as pemilih:
            halaman.get_by_text("pilih banyak berkas sekaligus").click()
        pemilih.value.set_files([_pdf(n) for n in nama])  # type: ignore[arg-type]
        dialog += 1
        pilihan = halaman.locator("#belum-berbaris select")
        for nomor, b in enumerate(baris[-3:]):
            pilihan.nth(nomor).select_option(value=str(b.pk))
            dialog += 2
        halaman.get_by_role("button", name="Taruh di barisnya").click()
        for b in baris:
            expect(halaman.locator(f"#dok-{b.pk}")).not_to_contain_text("Belum ada berkas")
        klik = int(halaman.evaluate("sessionStorage.klik")) + dialog
    assert usulan.dokumen.exclude(versi_kini=None).count() == 13
    assert klik <= 25
    assert keluhan == []


def test_satu_kendali_tiap_baris_memilih_berarti_mengunggah_dan_baris_menerima_jatuhan(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]
) -> None:
    usulan = d.buat_draf(dunia)
    satu, dua = usulan.dokumen.filter(persyaratan__wajib=True, persyaratan__gambar=False)[:2]
    with buka(peramban, live_server, dunia.pic) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        halaman.goto(_alamat("dokumen", usulan))
        halaman.wait_for_load_state("load")
        expect(halaman.get_by_role("button", name="Unggah", exact=True)).to_have_count(0)
        with halaman.expect_file_chooser() as pemilih:
            halaman.locator(f"#dok-{satu.pk}").get_by_text("Pilih berkas").click()
        pemilih.value.set_files(_pdf("satu.pdf"))  # type: ignore[arg-type]
        expect(halaman.locator(f"#dok-{satu.pk}")).to_contain_text("satu.pdf")
        halaman.locator(f"#dok-{dua.pk} .unggah").evaluate(
            """(baris) => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File(["%PDF-1.4 dua"], "dua.pdf", { type: "application/pdf" }));
              baris.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
            }"""
        )
        expect(halaman.locator(f"#dok-{dua.pk}")).to_contain_text("dua.pdf")
        periksa_berkas(satu.versi.get().berkas_id)
        expect(halaman.locator(f"#dok-{satu.pk}")).to_contain_text("Diterima")
        halaman.locator(f"#dok-{satu.pk}").get_by_text("Ganti, lepas, atau pindahkan").click()
        with halaman.expect_file_chooser() as pemilih:
            halaman.locator(f"#dok-{satu.pk}").get_by_text("Ganti berkas").click()
        pemilih.value.set_files(_pdf("pengganti.pdf"))  # type: ignore[arg-type]
        expect(halaman.locator(f"#dok-{satu.pk}")).to_contain_text("pengganti.pdf")
    assert keluhan == []


def test_yang_diketik_tersimpan_sendiri(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]
) -> None:
    usulan = d.buat_draf(dunia)
    with buka(peramban, live_server, dunia.pic) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        halaman.goto(_alamat("data", usulan))
        halaman.get_by_label("Unit organisasi").fill("Biro Uji Coba")
        expect(halaman.locator("[data-tersimpan]")).to_contain_text("Tersimpan ")
        assert rincian(d.segar(usulan)).nama_unor == "Biro Uji Coba"
        halaman.get_by_label("TMT jabatan saat ini").fill("31-02-2026")
        expect(halaman.locator(".galat-simpan")).to_contain_text("Tidak ada tanggal 31")
        halaman.get_by_label("TMT jabatan saat ini").fill("01-02-2026")
        expect(halaman.locator(".galat-simpan")).to_have_count(0)
        expect(halaman.locator("[data-tersimpan]")).to_contain_text("Tersimpan ")
    assert keluhan == []


@contextmanager
def skrip_ditahan(halaman: Page, alamat: str) -> Iterator[None]:
    """The page of `alamat` as a person on a slow line has it: all there but its scripts, which come at the end."""
    tertahan: list[Route] = []
    halaman.route("**/*.js", lambda jalur: tertahan.append(jalur))
    halaman.goto(alamat, wait_until="commit")
    yield
    assert tertahan
    for satu in tertahan:
        satu.continue_()
    halaman.unroute("**/*.js")


def test_yang_diketik_sebelum_skrip_datang_ikut_tersimpan(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]
) -> None:
    usulan = d.buat_draf(dunia)
    with buka(peramban, live_server, dunia.pic) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        with skrip_ditahan(halaman, _alamat("data", usulan)):
            halaman.get_by_label("Unit organisasi").fill("Biro Uji Coba")
            halaman.get_by_label("Golongan ruang yang diusulkan", exact=True).select_option("IV/c")
        expect(halaman.locator("[data-tersimpan]")).to_contain_text("Tersimpan ")
        assert rincian(d.segar(usulan)).nama_unor == "Biro Uji Coba"
        assert rincian(d.segar(usulan)).golongan_baru == "IV/c"
        versi = d.segar(usulan).versi
        halaman.reload()
        halaman.wait_for_timeout(1_500)
        assert d.segar(usulan).versi == versi, "yang tidak diketik tidak dikirim"
    assert keluhan == []


def test_berkas_yang_dipilih_sebelum_skrip_datang_ikut_terunggah(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]
) -> None:
    usulan = d.buat_draf(dunia)
    satu = usulan.dokumen.filter(persyaratan__wajib=True, persyaratan__gambar=False)[0]
    isi = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": pdf_contoh("Uji", "dini")}
    with buka(peramban, live_server, dunia.pic) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        with skrip_ditahan(halaman, _alamat("dokumen", usulan)):
            halaman.locator(f"#dok-{satu.pk}-berkas").set_input_files(isi)  # type: ignore[arg-type]
        expect(halaman.locator(f"#dok-{satu.pk}")).to_contain_text("Sedang diperiksa")
        assert Berkas.objects.count() == 1
    assert keluhan == []


def test_seluruh_jalan_pic_tanpa_javascript(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia, keluhan: list[str]
) -> None:
    asn = d.buat_asn(dunia.instansi)
    with buka(peramban, live_server, dunia.penyetuju, javascript=False) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        halaman.goto("/")
        halaman.get_by_role("link", name="Buat usulan", exact=True).first.click()
        halaman.locator("[name=layanan][value=KP-STRUKTURAL]").check()
        halaman.get_by_label("NIP pegawai yang diusulkan").fill(asn.nip)
        halaman.get_by_role("button", name="Lanjutkan").click()
        halaman.get_by_label("Periode kenaikan pangkat").select_option(index=1)
        halaman.get_by_role("button", name="Buat draf").click()
        expect(halaman.locator("#pesan")).to_contain_text("dibuat dan diisi dari Data ASN")
        usulan = Usulan.objects.get(asn=asn)
        halaman.get_by_role("link", name="Surat pengantar").click()
        halaman.get_by_label("Nomor surat pengantar").fill("B-9/CONTOH/2026")
        halaman.get_by_role("button", name="Simpan dan kembali").click()
        halaman.get_by_role("link", name="Dokumen wajib").click()
        baris = usulan.dokumen.filter(persyaratan__wajib=True)[0]
        halaman.locator(f"#dok-{baris.pk}-berkas").set_input_files(
            {"name": "sk.pdf", "mimeType": "application/pdf", "buffer": pdf_contoh("SK", "tanpa js")}
        )
        halaman.locator(f"#dok-{baris.pk}").get_by_role("button", name="Unggah").click()
        expect(halaman.locator(f"#dok-{baris.pk}")).to_contain_text("Sedang diperiksa")
        for satu in Berkas.objects.all():
            periksa_berkas(satu.pk)
        d.lengkapi(dunia, usulan)
        halaman.goto(_alamat("tugas", usulan))
        halaman.get_by_role("link", name="Teken dan kirim").click()
        for satu in halaman.locator("[name^=alasan_]").all():
            satu.fill("Sudah dicocokkan dengan berkas aslinya.")
        halaman.get_by_role("button", name="Teken dan kirim usulan").click()
        expect(halaman.locator("#pesan")).to_contain_text("diteken dan dikirim")
        assert d.segar(usulan).tahap == Tahap.DIAJUKAN
