"""Child process: make one PDF of the photos in the package on standard input. No Django (see anak.py).

The package is what `siapp/berkas/foto.py` writes: its order as JSON, and the photos as they came. Answers a line of
JSON (`sebab`: "" or a code of sebab.py, with ":3" for the third photo) and, if all went well, the PDF. Of a photo
nothing but its pixels comes into it: no place, no camera, no thumbnail, no film that lies behind.
"""

import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pi_heif
import pikepdf
from PIL import Image, ImageCms, ImageOps

from siapp.berkas.potong_tepi import kotak_kertas

PIKSEL_MAKS = 64_000_000
# A JPEG is decoded at a half, a quarter or an eighth: the cameras of phones make up to 200 megapixels.
PIKSEL_JPEG_MAKS = 220_000_000
SISI_MIN = 240
A4 = (595.276, 841.89)
INCI = 11.69
"""Inches of A4's longer side."""
PANJANG = 2.5
"""Times the shorter side: beyond it a picture (of a screen) is as wide as the page, not as high."""
# Dots an inch and quality, from good to still legible.
TAHAP = ((200, 85), (200, 72), (175, 70), (150, 65), (150, 50))
BUNGKUS = 1_500
"""Bytes of the PDF itself, and per page."""
PEMISAH_JPEG = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

# In the fence, once. One thread: the limit of memory counts the stacks of others.
Image.preinit()
pi_heif.options.DECODE_THREADS = 1
pi_heif.register_heif_opener()


class Ditolak(Exception):
    """A photo cannot be used; the argument is the code of the reason."""


def akhir_jpeg(isi: bytes) -> int:
    """Return where the first picture in a JPEG ends, 0 when its end is missing. A film may lie behind it."""
    letak = 2
    while letak + 4 <= len(isi):
        cocok = PEMISAH_JPEG.search(isi, letak)
        if cocok is None:
            return 0
        letak = cocok.end()
        if isi[letak - 1] == 0xD9:
            return letak
        if isi[letak - 1] != 0x01:
            letak += int.from_bytes(isi[letak : letak + 2], "big")
    return 0


def buka(isi: bytes) -> Image.Image:
    """Open a photo, judged by what it is, and decode it. Raises Ditolak, OSError and whatever a decoder raises."""
    if isi.startswith(b"\xff\xd8"):
        akhir = akhir_jpeg(isi)
        if not akhir:
            raise Ditolak("FOTO_RUSAK")
        return _terbuka(isi[:akhir], "JPEG", PIKSEL_JPEG_MAKS)
    if isi.startswith(b"\x89PNG"):
        return _terbuka(isi, "PNG", PIKSEL_MAKS)
    if isi[8:12] in {b"hevc", b"hevx"}:
        raise Ditolak("FOTO_BERGERAK")
    return _terbuka(isi, "HEIF", PIKSEL_MAKS)


def _terbuka(isi: bytes, format_: str, piksel: int) -> Image.Image:
    gambar = Image.open(io.BytesIO(isi), formats=[format_])
    if gambar.width * gambar.height > piksel:
        raise Ditolak("FOTO_TERLALU_BESAR")
    if max(gambar.size) < SISI_MIN:
        raise Ditolak("FOTO_TERLALU_KECIL")
    if format_ == "PNG" and getattr(gambar, "is_animated", False):
        raise Ditolak("FOTO_BERGERAK")
    if format_ == "JPEG":
        # Twice what the page needs: the table around the paper is still to be cut off.
        cukup = 2 * TAHAP[0][0] * INCI / max(gambar.size)
        gambar.draft(None, (round(gambar.width * cukup), round(gambar.height * cukup)))
        if gambar.width * gambar.height > PIKSEL_MAKS:
            raise Ditolak("FOTO_TERLALU_BESAR")
    gambar.load()
    return gambar


def jadi_rgb(gambar: Image.Image) -> Image.Image:
    """Return the picture in the colours of a screen, on white where it lets the ground show."""
    profil = gambar.info.get("icc_profile")
    if gambar.mode.startswith("I;16"):
        # Pillow would cut off what is above 255, that is, nearly all.
        gambar = gambar.convert("I").point(lambda abu: abu / 257).convert("L")
    if gambar.mode == "I" or gambar.mode == "F":
        gambar = gambar.point(lambda abu: abu / 257).convert("L")
    if gambar.has_transparency_data:
        atas = gambar.convert("RGBA")
        gambar = Image.alpha_composite(Image.new("RGBA", atas.size, "white"), atas).convert("RGB")
    if profil and gambar.mode in {"RGB", "CMYK"}:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            asal = ImageCms.ImageCmsProfile(io.BytesIO(profil))
            hasil = ImageCms.profileToProfile(gambar, asal, ImageCms.createProfile("sRGB"), outputMode="RGB")
            gambar = hasil or gambar
    return gambar.convert("RGB")


def siapkan(isi: bytes, putar: int) -> Image.Image:
    """Return one photo upright, without the table around the paper, no larger than a page needs."""
    gambar = buka(isi)
    with suppress(Exception):
        # What a camera wrote about the picture may be nonsense; the picture is there all the same.
        gambar = ImageOps.exif_transpose(gambar)
    gambar = jadi_rgb(gambar)
    if putar:
        gambar = gambar.rotate(-putar, expand=True)
    if kotak := kotak_kertas(gambar):
        gambar = gambar.crop(kotak)
    return diperkecil(gambar, TAHAP[0][0])


def diperkecil(gambar: Image.Image, titik: int) -> Image.Image:
    """Return the picture at `titik` dots an inch of the page, or as it is when it has fewer."""
    skala = min(1.0, titik * max(ukuran_halaman(*gambar.size)) / 72 / max(gambar.size))
    ukuran = (max(1, round(gambar.width * skala)), max(1, round(gambar.height * skala)))
    return gambar if ukuran == gambar.size else gambar.resize(ukuran, Image.Resampling.LANCZOS, reducing_gap=3.0)


def ukuran_halaman(lebar: int, tinggi: int) -> tuple[float, float]:
    """Return width and height (points) of the page of a picture: as large as A4, upright or lying, lets it be."""
    pendek, panjang = sorted((lebar, tinggi))
    skala = A4[0] / pendek
    if panjang <= PANJANG * pendek:
        skala = min(skala, A4[1] / panjang)
    return lebar * skala, tinggi * skala


def jpeg(gambar: Image.Image, mutu: int) -> bytes:
    """Return the pixels as a JPEG that says nothing else."""
    bita = io.BytesIO()
    bersih = Image.new("RGB", gambar.size)
    bersih.paste(gambar)
    bersih.save(bita, "JPEG", quality=mutu, optimize=True)
    return bita.getvalue()


def dimuatkan(induk: list[bytes], batas: int) -> list[bytes]:
    """Return the pictures so small that their PDF has at most `batas` bytes. Raises Ditolak."""
    for titik, mutu in TAHAP:
        hasil = [jpeg(diperkecil(Image.open(io.BytesIO(satu)), titik), mutu) for satu in induk]
        if sum(map(len, hasil)) + BUNGKUS * (len(hasil) + 1) <= batas:
            return hasil
    raise Ditolak("FOTO_TAK_MUAT")


def jilid(gambar: list[bytes]) -> bytes:
    """Return the PDF, a page per picture; of the same pictures always the same bytes."""
    pdf = pikepdf.new()
    for satu in gambar:
        lebar_piksel, tinggi_piksel = Image.open(io.BytesIO(satu)).size
        lebar, tinggi = ukuran_halaman(lebar_piksel, tinggi_piksel)
        objek = pikepdf.Stream(
            pdf, satu, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=lebar_piksel, Height=tinggi_piksel,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        halaman = pdf.add_blank_page(page_size=(round(lebar, 2), round(tinggi, 2)))
        halaman.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Foto=objek))
        halaman.Contents = pikepdf.Stream(pdf, f"{lebar:.2f} 0 0 {tinggi:.2f} 0 0 cm /Foto Do".encode())
    keluar = io.BytesIO()
    pdf.save(keluar, deterministic_id=True)
    return keluar.getvalue()


def gabung(bungkus: zipfile.ZipFile, urutan: str) -> bytes:
    """Return the PDF of all photos of the package, of which the part `urutan` tells the order. Raises Ditolak."""
    susunan = json.loads(bungkus.read(urutan))
    induk, banyak = list[bytes](), len(susunan["foto"])
    for nomor, satu in enumerate(susunan["foto"], start=1):
        isi = bungkus.read(satu["isi"])
        induk.append(_aman(partial(_induk, isi, satu["putar"]), nomor, banyak))
    return jilid(dimuatkan(induk, susunan["maks"]))


def _induk(isi: bytes, putar: int) -> bytes:
    return jpeg(siapkan(isi, putar), 95)


def _aman(kerja: Callable[[], bytes], nomor: int, banyak: int) -> bytes:
    """Do the work on one photo and say which one it was that failed. Raises Ditolak."""
    ke = f":{nomor}" if banyak > 1 else ""
    try:
        return kerja()
    except Ditolak as galat:
        raise Ditolak(f"{galat.args[0]}{ke}") from galat
    except MemoryError as galat:
        raise Ditolak(f"FOTO_TERLALU_BESAR{ke}") from galat
    except Exception as galat:
        # Whatever a malformed picture makes a decoder raise.
        raise Ditolak(f"FOTO_RUSAK{ke}") from galat


def utama(perintah: dict[str, Any]) -> None:
    """Make one PDF of the package on standard input, of which the part `susunan` tells the order."""
    os.lseek(0, 0, os.SEEK_SET)
    sebab, pdf = "", b""
    Image.MAX_IMAGE_PIXELS = None  # the limits above are asked before anything is decoded
    try:
        with zipfile.ZipFile(os.fdopen(0, "rb")) as bungkus:
            pdf = gabung(bungkus, perintah["susunan"])
    except Ditolak as galat:
        sebab = galat.args[0]
    sys.stdout.buffer.write(json.dumps({"sebab": sebab}).encode() + b"\n" + pdf)
