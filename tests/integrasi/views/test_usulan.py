"""What other rooms show of the exchange: a usulan's calls, a PIC's state, Data ASN fetched anew."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from integrasi.api import laju
from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.keluar.rencana import Panggilan
from integrasi.models import Pengiriman
from integrasi.petugas.tampilan import ringkas
from integrasi.views.usulan import SEGAR_SEMENIT
from referensi.models import ASN
from siapp.web.fragmen import JAJAK_TERBANYAK
from tests.dunia import INSTANSI, Dunia, buat_draf
from tests.integrasi.conftest import Siasn, ajukan, jalankan
from tests.integrasi.keluar.pembantu import pic_didaftarkan
from tests.integrasi.views.conftest import Masuk, tidak_pasti
from usulan.models import Usulan

HTMX = {"HTTP_HX_REQUEST": "true"}
SEGARKAN = "/integrasi/asn/segarkan/"


def ringkasan(usulan: Usulan) -> str:
    return reverse("integrasi:ringkasan_usulan", args=[usulan.pk])


def test_ringkasan_menghitung_dokumen_menyebut_id_dan_berhenti_bertanya_setelah_selesai(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    usulan = ajukan(selaras)
    jumlah = usulan.dokumen.exclude(versi_kini=None).count()
    klien = masuk(selaras.pic)
    awal = klien.get(ringkasan(usulan), **HTMX).content.decode()
    assert 'hx-trigger="every 5s"' in awal
    assert "Kiriman sedang disiapkan" in awal
    assert "<html" not in awal
    jalankan()
    with django_assert_max_num_queries(7):
        akhir = klien.get(ringkasan(usulan), **HTMX).content.decode()
    assert f"{jumlah} dari {jumlah} dokumen terkirim" in akhir
    assert siasn.usulan(usulan)[0]["id"] in akhir
    assert "hx-trigger" not in akhir
    assert "<html" in klien.get(ringkasan(usulan)).content.decode()


def test_ringkasan_sebagian_terkirim_tetap_bertanya_sampai_batasnya(siasn: Siasn, selaras: Dunia, masuk: Masuk) -> None:
    usulan = ajukan(selaras)
    siasn.gangguan({"api": "4", "jenis": "503", "sisa": 2})
    jalankan()
    dokumen = Pengiriman.objects.filter(usulan=usulan, api=Api.DOKUMEN)
    terkirim = dokumen.filter(keadaan=Keadaan.SELESAI).count()
    klien = masuk(selaras.pic)
    isi = klien.get(ringkasan(usulan), **HTMX).content.decode()
    assert 0 < terkirim < dokumen.count()
    assert f"{terkirim} dari {dokumen.count()} dokumen terkirim" in isi
    assert "SIASN sedang tidak tersedia. Kiriman dicoba lagi sendiri." in isi
    assert "?ke=1" in isi
    assert "?ke=" not in klien.get(ringkasan(usulan), {"ke": JAJAK_TERBANYAK}, **HTMX).content.decode()


def test_ringkasan_berhenti_bertanya_saat_hanya_orang_yang_dapat_melanjutkan(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, settings: Settings
) -> None:
    baris = tidak_pasti(siasn, selaras, settings)
    Pengiriman.objects.filter(usulan=baris.usulan, api=Api.APPROVE).update(keadaan=Keadaan.BARU)
    assert baris.usulan is not None
    isi = masuk(selaras.auditor).get(ringkasan(baris.usulan), **HTMX).content.decode()
    assert "Sedang dipastikan apakah kiriman sampai" in isi
    assert 'class="langkah-ragu"' in isi
    assert "hx-trigger" not in isi


def test_langkah_putaran_kedua_menyebut_putarannya() -> None:
    urutan = ((4, Api.USULAN), (4, Api.DOKUMEN), (4, Api.DOKUMEN), (4, Api.APPROVE), (7, Api.VERIFIKASI_BIRO))
    urutan += ((9, Api.DOKUMEN), (9, Api.APPROVE), (12, Api.VERIFIKASI_BIRO), (15, Api.SALINAN_KEPPRES))
    baris = [Pengiriman(api=api, gelombang=Panggilan(api).gelombang(nomor)) for nomor, api in urutan]
    kata = [satu["kata"] for satu in ringkas(baris, "", ditunggu=False, dipastikan={3}).langkah]
    assert kata == [
        *("Data usulan", "0 dari 2 dokumen terkirim", "Tanda tangan PIC", "Hasil verifikasi Biro APP"),
        *("0 dari 1 dokumen terkirim, putaran 2", "Tanda tangan PIC, putaran 2"),
        *("Hasil verifikasi Biro APP, putaran 2", "Salinan Keppres"),
    ]


def test_ringkasan_draf_mengatakan_belum_dikirim(dunia: Dunia, masuk: Masuk) -> None:
    usulan = buat_draf(dunia)
    isi = masuk(dunia.pic).get(ringkasan(usulan), **HTMX).content.decode()
    assert "Belum ada yang dikirim" in isi
    assert "hx-trigger" not in isi
    assert masuk(dunia.pic_lain).get(ringkasan(usulan), **HTMX).status_code == 404
    assert masuk(dunia.verifikator).get(ringkasan(usulan), **HTMX).status_code == 404


def test_status_pic_di_siasn_dari_belum_pernah_sampai_terkirim(siasn: Siasn, dunia: Dunia, masuk: Masuk) -> None:
    klien = masuk(dunia.kepala_biro)
    alamat = reverse("integrasi:pic_status", args=[7])
    assert "Belum pernah dikirim" in klien.get(alamat, **HTMX).content.decode()
    pic_didaftarkan(7)
    assert "hx-trigger" in klien.get(alamat, **HTMX).content.decode()
    jalankan()
    isi = klien.get(alamat, **HTMX).content.decode()
    assert "Akses PIC" in isi
    assert "hx-trigger" not in isi
    assert "<html" in klien.get(alamat).content.decode()


def _segarkan(klien: Client, nip: str) -> str:
    jawaban = klien.post(SEGARKAN, {"nip": nip}, HTTP_REFERER="http://testserver/bantuan/?lanjut", follow=True)
    assert jawaban.redirect_chain[0][0] == "/bantuan/?lanjut"
    return str(jawaban.content.decode())


def test_data_asn_diambil_lagi_lalu_kembali_ke_halaman_asal(siasn: Siasn, selaras: Dunia, masuk: Masuk) -> None:
    asn = ASN.objects.filter(instansi_kerja_id=INSTANSI, golongan_baru="IV/c", tanggal_meninggal=None).first()
    assert asn is not None
    ASN.objects.filter(pk=asn.pk).update(nama="Nama Lama")
    isi = _segarkan(masuk(selaras.pic), f"{asn.nip[:8]} {asn.nip[8:]}")
    assert "sudah diambil dari SIASN" in isi
    assert asn.nip not in isi
    asn.refresh_from_db()
    assert asn.nama != "Nama Lama"


def test_setiap_kegagalan_data_asn_punya_kalimat(siasn: Siasn, selaras: Dunia, masuk: Masuk) -> None:
    klien = masuk(selaras.pic)
    assert "18 angka" in _segarkan(klien, "12345")
    assert "tidak ada di SIASN" in _segarkan(klien, "196805171990011999")
    milik = ASN.objects.filter(instansi_kerja_id=INSTANSI, golongan_baru="IV/c").first()
    asing = ASN.objects.exclude(instansi_kerja_id=INSTANSI).exclude(instansi_induk_id=INSTANSI).first()
    assert milik is not None
    assert asing is not None
    assert "bukan pegawai instansi Anda" in _segarkan(klien, asing.nip)
    assert "sudah diambil" in _segarkan(masuk(selaras.verifikator), asing.nip)
    siasn.gangguan({"api": "1", "jenis": "503"})
    assert "data terakhir yang tersimpan" in _segarkan(klien, milik.nip)


def test_pengambilan_data_asn_dibatasi_tiap_orang(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, monkeypatch: pytest.MonkeyPatch
) -> None:
    laju.jatah.kosongkan()
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)
    klien = masuk(selaras.pic)
    for _ in range(SEGAR_SEMENIT):
        assert "tidak ada di SIASN" in _segarkan(klien, "196805171990011999")
    assert "Terlalu banyak permintaan" in _segarkan(klien, "196805171990011999")
    assert "tidak ada di SIASN" in _segarkan(masuk(selaras.penyetuju), "196805171990011999")
    laju.jatah.kosongkan()
