"""The photos of a document: put on their row together, then in order, turned, left out and added to."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from siapp.berkas.foto import asal_foto, susunan_foto
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas, JenisBerkas
from siapp.berkas.periksa import periksa_berkas
from tests import dunia as d
from tests.berkas import contoh_foto as c
from tests.usulan.layar import masuk
from tests.usulan.test_layar_dokumen import alamat, baris_wajib, kirim_berkas
from usulan.models import Dokumen, Usulan
from usulan.views.foto import urai

FOTO = c.tulis(c.kertas(400, 560))


def kirim_foto(*nama: str) -> dict[str, list[SimpleUploadedFile]]:
    return {"berkas": [SimpleUploadedFile(satu, FOTO, "image/jpeg") for satu in nama]}


@pytest.fixture
def berfoto(dunia: d.Dunia) -> tuple[Usulan, Dokumen]:
    """A draft with three photos on a row, inspected."""
    usulan = d.buat_draf(dunia)
    baris = baris_wajib(usulan)
    masuk(dunia.pic).post(alamat("unggah", usulan, baris.pk), kirim_foto("a.jpg", "b.jpg", "c.jpg"))
    assert periksa_berkas(Berkas.objects.get().pk)
    baris.refresh_from_db()
    return usulan, baris


def foto(baris: Dokumen) -> list[tuple[str, int]]:
    baris.refresh_from_db()
    assert baris.versi_kini is not None
    asal = asal_foto(baris.versi_kini.berkas)
    assert asal is not None
    return [(satu.nama, satu.putar) for satu in susunan_foto(asal).foto]


def test_beberapa_foto_pada_satu_baris_menjadi_satu_pdf(dunia: d.Dunia, berfoto: tuple[Usulan, Dokumen]) -> None:
    usulan, baris = berfoto
    versi = baris.versi_kini
    assert versi is not None
    assert (versi.berkas.jenis, versi.berkas.halaman) == (JenisBerkas.PDF, 3)
    teks = masuk(dunia.pic).get(alamat("dokumen", usulan)).text
    assert "PDF ini dibuat dari foto" in teks
    assert alamat("susun_foto", usulan, baris.pk) in teks
    asli = masuk(dunia.pic).get(alamat("unduh_asli", usulan, versi.pk))
    assert asli.headers["Content-Disposition"].endswith('-asli.zip"')
    assert b"".join(asli.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_langkah_menyusun_adalah_tautan_dan_tidak_menulis(dunia: d.Dunia, berfoto: tuple[Usulan, Dokumen]) -> None:
    usulan, baris = berfoto
    klien, halaman = masuk(dunia.pic), alamat("susun_foto", usulan, baris.pk)
    teks = klien.get(halaman).text
    assert 'href="?urutan=1-0-2&amp;gerak=1"' in teks
    teks = " ".join(klien.get(f"{halaman}?urutan=1-0-2&gerak=1").text.split())
    assert "b.jpg sekarang foto ke-1 dari 3." in teks
    assert teks.count("autofocus") == 2  # the dialog of every page has its own
    assert 'name="urutan" value="1-0-2"' in teks
    assert 'class="putar-90"' in klien.get(f"{halaman}?urutan=1r90-0").text
    assert foto(baris) == [("a.jpg", 0), ("b.jpg", 0), ("c.jpg", 0)]


def test_susunan_disimpan_sebagai_versi_baru(dunia: d.Dunia, berfoto: tuple[Usulan, Dokumen]) -> None:
    usulan, baris = berfoto
    klien, halaman = masuk(dunia.pic), alamat("susun_foto", usulan, baris.pk)
    klien.post(halaman, {"urutan": "2-0r90"} | kirim_foto("d.jpg"))
    assert foto(baris) == [("c.jpg", 0), ("a.jpg", 90), ("d.jpg", 0)]
    assert baris.versi.count() == 2
    klien.post(halaman, {"urutan": "0-1r90-2"})
    assert baris.versi.count() == 2


@pytest.mark.parametrize("teks", ["", "a", "0-0", "3", "0-", "0r45", "-1", "0,1", "0-1-2-99", "٠"])
def test_urutan_yang_bukan_urutan_tidak_dipakai(teks: str) -> None:
    assert urai(teks, 3) is None


def test_tambahan_yang_salah_dijelaskan_tanpa_mengubah_apa_pun(dunia: d.Dunia, berfoto: tuple[Usulan, Dokumen]) -> None:
    usulan, baris = berfoto
    jawab = masuk(dunia.pic).post(alamat("susun_foto", usulan, baris.pk), {"urutan": "1-0"} | kirim_berkas())
    assert jawab.status_code == 422
    assert "bukan foto" in jawab.text
    assert 'name="urutan" value="1-0"' in jawab.text
    assert baris.versi.count() == 1


def test_foto_yang_ditolak_dapat_dibuang(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia), masuk(dunia.pic)
    baris = baris_wajib(usulan)
    rusak = SimpleUploadedFile("rusak.jpg", FOTO[: len(FOTO) // 2])
    klien.post(alamat("unggah", usulan, baris.pk), {"berkas": [*kirim_foto("a.jpg")["berkas"], rusak]})
    assert periksa_berkas(Berkas.objects.get().pk)
    assert "Foto ke-2 rusak" in klien.get(alamat("dokumen", usulan)).text
    assert "rusak.jpg" in klien.get(alamat("susun_foto", usulan, baris.pk)).text
    klien.post(alamat("susun_foto", usulan, baris.pk), {"urutan": "0"})
    assert foto(baris) == [("a.jpg", 0)]


def test_dokumen_tanpa_foto_dan_usulan_orang_lain_tidak_punya_halamannya(
    dunia: d.Dunia, berfoto: tuple[Usulan, Dokumen]
) -> None:
    usulan, baris = berfoto
    lain = usulan.dokumen.exclude(pk=baris.pk).filter(persyaratan__gambar=False)[0]
    assert masuk(dunia.pic).get(alamat("susun_foto", usulan, lain.pk)).status_code == 404
    assert masuk(dunia.pic_lain).get(alamat("susun_foto", usulan, baris.pk)).status_code == 404


def test_banyak_dokumen_berfoto_tidak_menambah_kueri(dunia: d.Dunia, berfoto: tuple[Usulan, Dokumen]) -> None:
    usulan, _ = berfoto
    klien = masuk(dunia.pic)
    klien.get(alamat("dokumen", usulan))
    with CaptureQueriesContext(connection) as satu:
        klien.get(alamat("dokumen", usulan))
    for baris in usulan.dokumen.filter(persyaratan__gambar=False, versi_kini=None)[:2]:
        klien.post(alamat("unggah", usulan, baris.pk), kirim_foto(f"{baris.pk}.jpg"))
    for berkas in Berkas.objects.filter(jenis=JenisBerkas.FOTO, keadaan=KeadaanBerkas.DIPERIKSA):
        assert periksa_berkas(berkas.pk)
    with CaptureQueriesContext(connection) as tiga:
        assert klien.get(alamat("dokumen", usulan)).text.count("PDF ini dibuat dari foto") == 3
    assert len(tiga) == len(satu)
