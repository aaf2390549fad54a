"""The delivery monitor and the page of one call."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.mitra.setelan import host
from integrasi.models import KeadaanMitra, Pengiriman, Percobaan
from siapp.audit.models import Peristiwa
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan, jalankan
from tests.integrasi.keluar.pembantu import pic_didaftarkan
from tests.integrasi.views.conftest import Masuk, ditolak, perbaiki_semua, tidak_pasti

PENGIRIMAN = "/integrasi/pengiriman/"


def rinci(baris: Pengiriman) -> str:
    return reverse("integrasi:pengiriman_rinci", args=[baris.pk])


def test_kegagalan_terkumpul_menurut_sebab_dengan_kalimat_dan_langkah(siasn: Siasn, dunia: Dunia, masuk: Masuk) -> None:
    baris = [ditolak(nomor) for nomor in (1, 2)]
    isi = masuk(dunia.administrator).get(PENGIRIMAN).content.decode()
    assert "SIASN menolak kiriman ini." in isi
    assert "minta PIC memperbaiki datanya" in isi
    assert "Kirim ulang 2" in isi
    assert all(rinci(satu) in isi for satu in baris)
    assert "100,0 %" in isi


def test_saringan_ada_di_alamat_dan_tampak_sebagai_keping(siasn: Siasn, dunia: Dunia, masuk: Masuk) -> None:
    tertolak, baru = ditolak(), pic_didaftarkan(2)
    klien = masuk(dunia.auditor)
    isi = klien.get(PENGIRIMAN, {"keadaan": "DITOLAK", "api": "2"}).content.decode()
    assert rinci(tertolak) in isi
    assert rinci(baru) not in isi
    assert "Hapus saringan" in isi
    asing = klien.get(PENGIRIMAN, {"keadaan": "ENTAH", "api": "x", "sebab": "tak-ada"}).content.decode()
    assert rinci(baru) in asing
    jalankan()
    assert rinci(baru) not in klien.get(PENGIRIMAN).content.decode()
    assert rinci(baru) in klien.get(PENGIRIMAN, {"keadaan": "semua"}).content.decode()


def test_jumlah_kueri_tetap_berapa_pun_kirimannya(
    siasn: Siasn, dunia: Dunia, masuk: Masuk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    klien = masuk(dunia.administrator)
    ditolak()
    klien.get(PENGIRIMAN)
    with CaptureQueriesContext(connection) as sedikit:
        klien.get(PENGIRIMAN)
    for nomor in range(2, 12):
        pic_didaftarkan(nomor)
    Pengiriman.objects.filter(keadaan=Keadaan.BARU).update(keadaan=Keadaan.MATI, sebab="dns")
    with django_assert_num_queries(len(sedikit)):
        klien.get(PENGIRIMAN)
    assert len(sedikit) <= 13


def test_isi_kiriman_ditutup_dan_tidak_ada_nama_atau_nip_di_sumber_halaman(
    siasn: Siasn, selaras: Dunia, masuk: Masuk
) -> None:
    usulan = ajukan(selaras)
    jalankan()
    klien = masuk(selaras.administrator)
    teken = Pengiriman.objects.get(usulan=usulan, api=Api.APPROVE)
    assert teken.muatan["nama_approval"] == "Damar Contoh"
    data = Pengiriman.objects.get(usulan=usulan, api=Api.USULAN)
    dokumen = Pengiriman.objects.filter(usulan=usulan, api=Api.DOKUMEN).first()
    assert dokumen is not None
    for baris in (teken, data, dokumen):
        isi = klien.get(rinci(baris)).content.decode()
        assert usulan.nomor in isi
        for rahasia in (usulan.nip, usulan.nama, "Damar Contoh", selaras.penyetuju.nip, usulan.asn_id):
            assert rahasia not in isi
    assert "••••" + selaras.penyetuju.nip[-3:] in klien.get(rinci(teken)).content.decode()
    assert "data usulan · tmt" in klien.get(rinci(data)).content.decode()
    assert "Dokumen “" in klien.get(rinci(dokumen)).content.decode()


def test_kiriman_yang_menunggu_menyebut_yang_harus_selesai_lebih_dulu(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, settings: Settings
) -> None:
    baris = tidak_pasti(siasn, selaras, settings)
    teken = Pengiriman.objects.get(usulan=baris.usulan, api=Api.APPROVE)
    Pengiriman.objects.filter(pk=teken.pk).update(keadaan=Keadaan.BARU)
    isi = masuk(selaras.auditor).get(rinci(teken)).content.decode()
    assert "Menunggu kiriman yang harus selesai lebih dulu" in isi
    assert rinci(baris) in isi
    assert "Kirim ulang" not in isi


def test_kirim_ulang_dari_halaman_satu_kiriman_sampai_di_siasn(siasn: Siasn, dunia: Dunia, masuk: Masuk) -> None:
    baris = ditolak()
    perbaiki_semua()
    klien = masuk(dunia.dukungan)
    assert "Kirim ulang" in klien.get(rinci(baris)).content.decode()
    jawaban = klien.post(reverse("integrasi:pengiriman_kirim_ulang", args=[baris.pk]), follow=True)
    assert "Kiriman masuk antrean" in jawaban.content.decode()
    jalankan()
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.SELESAI
    assert len(siasn.peran()) == 1


def test_dua_puluh_tekanan_dua_orang_sekaligus_menjadi_satu_percobaan(siasn: Siasn, dunia: Dunia, masuk: Masuk) -> None:
    baris = ditolak()
    perbaiki_semua()
    url = reverse("integrasi:pengiriman_kirim_ulang", args=[baris.pk])
    klien = [masuk(dunia.administrator), masuk(dunia.dukungan)]

    def tekan(ke: int) -> int:
        try:
            return int(klien[ke % 2].post(url).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as kolam:
        kode = list(kolam.map(tekan, range(20)))
    assert set(kode) == {302}
    assert Percobaan.objects.filter(pengiriman=baris, sebab="kirim_ulang").count() == 1
    jejak = Peristiwa.objects.filter(aliran=f"pengiriman:{baris.pk}", jenis="pengiriman.kirim_ulang")
    assert jejak.count() == 20
    assert set(jejak.values_list("oleh", flat=True)) == {dunia.administrator.pk, dunia.dukungan.pk}
    jalankan()
    assert siasn.hitungan(2)["efek"] == 1


def test_kirim_ulang_yang_dicentang_dan_semua_satu_sebab(siasn: Siasn, dunia: Dunia, masuk: Masuk) -> None:
    baris = [ditolak(nomor) for nomor in (1, 2, 3)]
    perbaiki_semua()
    klien = masuk(dunia.dukungan)
    kosong = klien.post(reverse("integrasi:kirim_ulang_banyak"), follow=True)
    assert "Centang paling sedikit satu" in kosong.content.decode()
    asing = klien.post(reverse("integrasi:kirim_ulang_banyak"), {"pilih": "bukan-id"}, follow=True)
    assert asing.status_code == 200
    pilih = klien.post(reverse("integrasi:kirim_ulang_banyak"), {"pilih": [baris[0].pk]}, HTTP_REFERER=PENGIRIMAN)
    assert pilih.status_code == 302
    assert Pengiriman.objects.filter(keadaan=Keadaan.ULANG).get() == baris[0]
    sebab = klien.post(reverse("integrasi:kirim_ulang_sebab"), {"sebab": baris[1].sebab}, follow=True)
    assert "2 kiriman masuk antrean." in sebab.content.decode()
    jalankan()
    assert not Pengiriman.objects.exclude(keadaan=Keadaan.SELESAI).exists()


def test_yang_tidak_pasti_tidak_dikirim_ulang_buta(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, settings: Settings
) -> None:
    baris = tidak_pasti(siasn, selaras, settings)
    jawaban = masuk(selaras.administrator).post(reverse("integrasi:pengiriman_kirim_ulang", args=[baris.pk]))
    assert jawaban.status_code == 409
    assert "Nyatakan dulu" in jawaban.content.decode()
    jalankan()
    assert siasn.hitungan(3)["efek"] == 1


@pytest.mark.parametrize("orang", ["pic", "verifikator", "administrator"])
def test_semua_orang_diberi_tahu_saat_siasn_tidak_terjangkau(dunia: Dunia, masuk: Masuk, orang: str) -> None:
    klien = masuk(getattr(dunia, orang))
    KeadaanMitra.objects.create(host=host(), terbuka_sejak=timezone.now(), coba_lagi_pada=timezone.now())
    isi = klien.get("/bantuan/").content.decode()
    assert f"SIASN sedang tidak terjangkau sejak {timezone.localtime():%H}." in isi
    assert "kiriman menunggu dan terkirim sendiri" in isi


def test_spanduk_paling_banyak_satu_kueri_lalu_diingat(dunia: Dunia, masuk: Masuk) -> None:
    klien = masuk(dunia.pic)
    with CaptureQueriesContext(connection) as pertama:
        klien.get("/bantuan/")
    with CaptureQueriesContext(connection) as kedua:
        klien.get("/bantuan/")
    assert sum("keadaanmitra" in satu["sql"] for satu in pertama) == 1
    assert sum("keadaanmitra" in satu["sql"] for satu in kedua) == 0
