"""Screen 8, the holds: cause and consequence in both widths and themes, and the whole road of two people."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests import dunia as d
from tests.peramban import RUPA, periksa_rupa
from tests.usulan.test_layar_peramban import buka, halaman_baru, keluhan
from usulan.actions import salinan, tahanan_berdua

__all__ = ["keluhan"]

pytestmark = [pytest.mark.browser, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dunia(transactional_db: None) -> d.Dunia:
    return d.bangun_dunia()


def test_setiap_layar_penahanan_lolos_axe(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    ralat, batal, terbit = d.siap_keppres(dunia), d.siap_keppres(dunia), d.keppres_terbit(dunia)
    rancangan = d.maju(dunia, d.rkp(dunia, ralat, batal))
    d.terima_pertek(ralat, jenis="Perbaikan", nomor="PH-23500000999")
    d.tahap_bkn(batal, "26", "Pembatalan Pertek")
    d.tahap_bkn(terbit, "75", "Pembatalan Pertek Disetujui")
    tahanan_berdua.usulkan(batal.pk, pilihan="KELUAR", alasan="BKN membatalkan", oleh=dunia.dukungan)
    halaman_nama = {
        "tahanan-daftar": reverse("usulan:tahanan_daftar"),
        "tahanan-ralat": reverse("usulan:tahanan", args=[ralat.pk]),
        "tahanan-usul": reverse("usulan:tahanan", args=[batal.pk]),
        "tahanan-terbit": reverse("usulan:tahanan", args=[terbit.pk]),
        "keppres-tertahan": reverse("usulan:keppres_rinci", args=[rancangan.pk]),
        "rinci-batal": reverse("usulan:rinci", args=[batal.pk]),
        "pertek-daftar": reverse("usulan:pertek_daftar"),
    }
    with buka(peramban, live_server, dunia.kepala_biro) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        for nama, alamat in halaman_nama.items():
            periksa_rupa(halaman, f"usulan/{nama}", alamat, RUPA)
    assert keluhan == []


def test_rancangan_kosong_dan_tanda_terima_ralat_lolos_axe(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    batal, selesai = d.siap_keppres(dunia), d.terima_salinan(dunia, d.keppres_terbit(dunia))
    kosong = d.maju(dunia, d.rkp(dunia, batal))
    d.tahap_bkn(batal, "26", "Pembatalan Pertek")
    tahanan_berdua.usulkan(batal.pk, pilihan="KELUAR", alasan="BKN membatalkan", oleh=dunia.dukungan)
    tahanan_berdua.konfirmasi(batal.pk, oleh=dunia.kepala_biro)
    terbit = selesai.baris_keppres.keppres
    isi = {"nomor": terbit.nomor, "tanggal": terbit.tanggal, "judul": "Judul yang benar", "alasan": "Salah ketik"}
    salinan.ralat_keppres(terbit.pk, **isi, berkas=d.berkas_siap(dunia.dukungan), oleh=dunia.dukungan)
    dilihat = [
        (dunia.dukungan, "keppres-kosong", reverse("usulan:keppres_rinci", args=[kosong.pk])),
        (dunia.penyetuju, "terima-ralat", reverse("usulan:terima_salinan", args=[selesai.pk])),
        (dunia.penyetuju, "rinci-ralat", reverse("usulan:rinci", args=[selesai.pk])),
    ]
    for orang, nama, alamat in dilihat:
        with buka(peramban, live_server, orang) as konteks:
            periksa_rupa(halaman_baru(konteks, keluhan), f"usulan/{nama}", alamat, RUPA)
    assert keluhan == []


@pytest.mark.parametrize("javascript", [True, False])
def test_satu_mengusulkan_yang_lain_mengonfirmasi(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str], javascript: bool
) -> None:
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    d.terima_pertek(usulan, jenis="Perbaikan", nomor="PH-23500000999")
    alamat = reverse("usulan:tahanan", args=[usulan.pk])
    with buka(peramban, live_server, dunia.dukungan, javascript=javascript) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        halaman.goto(alamat)
        halaman.get_by_label("Lanjutkan dengan Pertek yang berlaku").check()
        halaman.get_by_label("Apa yang sudah diperiksa").fill("Hanya penulisan nama yang berubah")
        halaman.get_by_role("button", name="Usulkan").click()
        expect(halaman.get_by_text("Menunggu orang kedua")).to_be_visible()
    with buka(peramban, live_server, dunia.kepala_biro, javascript=javascript) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        halaman.goto(alamat)
        halaman.get_by_role("button", name="Konfirmasi sebagai orang kedua").click()
        if javascript:
            halaman.get_by_role("dialog").get_by_role("button", name="Konfirmasi sebagai orang kedua").click()
        expect(halaman.get_by_text("dikonfirmasi dan dijalankan")).to_be_visible()
    assert d.segar(usulan).ditahan == ""
    assert keluhan == []
