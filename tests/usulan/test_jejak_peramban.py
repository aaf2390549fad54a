"""Who read whose data, in a real Chromium."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from siapp.akun.models import Peran
from siapp.akun.peran import JenisPeran, Mesin
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from tests import dunia as d
from tests.peramban import periksa_rupa, potret
from tests.usulan.test_layar_peramban import buka, halaman_baru, keluhan

__all__ = ["keluhan"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]


def test_jejak_seseorang_lolos_axe_dan_tidak_menggulir_ke_samping(
    transactional_db: None, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    dunia = d.bangun_dunia()
    usulan = d.keppres_terbit(dunia)
    dokumen = usulan.dokumen.exclude(versi_kini=None).get(persyaratan__urutan=1)
    assert dokumen.versi_kini is not None
    catat_akses(Akses.Tindakan.LIHAT, f"usulan:{usulan.pk}", oleh=dunia.verifikator)
    catat_akses(Akses.Tindakan.UNDUH, dokumen.versi_kini.berkas.aliran, oleh=Mesin.BKN, klien="SIASN")
    catat_akses(Akses.Tindakan.EKSPOR, f"usulan:{usulan.pk}", oleh=dunia.koordinator, bentuk="xlsx")
    auditor = d.buat_pengguna("Anggun Contoh", Peran(jenis=JenisPeran.AUDITOR))
    halaman = halaman_baru(buka(peramban, live_server, auditor), keluhan)
    periksa_rupa(halaman, "usulan/jejak-orang", reverse("usulan:jejak_orang", args=[usulan.pk]))
    periksa_rupa(halaman, "usulan/bukti", reverse("integrasi:bukti", args=[usulan.pk]))
    halaman.emulate_media(media="print")
    assert halaman.get_by_role("navigation").count() == 0
    potret(halaman, "usulan/bukti-cetak")
    halaman.emulate_media(media="screen")
    periksa_rupa(halaman, "usulan/jejak-cari", reverse("usulan:jejak_cari"))
    halaman.get_by_label("NIP, nama, atau nomor usulan").fill("contoh")
    halaman.get_by_role("button", name="Cari").click()
    halaman.get_by_role("heading", name="Apa yang dilakukan pengguna ini").wait_for()
    potret(halaman, "usulan/jejak-hasil")
    assert keluhan == []
