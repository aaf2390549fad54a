"""Photos in, one PDF out: upright, trimmed where it is sure, without what a camera tells, the original beside it."""

import json
import random
import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from siapp.berkas import bedah_foto
from siapp.berkas.foto import FOTO_MAKS, Kiriman, asal_foto, susun_ulang, susunan_foto, terima_dokumen
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.kenali import bentuk
from siapp.berkas.models import Berkas, JenisBerkas
from siapp.berkas.penyimpanan import buka_terperiksa
from siapp.berkas.periksa import periksa_berkas
from siapp.berkas.potong_tepi import kotak_kertas
from siapp.berkas.terimaan import DOKUMEN, GAMBAR, PDF
from siapp.web.galat import GalatPengguna
from tests.berkas import contoh_foto as c
from tests.berkas.contoh import pdf

MIB = 1024 * 1024
# What a phone writes: HEVC in boxes. Made once by libheif's encoder, which the product does not have.
HEIC = Path(__file__).with_name("contoh.heic")


def terima_foto(pic: Pengguna, *foto: bytes, maks: int = 10 * MIB) -> Berkas:
    kiriman = [Kiriman(f"IMG_{n}.jpg", BytesIO(isi)) for n, isi in enumerate(foto, start=1)]
    berkas = terima_dokumen(kiriman, oleh=pic, terimaan=DOKUMEN, ukuran_maks=maks)
    return selesai(berkas)


def selesai(berkas: Berkas) -> Berkas:
    assert periksa_berkas(berkas.pk)
    return Berkas.objects.select_related("asli").get(pk=berkas.pk)


def isi_dari(berkas: Berkas) -> bytes:
    with buka_terperiksa(berkas) as isi:
        return isi.read()


def halaman(berkas: Berkas, nomor: int = 0) -> Image.Image:
    dokumen = pypdfium2.PdfDocument(isi_dari(berkas))
    gambar: Image.Image = dokumen[nomor].render(scale=1).to_pil().convert("RGB")
    dokumen.close()
    return gambar


def warna(gambar: Image.Image, x: float, y: float) -> str:
    piksel = gambar.getpixel((round(x * gambar.width), round(y * gambar.height)))
    assert isinstance(piksel, tuple)
    merah, hijau, biru = piksel[:3]
    if merah > 180 and hijau < 90:
        return "merah"
    return "biru" if biru > 180 and hijau < 90 else "lain"


# --- what a phone sends -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("nama", c.lain())
def test_foto_menjadi_pdf_satu_halaman_dan_aslinya_tetap_utuh(
    nama: str, penyimpanan_lokal: Path, pic: Pengguna
) -> None:
    foto = c.lain()[nama]
    berkas = terima_foto(pic, foto)
    assert (berkas.keadaan, berkas.jenis, berkas.halaman) == (KeadaanBerkas.TERSEDIA, JenisBerkas.PDF, 1)
    assert berkas.asli is not None
    assert (berkas.asli.keadaan, berkas.asli.sebab_tolak) == (KeadaanBerkas.DITOLAK, "FOTO_ASLI")
    with zipfile.ZipFile(BytesIO(isi_dari(berkas.asli))) as bungkus:
        assert bungkus.read("001") == foto
    assert Peristiwa.objects.filter(aliran=berkas.aliran, jenis="berkas_dari_foto").exists()


@pytest.mark.parametrize("nama", c.salah())
def test_foto_yang_tidak_dapat_dipakai_ditolak_dengan_kalimatnya(
    nama: str, penyimpanan_lokal: Path, pic: Pengguna
) -> None:
    isi, sebab = c.salah()[nama]
    sendiri = terima_foto(pic, isi)
    assert (sendiri.sebab_tolak, sendiri.asli, sendiri.jenis) == (sebab, None, JenisBerkas.FOTO)
    assert sendiri.kalimat_tolak.startswith("Foto ini")
    kedua = terima_foto(pic, c.tulis(c.kertas()), isi)
    assert kedua.sebab_tolak == f"{sebab}:2"
    assert kedua.kalimat_tolak.startswith("Foto ke-2 ")


@pytest.mark.parametrize("arah", range(1, 9))
@pytest.mark.parametrize("format_", ["JPEG", "PNG"])
def test_foto_ditegakkan_menurut_exif(arah: int, format_: str) -> None:
    tegak = bedah_foto.siapkan(c.berarah(arah, format_), 0)
    assert tegak.height > tegak.width
    assert (warna(tegak, 0.05, 0.035), warna(tegak, 0.95, 0.965)) == ("merah", "biru")


def test_heic_dari_ponsel_dibuka_menurut_isinya(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    isi = HEIC.read_bytes()
    assert bentuk(isi[:1024]) == "heic"
    berkas = terima_foto(pic, isi)
    assert berkas.tersedia
    assert warna(halaman(berkas), 0.05, 0.035) == "merah"


def test_putaran_orang_menambah_putaran_exif() -> None:
    rebah = bedah_foto.siapkan(c.berarah(6), 90)
    assert rebah.width > rebah.height
    assert warna(rebah, 0.965, 0.05) == "merah"


def test_tempat_dan_kamera_tidak_ikut_ke_pdf(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    foto = c.berlokasi()
    assert c.TEMPAT.encode() in foto
    isi = isi_dari(terima_foto(pic, foto))
    with pikepdf.open(BytesIO(isi)) as dokumen:
        terurai = b"".join(satu.read_raw_bytes() for satu in dokumen.objects if isinstance(satu, pikepdf.Stream))
        assert "/Metadata" not in dokumen.Root
        assert not dokumen.docinfo
    for jejak in (c.TEMPAT.encode(), b"Exif", b"xmp", b"GPS"):
        assert jejak not in isi + terurai


def test_film_di_belakang_foto_tidak_ikut_dan_tidak_merusaknya() -> None:
    foto = c.bergerak_ekor()
    akhir = bedah_foto.akhir_jpeg(foto)
    assert foto[akhir : akhir + 8].endswith(b"ftyp")
    assert warna(bedah_foto.siapkan(foto, 0), 0.05, 0.035) == "merah"


def test_yang_tembus_pandang_dan_16_bit_tampak_seperti_di_layar() -> None:
    tembus, dalam = bedah_foto.siapkan(c.tembus(), 0), bedah_foto.siapkan(c.enam_belas(), 0)
    assert tembus.getpixel((10, 10)) == (255, 255, 255)
    assert max(tembus.getpixel((200, 150))) < 40  # type: ignore[arg-type]
    assert min(dalam.getpixel((10, 10))) > 200  # type: ignore[arg-type]
    assert max(dalam.getpixel((200, 150))) < 40  # type: ignore[arg-type]


# --- the order, the size, the page ------------------------------------------------------------------------------
def _bernomor(nomor: int) -> bytes:
    warna_ = [(220, 20, 20), (20, 160, 20), (20, 20, 220)][nomor]
    gambar = c.kertas()
    ImageDraw.Draw(gambar).rectangle((300, 400, 600, 700), fill=warna_)
    return c.tulis(gambar)


def _urutan(berkas: Berkas) -> list[int]:
    hasil = []
    for nomor in range(berkas.halaman or 0):
        piksel = halaman(berkas, nomor).resize((90, 127)).getpixel((45, 63))
        assert isinstance(piksel, tuple)
        hasil.append(piksel.index(max(piksel)))
    return hasil


def test_foto_digabung_menurut_urutannya_lalu_disusun_ulang(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    berkas = terima_foto(pic, *map(_bernomor, (0, 1, 2)))
    assert _urutan(berkas) == [0, 1, 2]
    asal = asal_foto(berkas)
    assert asal is not None
    assert [satu.nama for satu in susunan_foto(asal).foto] == ["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg"]
    baru = selesai(susun_ulang([asal], oleh=pic, urutan=[(2, 0), (0, 180)]))
    assert _urutan(baru) == [2, 0]
    assert baru.asli is not None
    assert [satu.putar for satu in susunan_foto(baru.asli).foto] == [0, 180]
    dua = selesai(susun_ulang([asal, baru.asli], oleh=pic, tambahan=[Kiriman("lagi.jpg", BytesIO(_bernomor(1)))]))
    assert _urutan(dua) == [0, 1, 2, 2, 0, 1]
    assert _urutan(Berkas.objects.get(pk=berkas.pk)) == [0, 1, 2]


def test_foto_yang_sama_menjadi_bungkus_dan_pdf_yang_sama(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    satu, dua = (terima_foto(pic, _bernomor(0), _bernomor(1)) for _ in range(2))
    assert satu.asli is not None
    assert dua.asli is not None
    assert (satu.sha256, satu.asli.sha256) == (dua.sha256, dua.asli.sha256)


def _bising(lebar: int, tinggi: int, benih: int) -> bytes:
    acak = random.Random(benih)
    gambar = Image.frombytes("L", (lebar // 6, tinggi // 6), acak.randbytes((lebar // 6) * (tinggi // 6)))
    return c.tulis(gambar.resize((lebar, tinggi)).convert("RGB"), quality=95)


def test_pdf_foto_dikecilkan_sampai_muat_tanpa_turun_dari_150_dpi(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    foto = [_bising(1700, 2400, benih) for benih in range(2)]
    assert sum(map(len, foto)) > 1.5 * MIB
    berkas = terima_foto(pic, *foto, maks=MIB)
    assert berkas.tersedia
    assert berkas.ukuran <= MIB
    with pikepdf.open(BytesIO(isi_dari(berkas))) as dokumen:
        for satu in dokumen.pages:
            gambar = satu.Resources.XObject.Foto
            assert int(gambar.Height) / (float(satu.mediabox[3]) / 72) >= 149


def test_foto_yang_tetap_tidak_muat_ditolak_dengan_saran(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    berkas = terima_foto(pic, _bising(1700, 2400, 3), maks=100_000)
    assert berkas.sebab_tolak == "FOTO_TAK_MUAT"
    assert "150 dpi" in berkas.kalimat_tolak


@pytest.mark.parametrize(("lebar", "tinggi"), [(3000, 4000), (4000, 3000), (1000, 1000), (1080, 12_000)])
def test_halaman_foto_sebesar_a4_dan_layar_panjang_tetap_selebar_halaman(lebar: int, tinggi: int) -> None:
    hasil = bedah_foto.ukuran_halaman(lebar, tinggi)
    assert min(hasil) <= 595.3
    assert hasil[0] / hasil[1] == pytest.approx(lebar / tinggi)
    assert max(hasil) <= 842 or tinggi > 2.5 * lebar


# --- the table around the paper ---------------------------------------------------------------------------------
def test_meja_polos_di_sekeliling_kertas_dipotong_dan_kertasnya_utuh() -> None:
    foto = c.kertas(tepi=200)
    kotak = kotak_kertas(foto)
    assert kotak is not None
    kiri, atas, kanan, bawah = kotak
    assert 100 < kiri <= 200
    assert 100 < atas <= 200
    assert 1100 <= kanan < 1200
    assert 1470 <= bawah < 1570


def _kayu() -> Image.Image:
    acak, foto = random.Random(1), c.kertas(tepi=200)
    for y in range(0, foto.height, 9):
        ImageDraw.Draw(foto).line((0, y, 199, y), fill=(40 + acak.randrange(70),) * 3, width=5)
        ImageDraw.Draw(foto).line((foto.width - 199, y, foto.width, y), fill=(40 + acak.randrange(70),) * 3, width=5)
    for x in range(0, foto.width, 9):
        ImageDraw.Draw(foto).line((x, 0, x, 199), fill=(40 + acak.randrange(70),) * 3, width=5)
        ImageDraw.Draw(foto).line((x, foto.height - 199, x, foto.height), fill=(40 + acak.randrange(70),) * 3, width=5)
    return foto


def _bercap_di_meja() -> Image.Image:
    foto = c.kertas(tepi=200)
    for x, y in ((100, 735), (1200, 735), (550, 100), (550, 1570)):
        ImageDraw.Draw(foto).text((x - 60, y), "lanjutan", fill="white", font_size=40)
    return foto


RAGU = {
    "meja-berpola": _kayu,
    "meja-terang": lambda: c.kertas(tepi=200, meja=(230, 226, 220)),
    "tanpa-meja": c.kertas,
    "kertas-gelap": lambda: Image.new("RGB", (900, 1200), (30, 30, 60)),
    "putih-polos": lambda: Image.new("RGB", (900, 1200), "white"),
}


@pytest.mark.parametrize("rupa", RAGU)
def test_bila_tidak_pasti_tidak_ada_yang_dipotong(rupa: str) -> None:
    assert kotak_kertas(RAGU[rupa]()) is None


def test_tulisan_di_luar_kertas_tetap_utuh() -> None:
    kiri, atas, kanan, bawah = kotak_kertas(_bercap_di_meja()) or (0, 0, 1300, 1670)
    assert (kiri, kanan) == (0, 1300)
    assert atas <= 100
    assert bawah >= 1610


def test_kertas_miring_tidak_pernah_terpotong_sudutnya() -> None:
    for sudut in (-9, -4, 3, 8):
        kertas = c.kertas(500, 700)
        tutup = Image.new("L", kertas.size, 255).rotate(sudut, expand=True)
        putar = kertas.rotate(sudut, expand=True)
        foto = Image.new("RGB", (900, 1100), c.MEJA)
        foto.paste(putar, (180, 180), tutup)
        kotak = kotak_kertas(foto)
        assert kotak is not None
        batas = (180, 180, 180 + putar.width, 180 + putar.height)
        assert all(k <= b for k, b in zip(kotak[:2], batas[:2], strict=True)), sudut
        assert all(k >= b for k, b in zip(kotak[2:], batas[2:], strict=True)), sudut


# --- the doors --------------------------------------------------------------------------------------------------
def test_pintu_mengatakan_dan_menerima_hal_yang_sama() -> None:
    assert DOKUMEN.kata == "PDF atau foto (JPEG, PNG, HEIC)"
    assert PDF.kata == "PDF"
    assert set(DOKUMEN.accept.split(",")) == set(GAMBAR.accept.split(",")) >= {".pdf", ".jpg", ".heic", "image/heic"}
    assert set(PDF.accept.split(",")) == {".pdf", "application/pdf"}


@pytest.mark.parametrize(
    ("terimaan", "kiriman", "jenis"),
    [
        (DOKUMEN, [pdf()], JenisBerkas.PDF),
        (DOKUMEN, [c.tulis(c.kertas())], JenisBerkas.FOTO),
        (GAMBAR, [c.tulis(c.kertas())], JenisBerkas.JPEG),
        (GAMBAR, [c.tulis(c.kertas())] * 2, JenisBerkas.FOTO),
    ],
)
def test_satu_berkas_atau_beberapa_foto(
    terimaan: object, kiriman: list[bytes], jenis: str, penyimpanan_lokal: Path, pic: Pengguna
) -> None:
    semua = [Kiriman("a.bin", BytesIO(isi)) for isi in kiriman]
    assert terima_dokumen(semua, oleh=pic, terimaan=terimaan).jenis == jenis  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("terimaan", "kiriman", "kalimat"),
    [
        (DOKUMEN, [pdf(), c.tulis(c.kertas())], "bukan foto. Pilih satu PDF, atau beberapa foto"),
        (DOKUMEN, [pdf(), pdf(2)], "bukan foto"),
        (PDF, [pdf(), pdf(2)], "Pilih satu berkas saja"),
        (PDF, [c.tulis(c.kertas())], "gambar JPEG, bukan PDF."),
        (DOKUMEN, [b"PK\x03\x04" + bytes(99)], "Word, Excel, PowerPoint, atau arsip ZIP, bukan PDF atau foto (JPEG"),
        (DOKUMEN, [b"\0\0\0\x20ftypisom" + bytes(99)], "video atau gambar AVIF"),
        (DOKUMEN, [c.tulis(c.kertas(30, 40))] * (FOTO_MAKS + 1), f"paling banyak {FOTO_MAKS} foto"),
        (DOKUMEN, [c.tulis(c.kertas()), b""], "bukan foto"),
    ],
)
def test_yang_tidak_diterima_pintu_dikatakan(
    terimaan: object, kiriman: list[bytes], kalimat: str, penyimpanan_lokal: Path, pic: Pengguna
) -> None:
    semua = [Kiriman("a.bin", BytesIO(isi)) for isi in kiriman]
    with pytest.raises(GalatPengguna) as galat:
        terima_dokumen(semua, oleh=pic, terimaan=terimaan)  # type: ignore[arg-type]
    assert kalimat in galat.value.pesan
    assert not Berkas.objects.exists()


def test_foto_terlalu_besar_disebut_namanya(
    penyimpanan_lokal: Path, pic: Pengguna, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("siapp.berkas.foto.UKURAN_MAKS", 1000)
    with pytest.raises(GalatPengguna, match=r"Foto “IMG_1\.jpg” lebih dari"):
        terima_foto(pic, c.tulis(c.kertas()))
    assert not Berkas.objects.exists()


def test_bungkus_menyimpan_urutan_dan_bita_apa_adanya(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    kiriman = [Kiriman("../a.jpg", BytesIO(_bernomor(0))), Kiriman("b.jpg", BytesIO(_bernomor(1)))]
    berkas = terima_dokumen(kiriman, oleh=pic, terimaan=DOKUMEN)
    assert berkas.nama_asli == "a dan 1 foto lain.pdf"
    with zipfile.ZipFile(BytesIO(isi_dari(berkas))) as bungkus:
        assert [satu["nama"] for satu in json.loads(bungkus.read("susunan.json"))["foto"]] == ["a.jpg", "b.jpg"]
        assert bungkus.read("002") == _bernomor(1)
