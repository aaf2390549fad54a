"""The queue and the verification in a real Chromium: axe, themes, widths, keyboard alone, without JavaScript."""

# The fixtures are those of the neighbouring module.
# ruff: noqa: F811

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import dunia as d
from tests.peramban import RUPA_DIJALANI, periksa_rupa, potret
from tests.usulan.test_layar_peramban import buka, halaman_baru, keluhan  # noqa: F401
from usulan.actions import bkn, pengajuan, verifikasi
from usulan.actions.tampilan import simpan_tampilan
from usulan.models import PenilaianDokumen, Usulan
from usulan.tahap import Tahap

pytestmark = [pytest.mark.browser, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]


def _alamat(usulan: Usulan, kueri: str = "") -> str:
    return reverse("usulan:verifikasi", args=[usulan.pk]) + kueri


def _lengkap(dunia: d.Dunia, kode: str) -> Usulan:
    """A usulan under verification with a file on every row."""
    usulan = d.lengkapi(dunia, d.buat_draf(dunia, kode), semua=True)
    pengajuan.ajukan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    verifikasi.bagi(usulan.pk, verifikator=dunia.verifikator, oleh=dunia.koordinator)
    return d.segar(usulan)


def test_rupa_antrean_dan_beban(
    dunia: d.Dunia,
    peramban: Browser,
    live_server: LiveServer,
    keluhan: list[str],
) -> None:
    for _ in range(3):
        d.diajukan(dunia)
    terlambat = d.diverifikasi(dunia)
    d.dikembalikan(dunia)
    Usulan.objects.filter(pk=terlambat.pk).update(tenggat=timezone.localdate() - timedelta(days=9))
    simpan_tampilan(nama="KP terlambat", kueri="tab=semua&terlambat=on", bersama=True, oleh=dunia.kepala_biro)
    konteks = buka(peramban, live_server, dunia.koordinator)
    halaman = halaman_baru(konteks, keluhan)
    periksa_rupa(halaman, "usulan/antrean", "/antrean/?tab=semua&kategori=KP", RUPA_DIJALANI)
    periksa_rupa(halaman, "usulan/antrean-kosong", "/antrean/?tab=siap")
    periksa_rupa(halaman, "usulan/beban", reverse("usulan:beban"))
    halaman.set_viewport_size({"width": 1366, "height": 900})
    halaman.goto("/antrean/")
    halaman.get_by_role("link", name=re.compile("Menunggu perbaikan")).click()
    expect(halaman).to_have_url(re.compile("tab=perbaikan"))
    expect(halaman.locator("#tab-perbaikan")).to_be_focused()
    # Last: a screenshot leaves style attributes behind, which htmx would carry over and the CSP refuse.
    for lipatan in halaman.locator("details.lipat > summary").all():
        lipatan.click()
    expect(halaman.locator("#id_instansi")).to_be_visible()
    potret(halaman, "usulan/antrean-terbuka")
    konteks.close()
    assert keluhan == []


def test_saringan_dibuka_dengan_papan_ketik_lalu_menyaring(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    d.diajukan(dunia)
    konteks = buka(peramban, live_server, dunia.koordinator)
    halaman = halaman_baru(konteks, keluhan)
    halaman.goto("/antrean/?tab=semua&kategori=KP")
    halaman.locator("summary", has_text="Saring").press("Enter")
    expect(halaman.locator("#id_kategori")).to_have_value("KP")
    expect(halaman.get_by_role("link", name="Buka isian saringan")).to_have_count(0)
    halaman.locator("#id_tahap").select_option("DIAJUKAN")
    halaman.locator(".saring button").click()
    expect(halaman).to_have_url(re.compile("kategori=KP.*tahap=DIAJUKAN"))
    konteks.close()
    assert keluhan == []


def test_saringan_tanpa_javascript_punya_halamannya(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    d.diajukan(dunia)
    konteks = buka(peramban, live_server, dunia.koordinator, javascript=False)
    halaman = halaman_baru(konteks, keluhan)
    halaman.goto("/antrean/?tab=semua&kategori=KP")
    halaman.locator("summary", has_text="Saring").click()
    halaman.get_by_role("link", name="Buka isian saringan").click()
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Saring antrean")
    expect(halaman.locator("#id_kategori")).to_have_value("KP")
    halaman.locator(".saring button").click()
    expect(halaman).to_have_url(re.compile("/antrean/[?]tab=semua&kategori=KP"))
    konteks.close()


def test_rupa_isian_saringan(dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]) -> None:
    d.diajukan(dunia)
    konteks = buka(peramban, live_server, dunia.koordinator)
    periksa_rupa(halaman_baru(konteks, keluhan), "usulan/antrean-saring", "/antrean/saring/?tab=semua&kategori=KP")
    konteks.close()
    assert keluhan == []


def test_rupa_verifikasi(
    dunia: d.Dunia,
    peramban: Browser,
    live_server: LiveServer,
    keluhan: list[str],
) -> None:
    usulan = _lengkap(dunia, "KP-STRUKTURAL")
    d.nilai_semua(dunia, usulan, tolak=1)
    PenilaianDokumen.objects.filter(dokumen__usulan=usulan).order_by("-pk")[0].delete()
    konteks = buka(peramban, live_server, dunia.verifikator)
    halaman = halaman_baru(konteks, keluhan)
    ditolak = usulan.dokumen.order_by("pk")[0]
    periksa_rupa(halaman, "usulan/verifikasi", _alamat(usulan), RUPA_DIJALANI)
    periksa_rupa(halaman, "usulan/verifikasi-ditolak", _alamat(usulan, f"?dokumen={ditolak.pk}"))
    periksa_rupa(halaman, "usulan/verifikasi-asn", _alamat(usulan, "?lihat=asn"))
    konteks.close()
    konteks = buka(peramban, live_server, dunia.verifikator_lain)
    periksa_rupa(halaman_baru(konteks, keluhan), "usulan/verifikasi-orang-lain", _alamat(usulan))
    konteks.close()
    assert keluhan == []


def test_rupa_putaran_dua_tms_dan_tandai(
    dunia: d.Dunia,
    peramban: Browser,
    live_server: LiveServer,
    keluhan: list[str],
) -> None:
    dua = d.dikembalikan(dunia)
    diganti = dua.dokumen.get(terbuka=True)
    d.unggah(dunia, dua, diganti.pk)
    pengajuan.ajukan_perbaikan(dua.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    tms = d.diverifikasi(dunia)
    verifikasi.terbitkan(
        tms.pk,
        status="TMS",
        keterangan="Belum empat tahun dalam pangkat",
        tak_dilihat="Nyata dari datanya",
        oleh=dunia.verifikator,
    )
    btl = d.diverifikasi(dunia)
    bkn.terima_putusan(btl.pk, status="BTL", tanggal=timezone.localdate(), keterangan="SKP dua tahun belum ada")
    konteks = buka(peramban, live_server, dunia.verifikator)
    halaman = halaman_baru(konteks, keluhan)
    periksa_rupa(
        halaman, "usulan/verifikasi-banding", _alamat(dua, f"?dokumen={diganti.pk}&lihat=banding"), RUPA_DIJALANI
    )
    periksa_rupa(halaman, "usulan/verifikasi-tandai", _alamat(btl))
    konteks.close()
    konteks = buka(peramban, live_server, dunia.koordinator)
    periksa_rupa(halaman_baru(konteks, keluhan), "usulan/verifikasi-tms", _alamat(tms))
    konteks.close()
    assert keluhan == []


def _tekan(halaman: Page, tombol: str) -> None:
    """Press a single key and wait until another document has taken the place of this one."""
    judul = halaman.locator("#meja h2").first
    lama = judul.inner_text()
    halaman.keyboard.press(tombol)
    expect(judul).not_to_have_text(lama)
    expect(judul).to_be_focused()


def test_tiga_belas_dokumen_dengan_papan_ketik_saja(
    dunia: d.Dunia,
    peramban: Browser,
    live_server: LiveServer,
    keluhan: list[str],
) -> None:
    usulan = _lengkap(dunia, "JFKU-PERPINDAHAN")
    jumlah = usulan.dokumen.count()
    assert jumlah >= 13
    konteks = buka(peramban, live_server, dunia.verifikator)
    halaman = halaman_baru(konteks, keluhan)
    halaman.goto("/antrean/")
    halaman.keyboard.press("n")
    expect(halaman).to_have_url(re.compile(str(usulan.pk)))
    expect(halaman.locator(".lembar img").first).to_be_visible()
    halaman.wait_for_function("() => document.querySelector('.lembar img').naturalWidth > 0")
    _tekan(halaman, "n")
    _tekan(halaman, "p")
    for _ in range(jumlah - 1):
        _tekan(halaman, "s")
    halaman.keyboard.press("t")
    halaman.keyboard.press("1")
    halaman.keyboard.press("c")
    halaman.keyboard.type("Halaman 2 tidak terbaca")
    halaman.keyboard.press("Tab")
    halaman.keyboard.press("Enter")
    expect(halaman.locator("#umumkan")).to_contain_text(f"{jumlah} dari {jumlah} dokumen sudah dinilai")
    expect(halaman.get_by_role("radio", name="Berkas tidak lengkap")).to_be_checked()
    # The page puts the focus where one goes on; only then is it a person's turn.
    expect(halaman.locator("#meja h2").first).to_be_focused()
    halaman.keyboard.press("k")
    expect(halaman.locator("#id_putusan-keterangan")).to_be_focused()
    halaman.keyboard.press("End")
    with halaman.expect_response(re.compile("/pratinjau/")):
        halaman.keyboard.type(" Lengkapi.")
    expect(halaman.locator("#pratinjau")).to_contain_text("Lengkapi.")
    halaman.locator("#putusan").screenshot(path=f"{settings.VAR_DIR}/layar/usulan/putusan-terisi.png")
    halaman.keyboard.press("Escape")
    halaman.locator("#id_putusan-keterangan").blur()
    halaman.keyboard.press("u")
    dialog = halaman.get_by_role("dialog")
    expect(dialog).to_be_visible()
    halaman.keyboard.press("Shift+Tab")
    expect(dialog.get_by_role("button", name="Terbitkan putusan")).to_be_focused()
    halaman.keyboard.press("Enter")
    expect(halaman.get_by_role("button", name="Berikutnya dalam antrean")).to_be_visible()
    assert d.segar(usulan).tahap == Tahap.PERBAIKAN
    konteks.close()
    assert keluhan == []


def test_ketikan_di_putusan_bertahan_saat_menilai_dan_berpindah_dokumen(
    dunia: d.Dunia,
    peramban: Browser,
    live_server: LiveServer,
    keluhan: list[str],
) -> None:
    usulan = d.diverifikasi(dunia)
    konteks = buka(peramban, live_server, dunia.verifikator)
    halaman = halaman_baru(konteks, keluhan)
    halaman.goto(_alamat(usulan))
    halaman.locator("#id_putusan-keterangan").fill("Ketikan saya")
    baris = halaman.locator(".bidang-minta").first
    baris.get_by_role("checkbox").check()
    baris.get_by_role("textbox").fill("Salah ketik")
    halaman.locator("#id_putusan-keterangan").blur()
    halaman.locator("h1").click()
    _tekan(halaman, "n")
    _tekan(halaman, "s")
    expect(halaman.locator("#id_putusan-keterangan")).to_have_value("Ketikan saya")
    expect(baris.get_by_role("textbox")).to_have_value("Salah ketik")
    halaman.go_back()
    expect(halaman.locator("h1")).to_have_text(usulan.nama)
    konteks.close()
    assert keluhan == []


def test_tanpa_javascript_menilai_dan_menerbitkan(
    dunia: d.Dunia,
    peramban: Browser,
    live_server: LiveServer,
    keluhan: list[str],
) -> None:
    d.diajukan(dunia)
    konteks = buka(peramban, live_server, dunia.verifikator, javascript=False)
    halaman = halaman_baru(konteks, keluhan)
    halaman.goto("/antrean/")
    halaman.get_by_role("button", name="Ambil berikutnya").click()
    jumlah = int(re.findall(r"dari (\d+) sudah dinilai", halaman.locator("#meja").inner_text())[0])
    for _ in range(jumlah):
        halaman.get_by_role("button", name="Sesuai", exact=True).click()
    halaman.get_by_role("button", name="Terbitkan putusan").click()
    expect(halaman.get_by_text("diterbitkan untuk")).to_be_visible()
    assert Usulan.objects.get().tahap == Tahap.MENUNGGU_PERTEK
    konteks.close()
    assert keluhan == []


TERLIHAT = """() => [...document.querySelectorAll(".antrean tbody tr")].filter((baris) => {
  const { top, bottom } = baris.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}).length"""


def test_empat_belas_baris_terlihat_pada_1366_kali_768(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    semua = [d.diajukan(dunia, kode) for kode in ("KP-STRUKTURAL", "JFKU-KENAIKAN") for _ in range(9)]
    for mundur, satu in enumerate(semua[:6]):
        Usulan.objects.filter(pk=satu.pk).update(tenggat=timezone.localdate() + timedelta(days=1 - mundur * 3))
    konteks = buka(peramban, live_server, dunia.koordinator)
    halaman = halaman_baru(konteks, keluhan)
    halaman.set_viewport_size({"width": 1366, "height": 768})
    halaman.goto("/antrean/")
    assert halaman.evaluate(TERLIHAT) >= 14
    assert halaman.evaluate(
        "document.querySelector('.gulir').scrollWidth <= document.querySelector('.gulir').clientWidth"
    )
    expect(halaman.locator(".antrean .lencana", has_text="Terlambat").first).to_be_visible()
    nama = halaman.locator(".antrean tbody th").first
    expect(nama).to_contain_text(semua[0].nomor)
    halaman.goto("/antrean/?kategori=KP")
    expect(halaman.locator(".keping")).to_contain_text("Kategori")
    assert halaman.evaluate(TERLIHAT) >= 9, "all that match"
    halaman.locator("summary", has_text="Kolom").click()
    halaman.get_by_label("Baris lapang: teks utuh, beberapa baris").check()
    halaman.get_by_role("button", name="Simpan kolom").click()
    expect(halaman.locator(".antrean.sebaris")).to_have_count(0)
    halaman.goto("/antrean/")
    expect(halaman.locator(".antrean")).to_be_visible()
    assert halaman.evaluate(TERLIHAT) < 14, "kept for this person, with the whole text"
    periksa_rupa(halaman, "usulan/antrean-lapang", "/antrean/", RUPA_DIJALANI)
    konteks.close()
    assert keluhan == []
