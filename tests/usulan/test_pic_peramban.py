"""Screens 11, 12 and the audit trail in a real Chromium: axe in both themes and widths, the tree opened in place."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from referensi.models import Unor
from siapp.akun.models import Pengguna
from tests import dunia as d
from tests.peramban import periksa_rupa
from tests.usulan.test_layar_peramban import buka, halaman_baru, keluhan
from usulan.actions import pic

__all__ = ["keluhan"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dunia(transactional_db: None) -> d.Dunia:
    dunia = d.bangun_dunia()
    d.buat_draf(dunia)
    pic.ubah_pic(
        dunia.pic.pk, instansi=dunia.instansi, kelompok={"KP": True}, oleh=dunia.administrator, alasan="Surat S-1"
    )
    kini = timezone.now()
    Unor.objects.create(pk="A", nama="Sekretariat Contoh", instansi_id=dunia.instansi.pk, diubah_pada=kini)
    Unor.objects.create(pk="B", nama="Biro Contoh", instansi_id=dunia.instansi.pk, atasan_id="A", diubah_pada=kini)
    return dunia


def _alamat(dunia: d.Dunia) -> dict[str, str]:
    instansi, orang = dunia.instansi.pk, dunia.pic.pk
    return {
        "pic-daftar": reverse("usulan:pic_daftar"),
        "pic-biro": reverse("usulan:pic_biro"),
        "pic-instansi": reverse("usulan:pic_instansi", args=[instansi]),
        "pic-rinci": reverse("usulan:pic_rinci", args=[orang]),
        "pic-tambah": reverse("usulan:pic_tambah", args=[instansi]),
        "pic-cabut": reverse("usulan:pic_cabut", args=[orang, instansi]),
        "audit-jejak": f"{reverse('audit:jejak')}?orang={dunia.administrator.pk}",
        "audit-akses": reverse("audit:akses"),
        "referensi": reverse("referensi:indeks"),
        "referensi-daftar": reverse("referensi:daftar", args=["unor"]),
        "referensi-pohon": f"{reverse('referensi:pohon')}?instansi={instansi}",
        "referensi-padanan": reverse("referensi:pemetaan_layanan", args=["KP-STRUKTURAL"]),
        "referensi-periode": reverse("referensi:periode"),
        "profil": reverse("profil"),
        "perangkat": reverse("perangkat"),
    }


def test_setiap_layar_lolos_axe_dan_tidak_menggulir_ke_samping(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    konteks = buka(peramban, live_server, dunia.administrator)
    halaman = halaman_baru(konteks, keluhan)
    for nama, alamat in _alamat(dunia).items():
        periksa_rupa(halaman, f"usulan/{nama}", alamat)
    konteks.close()
    assert keluhan == []


def test_mendaftarkan_pic_dari_salah_sampai_sandi_terlihat(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    konteks = peramban.new_context(base_url=live_server.url, locale="id-ID")
    halaman = halaman_baru(konteks, keluhan)
    alamat = reverse("usulan:pic_tambah", args=[dunia.instansi.pk])
    halaman.goto(alamat)
    halaman.get_by_label("NIP").fill(dunia.administrator.nip)
    halaman.get_by_label("Kata sandi").fill(d.SANDI)
    halaman.get_by_role("button", name="Masuk").click()
    expect(halaman.get_by_role("heading", level=1)).to_contain_text("Daftarkan PIC")
    halaman.get_by_label("NIP").fill("19880417")
    halaman.get_by_label("Nama lengkap").fill("Prita Contoh")
    halaman.get_by_role("group", name="Kenaikan Pangkat").get_by_label("Menyusun", exact=True).check()
    halaman.get_by_role("button", name="Daftarkan PIC").click()
    expect(halaman.locator(".ringkasan-galat")).to_contain_text("NIP terdiri atas 18 angka")
    halaman.get_by_label("NIP").fill("198804172012121007")
    halaman.get_by_role("button", name="Daftarkan PIC").dblclick()
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Kata sandi sementara Prita Contoh")
    assert Pengguna.objects.get(nip="198804172012121007").perlu_ganti_sandi
    konteks.close()
    assert keluhan == []


def test_unit_di_bawahnya_terbuka_di_tempat(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    konteks = buka(peramban, live_server, dunia.auditor)
    halaman = halaman_baru(konteks, keluhan)
    halaman.goto(_alamat(dunia)["referensi-pohon"])
    halaman.get_by_role("link", name="Sekretariat Contoh").click()
    expect(halaman.get_by_text("Biro Contoh", exact=True)).to_be_visible()
    expect(halaman.get_by_role("link", name="Sekretariat Contoh")).to_be_visible()
    konteks.close()
    assert keluhan == []
