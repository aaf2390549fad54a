"""The screens of the exchange in a real Chromium: an outage, a refused call, an uncertain one being settled; axe."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as setelan
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from integrasi.keadaan import Keadaan, KeadaanMasuk
from integrasi.kesesuaian.uji_kontrak import simpan, uji
from integrasi.masuk.penerima import simpan_mentah
from integrasi.mitra.setelan import host
from integrasi.models import KeadaanMitra, KejadianMasuk, Pengiriman
from integrasi.petugas import pencocokan
from integrasi.petugas.peringatan import periksa
from integrasi.tanya import sinkron
from siapp.akun.models import Pengguna
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan, jalankan
from tests.integrasi.keluar.pembantu import pic_didaftarkan
from tests.integrasi.views.conftest import ditolak, tidak_pasti
from tests.peramban import pelanggaran, periksa_rupa, potret
from usulan.actions import draf
from usulan.actions.bkn import terima_putusan

pytestmark = [pytest.mark.browser, pytest.mark.lambat]


@pytest.fixture
def halaman(peramban: Browser, live_server: LiveServer) -> Iterator[Page]:
    konteks = peramban.new_context(base_url=live_server.url, locale="id-ID", viewport={"width": 1366, "height": 900})
    halaman = konteks.new_page()
    keluhan: list[str] = []
    halaman.on("pageerror", lambda galat: keluhan.append(str(galat)))
    halaman.on("console", lambda pesan: keluhan.append(pesan.text) if pesan.type == "error" else None)
    yield halaman
    konteks.close()
    assert keluhan == []


def masuk_sebagai(halaman: Page, alamat: str, pengguna: Pengguna) -> None:
    klien = Client()
    klien.force_login(pengguna)
    kuki = klien.cookies[setelan.SESSION_COOKIE_NAME].value
    halaman.context.add_cookies([{"name": setelan.SESSION_COOKIE_NAME, "value": kuki, "url": alamat}])


def test_layar_lolos_axe_dalam_gangguan(
    siasn: Siasn, selaras: Dunia, settings: Settings, halaman: Page, live_server: LiveServer
) -> None:
    usulan = ajukan(selaras)
    jalankan()
    ditolak()
    Pengiriman.objects.filter(pk=pic_didaftarkan(2).pk).update(keadaan=Keadaan.MATI, sebab="tidak_tersedia")
    baris = tidak_pasti(siasn, selaras, settings)
    rusak, _ = simpan_mentah(b"bukan json", None, "bkn-uji")
    isi = {"id_usulan": "id-belum-dikenal", "status": "BTL", "tanggal_verifikasi": "23-11-2026", "keterangan": "x"}
    hilang, _ = simpan_mentah(b'{"id_usulan": "id-belum-dikenal", "status": "BTL"}', isi, "bkn-uji")
    KejadianMasuk.objects.filter(pk=hilang.pk).update(keadaan=KeadaanMasuk.TANPA_USULAN)
    KeadaanMitra.objects.update_or_create(
        host=host(), defaults={"terbuka_sejak": timezone.now(), "coba_lagi_pada": timezone.now() + timedelta(hours=1)}
    )
    with sinkron.buka_transport() as transport:
        sinkron.sinkronkan(transport, "golongan")
    periksa()
    masuk_sebagai(halaman, live_server.url, selaras.administrator)
    for nama, jalur in {
        "pengiriman": reverse("integrasi:pengiriman") + "?keadaan=semua",
        "rinci": reverse("integrasi:pengiriman_rinci", args=[baris.pk]),
        "sampai": reverse("integrasi:pengiriman_sampai", args=[baris.pk]),
        "masuk": reverse("integrasi:masuk"),
        "masuk-rinci": reverse("integrasi:masuk_rinci", args=[hilang.pk]),
        "sinkron": reverse("integrasi:sinkron"),
        "ringkasan": reverse("integrasi:ringkasan_usulan", args=[usulan.pk]),
        "pic": reverse("integrasi:pic_status", args=[1]),
    }.items():
        periksa_rupa(halaman, f"pengiriman/{nama}", jalur)
    masuk_sebagai(halaman, live_server.url, selaras.auditor)
    masalah = reverse("integrasi:ringkasan_usulan", args=[baris.usulan_id])
    periksa_rupa(halaman, "pengiriman/ringkasan-masalah", masalah)
    assert rusak.keadaan == KeadaanMasuk.TIDAK_TERBACA


def test_kiriman_tidak_pasti_diselesaikan_dua_orang_di_peramban(
    siasn: Siasn, selaras: Dunia, settings: Settings, halaman: Page, live_server: LiveServer
) -> None:
    baris = tidak_pasti(siasn, selaras, settings)
    assert baris.usulan is not None
    (ada,) = siasn.usulan(baris.usulan)
    masuk_sebagai(halaman, live_server.url, selaras.administrator)
    halaman.goto(reverse("integrasi:pengiriman"))
    halaman.get_by_role("link", name="API 3 – Usulan", exact=True).click()
    halaman.get_by_role("link", name="Nyatakan sampai").click()
    halaman.get_by_label("ID Usulan dari SIASN").fill(str(ada["id"]))
    halaman.get_by_label("NIP pada ID Usulan itu").fill(baris.usulan.nip)
    halaman.get_by_label("Saya sudah memeriksanya di SIASN").check()
    halaman.get_by_role("button", name="Usulkan: nyatakan sampai").click()
    expect(halaman.locator("#pesan")).to_contain_text("Usul dicatat")
    expect(halaman.get_by_role("button", name="Tarik usul")).to_be_visible()
    masuk_sebagai(halaman, live_server.url, selaras.kepala_biro)
    halaman.goto(reverse("integrasi:pengiriman"))
    halaman.get_by_role("link", name="Buka kiriman").click()
    expect(halaman.get_by_role("button", name="Konfirmasi usul")).to_be_visible()
    potret(halaman, "pengiriman/konfirmasi-1366")
    assert pelanggaran(halaman) == []
    halaman.get_by_role("button", name="Konfirmasi usul").click()
    halaman.get_by_role("dialog").get_by_role("button", name="Konfirmasi usul").click()
    expect(halaman.locator("#pesan")).to_contain_text("Kiriman dinyatakan sampai.")
    assert Pengiriman.objects.get(pk=baris.pk).keadaan == Keadaan.SELESAI


def test_yang_ragu_diputuskan_sekaligus_dalam_empat_klik_dan_dikonfirmasi_dalam_dua(
    siasn: Siasn, selaras: Dunia, settings: Settings, halaman: Page, live_server: LiveServer
) -> None:
    dua = [tidak_pasti(siasn, selaras, settings).pk for _ in range(2)]
    Pengiriman.objects.filter(pk__in=dua).update(keadaan=Keadaan.TIDAK_PASTI, sebab="BELUM_PASTI")
    masuk_sebagai(halaman, live_server.url, selaras.administrator)
    periksa_rupa(halaman, "pengiriman/putuskan", reverse("integrasi:putuskan_banyak") + "?sebab=BELUM_PASTI")
    halaman.set_viewport_size({"width": 1366, "height": 768})
    halaman.goto(reverse("integrasi:pengiriman"))
    halaman.get_by_role("link", name="Putuskan 2 yang ragu").click()
    halaman.get_by_label("Tidak sampai: kirim lagi").check()
    halaman.get_by_label("Saya sudah memeriksanya di SIASN").check()
    halaman.get_by_role("button", name="Putuskan yang dicentang").click()
    expect(halaman.locator("#pesan")).to_contain_text("2 usul dicatat")
    masuk_sebagai(halaman, live_server.url, selaras.kepala_biro)
    periksa_rupa(halaman, "pengiriman/menunggu-kedua", reverse("integrasi:menunggu_kedua"))
    halaman.get_by_label("Saya sudah memeriksanya di SIASN").check()
    halaman.get_by_role("button", name="Konfirmasi yang dicentang").click()
    expect(halaman.locator("#pesan")).to_contain_text("Usul dikonfirmasi: 2.")
    assert set(Pengiriman.objects.filter(pk__in=dua).values_list("keadaan", flat=True)) == {Keadaan.ULANG}


def test_pencocokan_dua_orang_lolos_axe(selaras: Dunia, halaman: Page, live_server: LiveServer) -> None:
    usulan = ajukan(selaras)
    isi = {"id_usulan": "id-belum-dikenal", "status": "BTL", "tanggal_verifikasi": "23-11-2026", "keterangan": "x"}
    hilang, _ = simpan_mentah(b'{"id_usulan": "id-belum-dikenal", "status": "BTL"}', isi, "bkn-uji")
    KejadianMasuk.objects.filter(pk=hilang.pk).update(keadaan=KeadaanMasuk.TANPA_USULAN)
    rujukan = {"rujukan": usulan.nomor, "nip": usulan.nip, "nama": usulan.nama, "alasan": "Dipastikan BKN lewat surat"}
    usul = pencocokan.usulkan(hilang.pk, **rujukan, oleh=selaras.administrator)
    masuk_sebagai(halaman, live_server.url, selaras.kepala_biro)
    halaman.goto(reverse("beranda"))
    expect(halaman.get_by_role("heading", name="1 usul menunggu konfirmasi Anda")).to_be_visible()
    jalur = reverse("integrasi:masuk_rinci", args=[hilang.pk])
    for nama, satu in {
        "beranda-kedua": reverse("beranda"),
        "menunggu-kedua": reverse("integrasi:menunggu_kedua"),
        "cocok-diusulkan": jalur,
    }.items():
        periksa_rupa(halaman, f"pengiriman/{nama}", satu)
    pencocokan.konfirmasi(usul.pk, oleh=selaras.kepala_biro)
    periksa_rupa(halaman, "pengiriman/cocok-berlaku", jalur)


def test_ringkasan_bertambah_sendiri_sampai_selesai(
    siasn: Siasn, selaras: Dunia, halaman: Page, live_server: LiveServer
) -> None:
    usulan = ajukan(selaras)
    masuk_sebagai(halaman, live_server.url, selaras.pic)
    halaman.goto(reverse("integrasi:ringkasan_usulan", args=[usulan.pk]))
    expect(halaman.locator("#ringkasan-siasn")).to_contain_text("Kiriman sedang disiapkan")
    jalankan()
    # It asks every 5 seconds, which is also how long an expectation waits unless told otherwise.
    expect(halaman.locator("#ringkasan-siasn")).to_contain_text("ID Usulan SIASN:")
    expect(halaman.locator("#ringkasan-siasn[hx-trigger]")).to_have_count(0)


def test_janji_dan_catatan_perbaikan_lolos_axe(
    siasn: Siasn, selaras: Dunia, settings: Settings, halaman: Page, live_server: LiveServer
) -> None:
    settings.SIASN_MODE_GANDA = "tolak_ganda:3,cari:3,kunci:4,5"
    simpan(uji(baca_saja=False), mulai=timezone.now())
    masuk_sebagai(halaman, live_server.url, selaras.administrator)
    periksa_rupa(halaman, "integrasi/kesesuaian", reverse("integrasi:kesesuaian"))
    usulan = ajukan(selaras)
    terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="Unit dan jabatan keliru")
    draf.ubah_data(usulan.pk, isian={"nama_unor": "U" * 90, "nama_jabatan": "J" * 90}, oleh=selaras.pic)
    masuk_sebagai(halaman, live_server.url, selaras.penyetuju)
    periksa_rupa(halaman, "integrasi/teken-perbaikan", reverse("usulan:teken", args=[usulan.pk]))
    halaman.get_by_label("Catatan untuk BKN").fill("x" * 240)
    potret(halaman, "integrasi/teken-perbaikan-penuh")
