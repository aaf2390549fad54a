"""The page of the sync: asked for by people, done by the worker; a list that shrinks waits for a person."""

from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from integrasi.tanya.sinkron import jalankan_disetujui
from referensi.keadaan import KeadaanSinkron
from referensi.models import Golongan, Sinkronisasi
from siapp.audit.models import Peristiwa
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn
from tests.integrasi.views.conftest import Masuk

SINKRON = "/integrasi/sinkron/"
MULAI = reverse("integrasi:sinkron_mulai", args=["golongan"])


def test_daftar_disinkronkan_atas_permintaan_sekali_walau_ditekan_dua_kali(
    siasn: Siasn, dunia: Dunia, masuk: Masuk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    klien = masuk(dunia.administrator)
    assert "Belum pernah" in klien.get(SINKRON).content.decode()
    for _ in range(2):
        klien.post(MULAI)
    assert Sinkronisasi.objects.filter(daftar="golongan").count() == 1
    berjalan = klien.get(SINKRON, HTTP_HX_REQUEST="true").content.decode()
    assert "hx-trigger" in berjalan
    assert "Menunggu pekerja." in berjalan
    assert jalankan_disetujui() == 1
    catatan = Sinkronisasi.objects.get()
    assert (catatan.keadaan, catatan.baris) == (KeadaanSinkron.SELESAI, Golongan.objects.count())
    with django_assert_max_num_queries(8):
        isi = klien.get(SINKRON).content.decode()
    assert 'hx-trigger="load delay' not in isi
    jejak = Peristiwa.objects.get(aliran="sinkron:golongan")
    assert (jejak.jenis, jejak.oleh) == ("sinkron.diminta", dunia.administrator)


def test_baris_yang_sudah_diterima_tampak_selama_sinkronisasi(siasn: Siasn, dunia: Dunia, masuk: Masuk) -> None:
    klien = masuk(dunia.dukungan)
    klien_admin = masuk(dunia.administrator)
    klien_admin.post(MULAI)
    Sinkronisasi.objects.update(baris=7)
    isi = klien.get(SINKRON).content.decode()
    assert "7 baris diterima" in isi
    assert "Sinkronkan sekarang" not in isi


def test_daftar_yang_menyusut_menunggu_lalu_disetujui(siasn: Siasn, dunia: Dunia, masuk: Masuk) -> None:
    klien = masuk(dunia.administrator)
    klien.post(MULAI)
    jalankan_disetujui()
    semula = Golongan.objects.filter(aktif=True).count()
    siasn.gangguan({"api": "13", "jenis": "daftar_setengah"})
    klien.post(MULAI)
    jalankan_disetujui()
    menunggu = Sinkronisasi.objects.latest("pk")
    assert menunggu.keadaan == KeadaanSinkron.MENUNGGU
    assert Golongan.objects.filter(aktif=True).count() == semula
    isi = klien.get(SINKRON).content.decode()
    setujui = reverse("integrasi:sinkron_setujui", args=[menunggu.pk])
    assert setujui in isi
    assert "akan hilang" in isi
    for _ in range(2):
        klien.post(setujui)
    jalankan_disetujui()
    assert Golongan.objects.filter(aktif=True).count() < semula
    assert Peristiwa.objects.filter(aliran="sinkron:golongan", jenis="sinkron.disetujui").count() == 1


def test_daftar_yang_tidak_ada_dijawab_404(dunia: Dunia, masuk: Masuk) -> None:
    assert masuk(dunia.administrator).post("/integrasi/sinkron/entah/mulai/").status_code == 404
