"""Photos as phones and people make them, by code: of an invented paper on a table, in every shape that comes in."""

import struct
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont, PngImagePlugin
from PIL.ExifTags import GPS, IFD, Base

MEJA = (62, 48, 40)
TEMPAT = "Jakarta-Rahasia"
"""Stands in the metadata of `berlokasi` and must not stand in a PDF."""


def kertas(lebar: int = 900, tinggi: int = 1270, tepi: int = 0, meja: tuple[int, int, int] = MEJA) -> Image.Image:
    """A paper with a red mark at its upper left, a blue one at its lower right, on a table `tepi` pixels wide."""
    lembar = Image.new("RGB", (lebar, tinggi), (244, 243, 238))
    pena = ImageDraw.Draw(lembar)
    for nomor in range(tinggi // 60 - 4):
        pena.text(
            (90, 120 + 60 * nomor), f"Menetapkan hal ke-{nomor} bagi pegawai contoh", "black", _huruf(lebar // 32)
        )
    pena.rectangle((20, 20, 70, 70), "red")
    pena.rectangle((lebar - 71, tinggi - 71, lebar - 21, tinggi - 21), "blue")
    if not tepi:
        return lembar
    foto = Image.new("RGB", (lebar + 2 * tepi, tinggi + 2 * tepi), meja)
    foto.paste(lembar, (tepi, tepi))
    return foto


def _huruf(ukuran: int) -> Any:
    return ImageFont.load_default(ukuran)


def tulis(gambar: Image.Image, format_: str = "JPEG", **pilihan: Any) -> bytes:
    bita = BytesIO()
    gambar.save(bita, format_, **pilihan)
    return bita.getvalue()


# How a sensor that was held like this sees an upright paper: the inverse of what EXIF says has to be done.
PEGANG: dict[int, Callable[[Image.Image], Image.Image]] = {
    1: lambda g: g,
    2: lambda g: g.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    3: lambda g: g.transpose(Image.Transpose.ROTATE_180),
    4: lambda g: g.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
    5: lambda g: g.transpose(Image.Transpose.TRANSPOSE),
    6: lambda g: g.transpose(Image.Transpose.ROTATE_90),
    7: lambda g: g.transpose(Image.Transpose.TRANSVERSE),
    8: lambda g: g.transpose(Image.Transpose.ROTATE_270),
}


def berarah(arah: int, format_: str = "JPEG") -> bytes:
    """A photo that its EXIF says to turn."""
    exif = Image.Exif()
    exif[Base.Orientation] = arah
    return tulis(PEGANG[arah](kertas()), format_, exif=exif)


def berlokasi() -> bytes:
    """A photo that tells where and by what it was made, in EXIF, XMP and a comment."""
    exif = Image.Exif()
    exif[Base.Make] = TEMPAT
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (6.0, 12.0, 30.0)
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSAreaInformation] = TEMPAT.encode()
    return tulis(kertas(), exif=exif, comment=TEMPAT.encode(), xmp=TEMPAT.encode())


def bergerak_ekor() -> bytes:
    """A motion photo: a film lies behind the picture, with bytes in it that look like markers of a JPEG."""
    film = struct.pack(">I", 24) + b"ftypmp42\0\0\0\0isommp42" + b"\xff\xda\x00\x08" + bytes(4000) + b"\xff\xda\xff"
    return tulis(kertas()) + film


def beranimasi() -> bytes:
    """A PNG that moves."""
    satu, dua = kertas(400, 500), kertas(400, 500).filter(ImageFilter.BoxBlur(3))
    return tulis(satu, "PNG", save_all=True, append_images=[dua], duration=200)


def tembus() -> bytes:
    """A palette of which one colour lets the ground show: black words on nothing."""
    gambar = Image.new("P", (600, 800), 0)
    gambar.putpalette([0, 0, 0, 10, 10, 10] + [200] * 762)
    ImageDraw.Draw(gambar).rectangle((100, 100, 300, 200), fill=1)
    return tulis(gambar, "PNG", transparency=0)


def enam_belas() -> bytes:
    """A grey PNG of 16 bits: a light paper with a dark bar."""
    gambar = Image.new("I;16", (600, 800), 60_000)
    gambar.paste(Image.new("I;16", (200, 100), 4_000), (100, 100))
    return tulis(gambar, "PNG")


def bom_png(lebar: int = 60_000, tinggi: int = 60_000) -> bytes:
    """A PNG that claims to be huge: its head alone."""
    kepala = PngImagePlugin.putchunk
    bita = BytesIO(b"\x89PNG\r\n\x1a\n")
    bita.seek(0, 2)
    kepala(bita, b"IHDR", struct.pack(">2I5B", lebar, tinggi, 8, 2, 0, 0, 0))
    kepala(bita, b"IDAT", bytes(100))
    kepala(bita, b"IEND")
    return bita.getvalue()


def lain() -> dict[str, bytes]:
    """Photos that are taken, by name."""
    return {
        "jpeg": tulis(kertas()),
        "png": tulis(kertas(), "PNG"),
        "progresif": tulis(kertas(), progressive=True),
        "kelabu": tulis(kertas().convert("L")),
        "cmyk": tulis(kertas().convert("CMYK")),
        "tembus": tembus(),
        "rgba": tulis(kertas().convert("RGBA"), "PNG"),
        "la": tulis(kertas().convert("LA"), "PNG"),
        "satu-bit": tulis(kertas().convert("1"), "PNG"),
        "16-bit": enam_belas(),
        "berlokasi": berlokasi(),
        "foto-bergerak": bergerak_ekor(),
        "layar-panjang": tulis(kertas(400, 2400), "PNG"),
        "exif-kacau": tulis(kertas(), exif=b"Exif\0\0II*\0\xff\xff\xff\xff"),
    }


def salah() -> dict[str, tuple[bytes, str]]:
    """Photos that are refused, with the code of the reason."""
    jpeg, png = tulis(kertas()), tulis(kertas(), "PNG")
    return {
        "jpeg-terpotong": (jpeg[: len(jpeg) // 2], "FOTO_RUSAK"),
        "jpeg-tanpa-akhir": (jpeg[:-2], "FOTO_RUSAK"),
        "png-terpotong": (png[: len(png) // 2], "FOTO_RUSAK"),
        "png-bom": (bom_png(), "FOTO_TERLALU_BESAR"),
        "jpeg-bom": (jpeg[: jpeg.index(b"\xff\xc0") + 5] + b"\xff\xff\xff\xff" + jpeg[jpeg.index(b"\xff\xc0") + 9 :],
                     "FOTO_TERLALU_BESAR"),
        "animasi": (beranimasi(), "FOTO_BERGERAK"),
        "gambar-kecil": (tulis(kertas(80, 110)), "FOTO_TERLALU_KECIL"),
        "heic-sampah": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(2000), "FOTO_RUSAK"),
    }  # fmt: skip
