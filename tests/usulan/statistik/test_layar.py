"""Screen 13 through the client: who sees whose figures, how many questions a page asks, pictures and files."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from referensi.models import Instansi
from siapp.akun.models import Pengguna
from tests import dunia as d
from usulan.actions import bkn
from usulan.forms.statistik import FormStatistik
from usulan.models import HitunganBulan
from usulan.statistik import hitung
from usulan.statistik.bagian import BAGIAN
from usulan.statistik.bulan import awal_bulan, geser
from usulan.statistik.gambar import batang_mendatar
from usulan.statistik.sajian import kuantil

pytestmark = pytest.mark.django_db

Buka = Callable[..., HttpResponse]
SEMUA = (*BAGIAN, "beban")


@pytest.fixture
def buka(client: Client) -> Buka:
    def _buka(pengguna: Pengguna, jalan: str = "arus/") -> HttpResponse:
        client.force_login(pengguna)
        return client.get(f"/statistik/{jalan}")

    return _buka


@pytest.fixture
def terhitung(dunia: d.Dunia) -> d.Dunia:
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        d.perbaiki(dunia, d.dikembalikan(dunia))
    d.keppres_terbit(dunia)
    bkn.terima_putusan(
        d.diverifikasi(dunia).pk, status="BTL", tanggal=timezone.localdate(), keterangan="SKP tidak terbaca"
    )
    hitung.hitung_semua()
    return dunia


def _teks(jawaban: HttpResponse) -> str:
    assert jawaban.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", jawaban.content.decode()).split())


def test_biro_melihat_semua_dan_pic_instansinya_sendiri(terhitung: d.Dunia, buka: Buka) -> None:
    for siapa in (terhitung.koordinator, terhitung.pic):
        teks = _teks(buka(siapa))
        assert "3 usulan masuk, 1 perbaikan masuk, 1 Keppres terbit" in teks
        assert "Sekarang 3 usulan terbuka" in teks
    lain = _teks(buka(terhitung.pic_lain))
    assert "0 usulan masuk" in lain
    assert "Sekarang 0 usulan terbuka" in lain


def test_pic_tidak_mencapai_instansi_lain_lewat_alamat(terhitung: d.Dunia, buka: Buka) -> None:
    instansi = terhitung.pic.peran_aktif[0].instansi_id
    for bagian in BAGIAN:
        teks = _teks(buka(terhitung.pic_lain, f"{bagian}/?instansi={instansi}"))
        assert str(terhitung.instansi) not in teks
    assert "0 usulan masuk" in _teks(buka(terhitung.pic_lain, f"arus/?instansi={instansi}"))


def test_tabel_per_instansi_hanya_untuk_biro(terhitung: d.Dunia, buka: Buka) -> None:
    assert "Putusan per instansi" in _teks(buka(terhitung.kepala_biro, "putusan/"))
    assert "Putusan per instansi" not in _teks(buka(terhitung.pic, "putusan/"))
    assert buka(terhitung.pic, "putusan/csv/instansi/").status_code == 404


def test_beban_verifikator_hanya_untuk_biro(terhitung: d.Dunia, buka: Buka) -> None:
    assert terhitung.verifikator.nama in _teks(buka(terhitung.kepala_biro, "beban/"))
    assert "Beban verifikator" not in _teks(buka(terhitung.pic))
    for jalan in ("beban/", "beban/semua.xlsx", "beban/csv/verifikator/"):
        assert buka(terhitung.pic, jalan).status_code == 403


def test_btl_menurut_layanan_alasan_dokumen_dan_putaran(terhitung: d.Dunia, buka: Buka) -> None:
    teks = _teks(buka(terhitung.kepala_biro, "putusan/"))
    assert "Biro APP memberi 2 putusan, 50,0 % BTL" in teks.replace("50 %", "50,0 %")
    assert "BKN memberi 2 putusan" in teks
    assert str(terhitung.alasan) in teks
    assert "Biro APP, putaran 1" in teks


def test_lama_di_tahap_menyebut_median_dan_batas(terhitung: d.Dunia, buka: Buka) -> None:
    teks = _teks(buka(terhitung.kepala_biro, "lama/"))
    assert "Separuh usulan melewatinya dalam 0 hari kerja" in teks
    assert "Lama menunggu pihak lain" in teks


def test_periode_dan_saringan_mengubah_angka(terhitung: d.Dunia, buka: Buka) -> None:
    lalu = (timezone.localdate() - timedelta(days=40)).strftime("%Y-%m")
    assert "1 usulan masuk" in _teks(buka(terhitung.auditor, f"arus/?dari={lalu}&sampai={lalu}"))
    assert "0 usulan masuk" in _teks(buka(terhitung.auditor, "arus/?kategori=JFKU"))
    assert "0 usulan masuk" in _teks(buka(terhitung.auditor, "arus/?periode=tahun-lalu"))


def test_yang_salah_tulis_diberi_tahu_di_bidangnya(terhitung: d.Dunia, buka: Buka) -> None:
    teks = _teks(buka(terhitung.auditor, "arus/?dari=2026-05&sampai=2026-03"))
    assert "Bulan terakhir mendahului bulan pertama" in teks
    assert "Tulis bulan dan tahun" in _teks(buka(terhitung.auditor, "arus/?dari=kapan-kapan"))


@time_machine.travel(timezone.datetime(2026, 5, 20, 9, tzinfo=timezone.get_default_timezone()))
def test_kata_periode_berarti_bulan_yang_benar(dunia: d.Dunia) -> None:
    arti = {
        "bulan-lalu": (date(2026, 4, 1), date(2026, 4, 1)),
        "triwulan-ini": (date(2026, 4, 1), date(2026, 6, 1)),
        "triwulan-lalu": (date(2026, 1, 1), date(2026, 3, 1)),
        "tahun-lalu": (date(2025, 1, 1), date(2025, 12, 1)),
        "": (date(2025, 6, 1), date(2026, 5, 1)),
    }
    for kode, rentang in arti.items():
        assert FormStatistik({"periode": kode}, pengguna=dunia.auditor).rentang == rentang
    assert FormStatistik({"sampai": "Maret 2026"}, pengguna=dunia.auditor).rentang == (
        date(2025, 4, 1),
        date(2026, 3, 1),
    )


def test_tiap_bagian_bertanya_sedikit_dan_menggambar_yang_terbaca(
    terhitung: d.Dunia, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(terhitung.kepala_biro)
    client.get("/statistik/")
    instansi = terhitung.pic.peran_aktif[0].instansi_id
    for bagian in SEMUA:
        with django_assert_max_num_queries(19) as tangkapan:
            isi = client.get(f"/statistik/{bagian}/?instansi={instansi}").content.decode()
        sql = " ".join(satu["sql"] for satu in tangkapan.captured_queries)
        assert "usulan_hitunganbulan" in sql
        for tabel in ("usulan_langkahtahap", "usulan_penilaiandokumen", "audit_peristiwa"):
            assert tabel not in sql
        gambar = re.findall(r"<svg[^>]*pygal-chart.*?</svg>", isi, re.DOTALL)
        assert gambar
        for satu in gambar:
            assert 'role="img"' in satu
            assert re.search(r"<title>[^<]+</title><desc>[^<]+</desc>", satu)
            assert not re.search(r"<style|<script|style=|<!--|onload|xlink:href", satu)


def test_papan_menyebut_bagian_yang_kembali_dan_sebabnya(terhitung: d.Dunia, buka: Buka) -> None:
    instansi = terhitung.pic.peran_aktif[0].instansi_id
    for siapa, kueri in ((terhitung.pic, ""), (terhitung.kepala_biro, f"?instansi={instansi}")):
        teks = _teks(buka(siapa, f"papan/{kueri}"))
        assert "2 dari 4 putusan BTL (50,0 %)." in teks
        assert f"terbanyak “{terhitung.alasan}”" in teks
        assert "Instansi lain lebih jarang" not in teks
    assert "Pilih satu instansi" in _teks(buka(terhitung.kepala_biro, "papan/"))


def _tambah(bulan: date, layanan: str, instansi: str | None, rinci: str, jumlah: int, ukuran: str = "PUTUSAN") -> None:
    isi = {"bulan": bulan, "layanan_id": layanan, "ukuran": ukuran, "rinci": rinci, "angka": 1}
    HitunganBulan.objects.create(instansi_id=instansi, jumlah=jumlah, **isi)


def test_papan_membandingkan_dengan_yang_lain_tanpa_nama_bila_cukup_banyak(dunia: d.Dunia, buka: Buka) -> None:
    ini = awal_bulan(timezone.localdate())
    kode, milik = "KP-STRUKTURAL", dunia.pic.peran_aktif[0].instansi_id
    lain = [
        Instansi.objects.create(id=f"L{n}", nama=f"Instansi Rahasia {n}", diubah_pada=timezone.now()) for n in "abc"
    ]
    for satu in lain[:2]:
        _tambah(ini, kode, satu.pk, "BKN:APPROVED", 9)
    _tambah(ini, kode, milik, "BKN:APPROVED", 2)
    _tambah(geser(ini, -1), kode, milik, "BKN:BTL", 2)
    _tambah(geser(ini, -1), kode, None, "BKN:BTL", 2)
    _tambah(ini, kode, None, "BKN:APPROVED", 30)
    _tambah(ini, kode, None, "BKN:BTL", 7)
    _tambah(ini, kode, milik, "buram", 3, "ALASAN")
    _tambah(ini, kode, None, "buram", 4, "ALASAN")
    _tambah(ini, kode, None, "terpotong", 9, "ALASAN")
    sendiri = _teks(buka(dunia.pic, "papan/"))
    assert "2 dari 4 putusan BTL (50,0 %). Nol BTL 1 bulan berturut-turut." in sendiri
    assert "lebih jarang" not in sendiri

    _tambah(ini, kode, lain[2].pk, "BKN:BTL", 7)
    beserta = _teks(buka(dunia.pic, "papan/"))
    assert "instansi lain 20,0 %. Nol BTL 1 bulan" in beserta
    assert "Instansi lain lebih jarang ditolak karena “Hasil pindai buram" in beserta
    assert "Instansi Rahasia" not in beserta


def test_nama_pada_gambar_tidak_menjadi_markah() -> None:
    gambar = batang_mendatar("<b>judul</b>", "isi & kata", ["<script>alert(1)</script>"], {"a<b": [1]})
    assert "<script" not in gambar
    assert "<b>" not in gambar
    assert "&lt;b&gt;judul" in gambar


def test_csv_dan_xlsx_memuat_angka_yang_sama(terhitung: d.Dunia, buka: Buka) -> None:
    baris = list(
        csv.reader(
            io.StringIO(buka(terhitung.auditor, "putusan/csv/layanan/").content.decode("utf-8-sig")), delimiter=";"
        )
    )
    buku = load_workbook(io.BytesIO(buka(terhitung.auditor, "putusan/semua.xlsx").content))
    lembar = buku["Putusan per layanan"]
    assert [sel.value for sel in lembar[1]] == baris[0]
    assert lembar.freeze_panes == "A2"
    assert lembar.auto_filter.ref
    angka = [sel.value for sel in lembar[2]][1:]
    assert all(isinstance(nilai, int | float) for nilai in angka)
    assert [float(teks.replace(",", ".")) for teks in baris[1][1:]] == [float(nilai) for nilai in angka]
    tentang = {baris[0].value: baris[1].value for baris in buku["Tentang"].iter_rows(min_row=2)}
    assert tentang["Instansi"] == "Semua"
    assert "Putusan per layanan" in tentang


def test_bagian_yang_tidak_ada_tidak_ditemukan(terhitung: d.Dunia, buka: Buka) -> None:
    assert buka(terhitung.auditor, "entah/").status_code == 404
    assert buka(terhitung.auditor, "arus/csv/entah/").status_code == 404


def test_kuantil_tepat_pada_peringkatnya() -> None:
    assert kuantil([], 0.5) is None
    assert kuantil([(0, 1), (2, 1), (9, 1)], 0.5) == 2
    assert kuantil([(0, 9), (30, 1)], 0.9) == 0
    assert kuantil([(0, 8), (30, 2)], 0.9) == 30
