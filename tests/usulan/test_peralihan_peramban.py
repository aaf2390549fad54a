"""Work that changes hands, in a real Chromium: successions, handing over, roles that end; axe in both themes."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from referensi.models import Instansi
from siapp.akun.models import Peran
from tests import dunia as d
from tests.peramban import pelanggaran, periksa_rupa, potret, tidak_bergeser
from tests.usulan.test_layar_peramban import buka, halaman_baru, keluhan
from usulan.models import Usulan

__all__ = ["keluhan"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dunia(transactional_db: None) -> d.Dunia:
    dunia = d.bangun_dunia()
    Instansi.objects.create(id="BARU", nama="Kementerian Contoh Baru", diubah_pada=timezone.now())
    d.buat_draf(dunia)
    pindah = d.diverifikasi(dunia)
    pindah.asn.instansi_kerja_id = pindah.asn.instansi_induk_id = dunia.instansi_lain.pk
    pindah.asn.save()
    return dunia


def _masuk_segar(
    dunia: d.Dunia, peramban: Browser, server: LiveServer, keluhan: list[str]
) -> tuple[BrowserContext, Page]:
    """The administrator has just given the password: who changes roles is asked for it."""
    konteks = peramban.new_context(base_url=server.url, locale="id-ID", viewport={"width": 1366, "height": 900})
    halaman = halaman_baru(konteks, keluhan)
    halaman.goto("/akun/profil/")
    halaman.get_by_label("NIP").fill(dunia.administrator.nip)
    halaman.get_by_label("Kata sandi").fill(d.SANDI)
    halaman.get_by_role("button", name="Masuk").click()
    expect(halaman.get_by_role("heading", level=1)).to_have_text("Profil saya")
    return konteks, halaman


def test_layar_yang_memindahkan_pekerjaan_lolos_axe(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    def peran(orang: str) -> int:
        return Peran.objects.get(pengguna=getattr(dunia, orang), kategori="KP" if "verif" in orang else "").pk

    usulan = Usulan.objects.get(verifikator=dunia.verifikator)
    instansi, orang = dunia.instansi.pk, dunia.pic.pk
    layar = {
        "peralihan-pilih": reverse("usulan:peralihan_terima", args=["BARU"]),
        "peralihan-isi": f"{reverse('usulan:peralihan_terima', args=['BARU'])}?lama={instansi}",
        "peralihan-daftar-kosong": reverse("usulan:peralihan_daftar"),
        "oper": reverse("usulan:oper", args=[usulan.pk]),
        "rinci-pindah": reverse("usulan:rinci", args=[usulan.pk]),
        "cabut-verifikator": reverse("usulan:peran_cabut", args=[peran("verifikator")]),
        "cabut-terakhir": reverse("usulan:peran_cabut", args=[peran("kepala_biro")]),
        "cabut-pic": reverse("usulan:pic_cabut", args=[orang, instansi]),
        "ubah-pic": reverse("usulan:pic_ubah", args=[orang, instansi]),
        "serahkan-draf": reverse("usulan:pic_serahkan", args=[orang, instansi]),
    }
    konteks, halaman = _masuk_segar(dunia, peramban, live_server, keluhan)
    for nama, alamat in layar.items():
        periksa_rupa(halaman, f"peralihan/{nama}", alamat)
    konteks.close()
    konteks = buka(peramban, live_server, dunia.koordinator)
    halaman = halaman_baru(konteks, keluhan)
    Peran.objects.filter(pengguna=dunia.verifikator).update(aktif=False)
    semua = {
        "beranda-koordinator": "/",
        "antrean-pindah": "/antrean/?tab=pindah",
        "antrean-lepas": "/antrean/?tab=lepas",
    }
    for nama, alamat in (semua | {"beban": "/antrean/beban/"}).items():
        periksa_rupa(halaman, f"peralihan/{nama}", alamat)
    konteks.close()
    assert keluhan == []


def test_peralihan_dari_pilihan_sampai_selesai_di_layar(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    konteks, halaman = _masuk_segar(dunia, peramban, live_server, keluhan)
    halaman.goto(reverse("usulan:pic_instansi", args=["BARU"]))
    halaman.get_by_role("link", name="Terima peralihan").click()
    halaman.get_by_label("Kementerian Contoh Satu").check()
    halaman.get_by_role("button", name="Lanjut").click()
    halaman.get_by_label("Tanggal berlaku").fill(f"{timezone.localdate():%d-%m-%Y}")
    halaman.get_by_label("Dasar hukum").fill("Perpres contoh nomor 1")
    halaman.get_by_role("button", name="Lihat pratinjau").click()
    expect(halaman.get_by_role("heading", name="Yang pindah", exact=True)).to_be_visible()
    for lebar in (1366, 390):
        for tema in ("light", "dark"):
            halaman.set_viewport_size({"width": lebar, "height": 900})
            halaman.emulate_media(color_scheme=tema)  # type: ignore[arg-type]
            potret(halaman, f"peralihan/pratinjau-{lebar}-{tema}")
            assert pelanggaran(halaman) == []
            assert tidak_bergeser(halaman)
    halaman.get_by_role("button", name="Ubah pilihan").click()
    expect(halaman.get_by_label("Dasar hukum")).to_have_value("Perpres contoh nomor 1")
    halaman.get_by_role("button", name="Lihat pratinjau").click()
    halaman.get_by_role("button", name="Pindahkan sekarang").click()
    expect(halaman.get_by_text("2 PIC dan 2 usulan dipindahkan kepada Kementerian Contoh Baru.")).to_be_visible()
    for nama, alamat in {
        "instansi-baru": reverse("usulan:pic_instansi", args=["BARU"]),
        "instansi-lama": reverse("usulan:pic_instansi", args=[dunia.instansi.pk]),
        "peralihan-daftar": reverse("usulan:peralihan_daftar"),
    }.items():
        periksa_rupa(halaman, f"peralihan/{nama}", alamat)
    konteks.close()
    konteks = buka(peramban, live_server, dunia.penyetuju)
    halaman = halaman_baru(konteks, keluhan)
    periksa_rupa(halaman, "peralihan/beranda-pic", "/")
    konteks.close()
    assert keluhan == []
