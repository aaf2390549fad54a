"""What was read in a document, on the verification screen: facts beside the pages, and a search in the text."""

import random

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from siapp.audit.models import Akses, Peristiwa
from siapp.berkas import pembaca
from siapp.berkas.antre import baca_semua
from siapp.berkas.models import Bacaan, CaraBaca, HalamanBacaan
from tests import dunia as d
from tests.usulan.bacaan.korpus import surat_pengantar
from tests.usulan.bacaan.penulis import fpdf
from tests.usulan.layar import HTMX, masuk
from usulan.actions import pengajuan, verifikasi
from usulan.actions.dokumen import lampirkan
from usulan.bacaan.simpan import tafsirkan_semua
from usulan.models import Dokumen, Usulan

KERTAS = surat_pengantar(random.Random(3))


def isi(jawaban: HttpResponse) -> str:
    return " ".join(jawaban.content.decode().split())


def diverifikasi(dunia: d.Dunia, *, dibaca: bool = True) -> tuple[Usulan, Dokumen]:
    """A usulan under verification whose first row is a letter that workers have read."""
    usulan = d.buat_draf(dunia)
    dokumen = usulan.dokumen.order_by("persyaratan__urutan")[0]
    berkas = d.berkas_siap(dunia.pic, isi=fpdf(KERTAS))
    lampirkan(usulan.pk, dokumen_id=dokumen.pk, berkas=berkas, oleh=dunia.pic)
    usulan = d.lengkapi(dunia, usulan)
    pengajuan.ajukan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    verifikasi.bagi(usulan.pk, verifikator=dunia.verifikator, oleh=dunia.koordinator)
    if dibaca:
        baca(dokumen)
    return d.segar(usulan), dokumen


def baca(dokumen: Dokumen) -> None:
    """What workers do when the file of a row was released."""
    Bacaan.objects.get_or_create(berkas=dokumen.versi.get().berkas)
    baca_semua()
    tafsirkan_semua()


def url(nama: str, usulan: Usulan, *lain: object) -> str:
    return reverse(f"usulan:{nama}", args=[usulan.pk, *lain])


def cari(klien: Client, usulan: Usulan, dokumen: Dokumen, teks: str, **kepala: str) -> HttpResponse:
    return klien.post(url("cari_dokumen", usulan, dokumen.pk), {"teks": teks}, **kepala)


def test_fakta_berdiri_di_samping_halamannya(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    halaman = isi(masuk(dunia.verifikator).get(url("verifikasi", usulan), {"dokumen": dokumen.pk}))
    for kata in ("Yang terbaca di dokumen", "Surat pengantar", KERTAS.benar["nomor"], KERTAS.benar["nama"], "Presiden"):
        assert kata in halaman
    assert '<a href="#hlm-1">hlm. 1' in halaman
    assert 'id="hlm-1"' in halaman


def test_membaca_tidak_menambah_pertanyaan(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia, dibaca=False)
    klien, alamat = masuk(dunia.verifikator), url("verifikasi", usulan)

    def banyak() -> int:
        with CaptureQueriesContext(connection) as terekam:
            assert klien.get(alamat, {"dokumen": dokumen.pk}).status_code == 200
        return len(terekam)

    banyak()
    sebelum = banyak()
    baca(dokumen)
    assert banyak() == sebelum


def test_yang_belum_dibaca_dikatakan(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia, dibaca=False)
    klien, alamat = masuk(dunia.verifikator), url("verifikasi", usulan)
    assert "Isi berkas ini belum dibaca." in isi(klien.get(alamat, {"dokumen": dokumen.pk}))
    pembaca.catat_belum_dibaca()
    halaman = isi(klien.get(alamat, {"dokumen": dokumen.pk}))
    assert "Isi berkas ini menunggu dibaca." in halaman
    assert "Cari di dokumen ini" not in halaman


def test_kata_dicari_di_dokumen_dan_ditandai_di_halamannya(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    bagian = isi(cari(masuk(dunia.verifikator), usulan, dokumen, "PRESIDEN republik", **HTMX))
    assert "<mark>Presiden Republik</mark>" in bagian
    assert 'href="#hlm-1"' in bagian
    assert "<html" not in bagian


@pytest.mark.parametrize(
    ("putar", "kotak"),
    [(0, "100,200,300,250"), (90, "200,700,250,900"), (180, "700,750,900,800"), (270, "750,100,800,300")],
)
def test_tempat_kata_disebut_pada_gambar_walau_halamannya_diputar_untuk_dibaca(
    dunia: d.Dunia, putar: int, kotak: str
) -> None:
    usulan, dokumen = diverifikasi(dunia)
    baris = [[["Kepada", 0, 0, 50, 20], ["Yth", 60, 0, 90, 20]], [["Presiden", 100, 200, 300, 250, 90]]]
    HalamanBacaan.objects.filter(nomor=1).update(teks="Kepada Yth\nPresiden", baris=baris, putar=putar)
    bagian = isi(cari(masuk(dunia.verifikator), usulan, dokumen, "presiden", **HTMX))
    assert f'data-kotak="{kotak}"' in bagian


def test_nip_ditemukan_bagaimanapun_dikelompokkan(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    nip = KERTAS.benar["nip"]
    for tertulis in (nip, f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"[:8]):
        assert "<mark>" in isi(cari(masuk(dunia.verifikator), usulan, dokumen, tertulis, **HTMX))


def test_pencarian_berjalan_tanpa_javascript(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    halaman = isi(cari(masuk(dunia.verifikator), usulan, dokumen, "kenaikan"))
    assert "<html" in halaman
    assert "<mark>" in halaman
    assert "Terbitkan putusan" in halaman


def test_pencarian_kosong_ditolak_dan_yang_tidak_ada_dikatakan(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    klien = masuk(dunia.verifikator)
    assert cari(klien, usulan, dokumen, "a", **HTMX).status_code == 422
    assert "Tidak ditemukan" in isi(cari(klien, usulan, dokumen, "tidak-ada-di-sini", **HTMX))


def test_teks_dokumen_tidak_menjadi_markah(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    HalamanBacaan.objects.filter(nomor=1).update(teks="awal <script>alert(1)</script> akhir")
    bagian = isi(cari(masuk(dunia.verifikator), usulan, dokumen, "alert", **HTMX))
    assert "<script>" not in bagian
    assert "&lt;script&gt;<mark>alert</mark>" in bagian


def test_yang_dibaca_mesin_ditandai_dan_gambar_yang_tidak_terbaca_disebut(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    bacaan = Bacaan.objects.get(pk=dokumen.versi.get().berkas_id)
    for satu in bacaan.fakta["fakta"]:
        satu[5] = 71
    bacaan.save()
    HalamanBacaan.objects.create(bacaan=bacaan, nomor=9, cara=CaraBaca.GAGAL)
    klien = masuk(dunia.verifikator)
    assert "dibaca mesin dari gambar" in isi(klien.get(url("verifikasi", usulan), {"dokumen": dokumen.pk}))
    assert "1 halaman berupa gambar" in isi(cari(klien, usulan, dokumen, "Presiden", **HTMX))


def test_orang_lain_tidak_dapat_mencari(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    assert cari(masuk(dunia.pic), usulan, dokumen, "Presiden").status_code in {403, 404}
    _, dokumen_lain = diverifikasi(dunia)
    assert cari(masuk(dunia.verifikator), usulan, dokumen_lain, "Presiden").status_code == 404


def test_yang_dicari_tidak_tercatat_tetapi_pembacaannya_ya(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    cari(masuk(dunia.verifikator), usulan, dokumen, "rahasia-dicari", **HTMX)
    aliran = f"berkas:{dokumen.versi.get().berkas_id}"
    assert Akses.objects.filter(tindakan="LIHAT", objek=aliran, pengguna=dunia.verifikator).exists()
    tertulis = str(list(Akses.objects.values())) + str(list(Peristiwa.objects.values()))
    assert "rahasia-dicari" not in tertulis
