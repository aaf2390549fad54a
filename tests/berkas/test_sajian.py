"""What leaves the room: only released, unchanged files, with safe headers, and written down."""

import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.http import FileResponse, Http404, HttpRequest
from django.test import RequestFactory
from PIL import Image

from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.audit.models import Akses
from siapp.berkas import gambar as modul_gambar
from siapp.berkas.gambar import GambarBelumSiap, bulatkan_lebar, gambar_halaman, kunci_gambar
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.berkas.penyimpanan import BerkasRusak, buka_terperiksa, hapus
from siapp.berkas.rawat import gosok_semua
from siapp.berkas.sajian import sajikan, sajikan_gambar
from siapp.berkas.tasks import gambar as tugas_gambar
from siapp.berkas.tasks import periksa as tugas_periksa
from siapp.berkas.terima import terima
from siapp.web.galat import GalatPengguna
from tests.berkas.contoh import gambar as buat_gambar
from tests.berkas.contoh import ganti_isi, pdf


@pytest.fixture
def permintaan(pic: Pengguna) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = pic
    return request


def isi_jawaban(jawaban: FileResponse) -> bytes:
    """Read the stream and close what it holds open, without ending the test's database connection."""
    isi = b"".join(jawaban.streaming_content)  # type: ignore[arg-type]
    for tutup in jawaban._resource_closers:
        tutup()
    return isi


def test_unduhan_utuh_aman_dan_tercatat(
    penyimpanan: str, permintaan: HttpRequest, tersedia: Callable[..., Berkas], pic: Pengguna
) -> None:
    berkas = tersedia(pdf(3))
    jawaban = sajikan(permintaan, berkas, nama="Surat é, akhir.pdf")
    assert isi_jawaban(jawaban) == pdf(3)
    assert jawaban["Content-Type"] == "application/pdf"
    assert jawaban["Content-Length"] == str(berkas.ukuran)
    assert jawaban["Content-Disposition"] == "attachment; filename*=utf-8''Surat%20%C3%A9%2C%20akhir.pdf"
    assert jawaban["X-Content-Type-Options"] == "nosniff"
    assert jawaban["Content-Security-Policy"].startswith("sandbox;")
    assert jawaban["Cache-Control"] == "private, no-store"
    akses = Akses.objects.get(objek=berkas.aliran)
    assert (akses.tindakan, akses.pengguna) == (Akses.Tindakan.UNDUH, pic)


def test_pdf_tidak_pernah_ditampilkan_di_peramban(
    penyimpanan_lokal: Path, permintaan: HttpRequest, tersedia: Callable[..., Berkas]
) -> None:
    jawaban = sajikan(permintaan, tersedia(), nama="surat.pdf", sebagai="lihat")
    isi_jawaban(jawaban)
    assert jawaban["Content-Disposition"].startswith("attachment")


def test_pas_foto_boleh_ditampilkan(
    penyimpanan_lokal: Path, permintaan: HttpRequest, tersedia: Callable[..., Berkas]
) -> None:
    foto = tersedia(buat_gambar(), boleh=("jpeg",))
    jawaban = sajikan(permintaan, foto, nama="foto.jpg", sebagai="lihat")
    isi_jawaban(jawaban)
    assert jawaban["Content-Disposition"].startswith("inline")


def test_mesin_tercatat_sebagai_pengunduh(penyimpanan_lokal: Path, tersedia: Callable[..., Berkas]) -> None:
    berkas = tersedia()
    isi_jawaban(sajikan(RequestFactory().get("/"), berkas, nama="a.pdf", oleh=Mesin.BKN, lewat="tautan pendek"))
    akses = Akses.objects.get(objek=berkas.aliran)
    assert (akses.mesin, akses.pengguna, akses.rincian) == (Mesin.BKN, None, {"lewat": "tautan pendek"})


@pytest.mark.parametrize("keadaan", [KeadaanBerkas.DIPERIKSA, KeadaanBerkas.DITOLAK])
def test_yang_belum_lolos_tidak_diberikan(
    keadaan: str, penyimpanan_lokal: Path, permintaan: HttpRequest, pic: Pengguna
) -> None:
    berkas = terima(BytesIO(pdf() if keadaan == KeadaanBerkas.DIPERIKSA else b"%PDF-1.7 rusak"), oleh=pic, nama="a.pdf")
    if keadaan == KeadaanBerkas.DITOLAK:
        tugas_periksa(str(berkas.pk))
        berkas.refresh_from_db()
    assert berkas.keadaan == keadaan
    with pytest.raises(GalatPengguna) as galat:
        sajikan(permintaan, berkas, nama="a.pdf")
    assert galat.value.kode == 409
    with pytest.raises(GalatPengguna):
        sajikan_gambar(permintaan, berkas, 1, 160)
    assert not Akses.objects.exists()


def test_seratus_bita_terbalik_ditemukan_seratus_kali(
    penyimpanan: str, permintaan: HttpRequest, tersedia: Callable[..., Berkas]
) -> None:
    berkas, asli, acak = tersedia(pdf(2)), pdf(2), random.Random(7)
    ditemukan = 0
    for _ in range(100):
        rusak = bytearray(asli)
        rusak[acak.randrange(len(rusak))] ^= 1 << acak.randrange(8)
        ganti_isi(berkas, bytes(rusak))
        with pytest.raises(BerkasRusak), buka_terperiksa(berkas):
            pass
        with pytest.raises(GalatPengguna, match="tidak sama lagi"):
            sajikan(permintaan, berkas, nama="surat.pdf")
        ditemukan += 1
    assert ditemukan == 100
    assert gosok_semua() == (1, 1)
    assert not Akses.objects.exists()
    ganti_isi(berkas, asli)
    with buka_terperiksa(berkas) as isi:
        assert isi.read() == asli


def test_isi_yang_hilang_dikatakan_rusak(
    penyimpanan: str, permintaan: HttpRequest, tersedia: Callable[..., Berkas]
) -> None:
    berkas = tersedia()
    hapus(berkas.kunci)
    with pytest.raises(GalatPengguna, match="tidak sama lagi"):
        sajikan(permintaan, berkas, nama="surat.pdf")


def test_pengirim_menerima_berkas_sungguhan(penyimpanan: str, tersedia: Callable[..., Berkas]) -> None:
    berkas = tersedia(pdf(2))
    with buka_terperiksa(berkas) as isi:
        assert isi.fileno() > 0
        assert isi.tell() == 0
        assert isi.read() == pdf(2)
    assert isi.closed


# --- page images --------------------------------------------------------------------------------------------------
def ukuran(isi: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(isi)) as citra:
        assert citra.format == "WEBP"
        return citra.size


def test_gambar_halaman_dibuat_disimpan_dan_tercatat_bila_terbaca(
    penyimpanan: str, permintaan: HttpRequest, tersedia: Callable[..., Berkas], pic: Pengguna
) -> None:
    berkas = tersedia(pdf(6))
    kecil = sajikan_gambar(permintaan, berkas, 6, 160)
    assert kecil["Content-Type"] == "image/webp"
    assert ukuran(kecil.content)[0] == 160
    assert not Akses.objects.exists()
    baca = sajikan_gambar(permintaan, berkas, 5, 1000)
    assert ukuran(baca.content) == (1000, 1415)
    akses = Akses.objects.get()
    assert (akses.tindakan, akses.pengguna, akses.rincian) == (Akses.Tindakan.LIHAT, pic, {"halaman": 5})


def test_gambar_berikutnya_diambil_dari_simpanan(
    penyimpanan: str, tersedia: Callable[..., Berkas], monkeypatch: pytest.MonkeyPatch
) -> None:
    berkas = tersedia(pdf(3))
    pertama = gambar_halaman(berkas, 1, 160)
    hapus(berkas.kunci)
    assert gambar_halaman(berkas, 1, 160) == pertama
    assert gambar_halaman(berkas, 3, 160)
    with pytest.raises(BerkasRusak):
        gambar_halaman(berkas, 1, 1000)


def test_pekerja_menyiapkan_halaman_pertama(penyimpanan: str, pic: Pengguna) -> None:
    berkas = terima(BytesIO(pdf(2)), oleh=pic, nama="surat.pdf")
    tugas_periksa(str(berkas.pk))
    berkas.refresh_from_db()
    # Released before a picture of it was drawn.
    assert (berkas.keadaan, berkas.gambar_pada) == (KeadaanBerkas.TERSEDIA, None)
    tugas_gambar()
    berkas.refresh_from_db()
    assert berkas.gambar_pada is not None
    hapus(berkas.kunci)
    assert gambar_halaman(berkas, 1, 1000)
    assert gambar_halaman(berkas, 2, 1000)


@pytest.mark.parametrize("nomor", [0, -1, 4])
def test_halaman_di_luar_berkas_tidak_ditemukan(
    nomor: int, penyimpanan_lokal: Path, permintaan: HttpRequest, tersedia: Callable[..., Berkas]
) -> None:
    with pytest.raises(Http404):
        sajikan_gambar(permintaan, tersedia(pdf(3)), nomor, 160)


def test_yang_tidak_mendapat_giliran_diminta_kembali(
    penyimpanan_lokal: Path, permintaan: HttpRequest, tersedia: Callable[..., Berkas], monkeypatch: pytest.MonkeyPatch
) -> None:
    berkas = tersedia()
    monkeypatch.setattr(modul_gambar, "TUNGGU_GILIRAN", 0.05)
    with modul_gambar._dapat_giliran(), modul_gambar._dapat_giliran():
        jawaban = sajikan_gambar(permintaan, berkas, 1, 1000)
    assert (jawaban.status_code, jawaban["Retry-After"]) == (503, "3")
    assert "Muat ulang" in jawaban.content.decode()
    assert sajikan_gambar(permintaan, berkas, 1, 1000).status_code == 200


def test_pelukis_yang_macet_tidak_menahan_permintaan(
    penyimpanan_lokal: Path, tersedia: Callable[..., Berkas], monkeypatch: pytest.MonkeyPatch
) -> None:
    berkas = tersedia()
    monkeypatch.setattr(modul_gambar, "BATAS", modul_gambar.Batas(dinding=1e-6))
    with pytest.raises(GambarBelumSiap):
        gambar_halaman(berkas, 1, 160)


def test_halaman_raksasa_tidak_menjadi_gambar_raksasa(penyimpanan_lokal: Path, tersedia: Callable[..., Berkas]) -> None:
    keluar = BytesIO()
    with pikepdf.Pdf.new() as dokumen:
        dokumen.add_blank_page(page_size=(100, 14_000))
        dokumen.save(keluar)
    lebar, tinggi = ukuran(gambar_halaman(tersedia(keluar.getvalue()), 1, 1800))
    assert lebar * tinggi <= 12_100_000


def test_gambar_pas_foto_tidak_membawa_keterangan_kamera(
    penyimpanan_lokal: Path, tersedia: Callable[..., Berkas]
) -> None:
    citra, keluar = Image.new("RGB", (600, 800), "navy"), BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    citra.save(keluar, "JPEG", exif=exif)
    hasil = gambar_halaman(tersedia(keluar.getvalue(), boleh=("jpeg",)), 1, 1000)
    assert b"Kamera" not in hasil
    assert ukuran(hasil) == (600, 800)


@pytest.mark.parametrize(("diminta", "dibuat"), [(1, 160), (160, 160), (161, 1000), (1001, 1800), (99_999, 1800)])
def test_lebar_dibulatkan_ke_yang_dibuat(diminta: int, dibuat: int) -> None:
    assert bulatkan_lebar(diminta) == dibuat


def test_kunci_gambar_tidak_memuat_nama(penyimpanan_lokal: Path, tersedia: Callable[..., Berkas]) -> None:
    berkas = tersedia(nama="Sari Contoh.pdf")
    assert kunci_gambar(berkas, 2, 160) == f"gambar/{berkas.pk.hex[:2]}/{berkas.pk.hex}/160/2.webp"
