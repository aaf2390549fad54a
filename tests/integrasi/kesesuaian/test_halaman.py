"""The page of conformance: who may see it, what it shows, and "check now"."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from integrasi import tasks
from integrasi.enums import Api
from integrasi.kesesuaian.uji_kontrak import jalankan_diminta, minta_uji
from integrasi.mitra.janji import simpan_bukti
from integrasi.mitra.setelan import host
from integrasi.models import Penyimpangan, UjiKontrak
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from siapp.celery import rute
from siapp.web.galat import GalatPengguna
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn

URL = "integrasi:kesesuaian"


def masuk(pengguna: Pengguna) -> Client:
    klien = Client()
    klien.force_login(pengguna)
    return klien


def test_hanya_administrator_dan_auditor_yang_melihat(dunia: Dunia) -> None:
    boleh = {"administrator", "auditor"}
    for peran in ("pic", "koordinator", "verifikator", "administrator", "dukungan", "kepala_biro", "auditor"):
        klien = masuk(getattr(dunia, peran))
        assert klien.get(reverse(URL)).status_code == (200 if peran in boleh else 403), peran
        diminta = klien.post(reverse(f"{URL}_uji")).status_code
        assert diminta == (302 if peran == "administrator" else 403), peran
    assert UjiKontrak.objects.count() == 1
    with pytest.raises(GalatPengguna):
        minta_uji(oleh=dunia.auditor)


def test_auditor_tidak_ditawari_tombol_uji(dunia: Dunia) -> None:
    assert "Uji sekarang" in masuk(dunia.administrator).get(reverse(URL)).content.decode()
    assert "Uji sekarang" not in masuk(dunia.auditor).get(reverse(URL)).content.decode()


def test_layar_pengiriman_menautkan_bagi_yang_boleh(dunia: Dunia) -> None:
    alamat = reverse("integrasi:pengiriman")
    assert reverse(URL) in masuk(dunia.auditor).get(alamat).content.decode()
    assert reverse(URL) not in masuk(dunia.dukungan).get(alamat).content.decode()


def test_uji_yang_diminta_dijalankan_pekerja_dan_tampak(siasn: Siasn, dunia: Dunia) -> None:
    klien = masuk(dunia.administrator)
    klien.post(reverse(f"{URL}_uji"))
    assert "Sedang diuji" in klien.get(reverse(URL)).content.decode()
    tasks.uji_kontrak()
    isi = klien.get(reverse(URL)).content.decode()
    for kata in ("Sedang diuji", "Ada yang tidak sesuai"):
        assert kata not in isi
    for kata in ("13 Referensi unor", "Token APIM", "code/data", "hanya membaca", "Tidak diuji: hanya membaca."):
        assert kata in isi
    assert all(siasn.hitungan(api)["tiba"] == 0 for api in (2, 3, 4, 5, 10, 11))


def test_ditekan_berkali_kali_satu_uji(siasn: Siasn, dunia: Dunia) -> None:
    for _ in range(5):
        minta_uji(oleh=dunia.administrator)
    assert UjiKontrak.objects.count() == 1
    assert Peristiwa.objects.filter(jenis="kesesuaian.diminta").count() == 1
    assert jalankan_diminta() == 1
    assert jalankan_diminta() == 0
    minta_uji(oleh=dunia.administrator)
    assert UjiKontrak.objects.count() == 2


def test_uji_yang_ditinggal_pekerja_mati_diambil_lagi(siasn: Siasn, dunia: Dunia) -> None:
    uji = minta_uji(oleh=dunia.administrator)
    UjiKontrak.objects.filter(pk=uji.pk).update(mulai=timezone.now())
    assert jalankan_diminta() == 0
    UjiKontrak.objects.filter(pk=uji.pk).update(mulai=timezone.now() - timedelta(minutes=21))
    assert jalankan_diminta() == 1
    uji.refresh_from_db()
    assert uji.sesuai


def test_tugasnya_berjalan_di_antrean_sinkron() -> None:
    assert rute("integrasi.tasks.uji_kontrak") == {"queue": "sinkron"}


def test_daftar_penyimpangan_tampak_dengan_jumlah_kueri_tetap(
    dunia: Dunia, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    kini = timezone.now()
    for nomor in range(30):
        Penyimpangan.objects.create(
            api="status", jenis="BIDANG_BARU", kunci=f"bidang_{nomor}", contoh="teks", pertama=kini, terakhir=kini
        )
    UjiKontrak.objects.create(host=host(), diminta_pada=kini, mulai=kini, selesai=kini, sesuai=False)
    klien = masuk(dunia.auditor)
    with django_assert_max_num_queries(14):
        isi = klien.get(reverse(URL)).content.decode()
    for kata in ("bidang_29", "Bidang baru", "Dibaca tanpa gangguan", "Ada yang tidak sesuai"):
        assert kata in isi


def test_bagian_yang_diambil_ulang_tanpa_kerangka_halaman(dunia: Dunia) -> None:
    isi = masuk(dunia.auditor).get(reverse(URL), HTTP_HX_REQUEST="true").content.decode()
    assert re.match(r'\s*<div\s+id="kesesuaian"', isi)
    assert "<html" not in isi


def test_janji_per_api_tampak_dengan_pembuktiannya(dunia: Dunia, settings: Settings) -> None:
    settings.SIASN_MODE_GANDA = "tolak_ganda:3,cari:3,kunci:5"
    simpan_bukti(host(), [(Api.USULAN, "cari", True), (Api.APPROVE, "kunci", False)], timezone.now())
    isi = masuk(dunia.administrator).get(reverse(URL)).content.decode()
    baris = [
        re.sub(r"<[^>]+>|\s+", " ", satu) for satu in re.findall(r"<tr>.*?</tr>", isi, re.DOTALL) if "Diputus" in satu
    ]
    baris = [re.sub(r" +", " ", satu).strip() for satu in baris]
    assert baris[0] == "API 3 – Usulan Kiriman kedua ditolak sebagai ganda Belum dibuktikan Diputus petugas"
    assert baris[1] == "API 4 – Kirim Dokumen Usulan Tidak ada – Diputus petugas"
    assert baris[2].startswith(
        "API 5 – Simpan/Approve oleh PIC Idempotency-Key yang sama mendapat jawaban pertama Tidak"
    )
    assert baris[3].startswith("API 11 –")
    assert re.search(r"Dapat dicari dengan referensi kita.*?Terbukti.*?Diselesaikan sendiri", isi, re.DOTALL)
