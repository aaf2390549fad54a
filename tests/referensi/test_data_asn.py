"""All of Data ASN (Lampiran API 1) on the screens, and who may see it."""

from dataclasses import fields
from datetime import date

from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from integrasi.siasn.asn import DataAsn
from integrasi.tanya.sinkron import _NAMA_ASN
from referensi.data_asn import BELUM_ADA, BIDANG, lembar_asn
from referensi.models import ASN, Keluarga
from siapp.audit.models import Akses
from tests import dunia as d
from tests.usulan.layar import masuk

CARI = "/referensi/asn/"


def _asn(dunia: d.Dunia) -> ASN:
    asn = d.buat_asn(
        dunia.instansi,
        alamat_pensiun="Jalan Contoh 7",
        pensiun_pokok=4_500_000,
        tmt_pensiun=date(2028, 6, 1),
        masa_kerja_bulan=0,
        kantor_taspen="",
        instansi_induk_id="X9",
    )
    Keluarga.objects.create(asn=asn, hubungan="PASANGAN", urutan=9, nama="Pasangan Contoh")
    Keluarga.objects.create(asn=asn, hubungan="ANAK", urutan=9, nama="Anak Contoh")
    return asn


def test_setiap_bidang_api_1_ada_sekali_dalam_tabel() -> None:
    bukan = {"hadir", "pasangan", "anak"}
    assert sorted(b.asal for b in BIDANG) == sorted({f.name for f in fields(DataAsn)} - bukan)
    for bidang in BIDANG:
        kolom = "id_siasn" if bidang.kode == "id_kini" else bidang.kode
        assert _NAMA_ASN.get(kolom, kolom) == bidang.asal
    assert len({b.label for b in BIDANG}) == len(BIDANG)


def test_nilai_ditulis_untuk_mata_dan_yang_kosong_dikatakan(dunia: d.Dunia) -> None:
    lembar = lembar_asn(_asn(dunia))
    nilai = {b.kunci: b.nilai for _, isi in lembar.kelompok for b in isi}
    assert len(nilai) == len(BIDANG)
    assert nilai["Pensiun pokok janda/duda"] == "Rp4.500.000"
    assert nilai["TMT pensiun"] == "1 Juni 2028"
    assert nilai["Masa kerja PNS, bulan"] == "0"
    assert nilai["Kantor wilayah Taspen"] == nilai["TMT meninggal"] == BELUM_ADA
    assert nilai["Instansi kerja"] == dunia.instansi.nama
    assert nilai["Instansi induk"] == "ID X9, tidak ada dalam daftar instansi"
    assert [k.hubungan for k in lembar.keluarga] == sorted((k.hubungan for k in lembar.keluarga), reverse=True)


def test_yang_melihat_usulan_melihat_seluruh_data_dan_keluarganya_tercatat(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia, asn=_asn(dunia))
    alamat = reverse("usulan:data_asn", args=[usulan.pk])
    for orang in (dunia.pic, dunia.koordinator, dunia.administrator):
        klien = masuk(orang)
        halaman = klien.get(alamat).content.decode()
        for teks in ("Jalan Contoh 7", "Rp4.500.000", "Pasangan Contoh", "Anak Contoh", BELUM_ADA):
            assert teks in halaman
        assert reverse("integrasi:segarkan_asn") in halaman
        assert Akses.objects.filter(objek=f"asn:{usulan.asn_id}", pengguna=orang, tindakan="LIHAT").exists()
        assert alamat in klien.get(reverse("usulan:rinci", args=[usulan.pk])).content.decode()
    assert alamat in masuk(dunia.verifikator).get(reverse("usulan:verifikasi", args=[usulan.pk])).content.decode()


def test_pic_instansi_lain_dan_pic_yang_orangnya_sudah_pindah_tidak_melihat(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia, asn=_asn(dunia))
    alamat = reverse("usulan:data_asn", args=[usulan.pk])
    assert masuk(dunia.pic_lain).get(alamat).status_code == 404
    ASN.objects.filter(pk=usulan.asn_id).update(instansi_kerja_id="LAIN")
    pic = masuk(dunia.pic)
    assert pic.get(alamat).status_code == 404
    assert alamat not in pic.get(reverse("usulan:rinci", args=[usulan.pk])).content.decode()
    assert masuk(dunia.koordinator).get(alamat).status_code == 200


def test_biro_mencari_orang_dengan_nip_dalam_badan_permintaan(dunia: d.Dunia) -> None:
    asn = _asn(dunia)
    klien = masuk(dunia.koordinator)
    assert not Akses.objects.filter(objek=f"asn:{asn.pk}").exists()
    halaman = klien.post(CARI, {"nip": f"NIP. {asn.nip[:8]} {asn.nip[8:]}"}).content.decode()
    assert "Jalan Contoh 7" in halaman
    assert Akses.objects.filter(objek=f"asn:{asn.pk}", pengguna=dunia.koordinator).count() == 1
    assert "Jalan Contoh 7" in klien.get(CARI).content.decode()  # back after a refresh
    assert "belum ada dalam Data ASN" in klien.post(CARI, {"nip": "197001011995031999"}).content.decode()
    assert klien.post(CARI, {"nip": "123"}).status_code == 422
    assert masuk(dunia.pic).get(CARI).status_code == 403


def test_auditor_membaca_tanpa_tombol_ambil_lagi(dunia: d.Dunia) -> None:
    asn = _asn(dunia)
    auditor = d.buat_pengguna("Auri Contoh", d.Peran(jenis=d.JenisPeran.AUDITOR))
    halaman = masuk(auditor).post(CARI, {"nip": asn.nip}).content.decode()
    assert "Jalan Contoh 7" in halaman
    assert reverse("integrasi:segarkan_asn") not in halaman


def test_jumlah_kueri_lembar_tetap(dunia: d.Dunia, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    asn = _asn(dunia)
    with django_assert_num_queries(2):
        lembar_asn(asn)
