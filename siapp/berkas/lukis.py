"""Child process: draw pages of the file on standard input as WebP. Loaded by path, without Django (see anak.py).

Writes, per page, four bytes of length (big endian) and the picture. Ends with 0 when all pages were drawn.
"""

import os
import sys
from io import BytesIO
from typing import Any, BinaryIO

import pypdfium2
from PIL import Image, ImageOps

# A page may be very long or very large: the picture's area is bounded whatever its shape (pixels).
PIKSEL_MAKS = 12_000_000
# A WebP has at most 16,383 pixels a side.
SISI_MAKS = 8_000
PIKSEL_GAMBAR_MAKS = 50_000_000

# In the fence, once: a child would look for the writer of WebP at each file.
Image.init()


def lukis_halaman(halaman: pypdfium2.PdfPage, lebar: int) -> Image.Image:
    """Return one page as a picture `lebar` pixels wide; narrower if it would be too high or too large."""
    poin_lebar, poin_tinggi = (max(poin, 1.0) for poin in halaman.get_size())
    skala = min(lebar / poin_lebar, SISI_MAKS / poin_tinggi, (PIKSEL_MAKS / (poin_lebar * poin_tinggi)) ** 0.5)
    gambar: Image.Image = halaman.render(scale=skala, may_draw_forms=True).to_pil()
    return gambar


def lukis_pdf(isi: BinaryIO, perintah: dict[str, Any], keluar: BinaryIO) -> None:
    """Draw the asked pages of a PDF."""
    dokumen = pypdfium2.PdfDocument(isi)
    dokumen.init_forms()
    for nomor in range(perintah["mulai"], perintah["sampai"] + 1):
        tulis(lukis_halaman(dokumen[nomor - 1], perintah["lebar"]), keluar)


def lukis_gambar(isi: BinaryIO, perintah: dict[str, Any], keluar: BinaryIO) -> None:
    """Scale a picture; nothing but its pixels survives (no place, no camera)."""
    Image.MAX_IMAGE_PIXELS = PIKSEL_GAMBAR_MAKS
    with Image.open(isi, formats=["JPEG", "PNG"]) as gambar:
        tegak = ImageOps.exif_transpose(gambar).convert("RGB")
    tegak.thumbnail((perintah["lebar"], perintah["lebar"] * 4))
    tulis(tegak, keluar)


def tulis(gambar: Image.Image, keluar: BinaryIO) -> None:
    """Write one picture with its length before it."""
    bita = BytesIO()
    gambar.convert("RGB").save(bita, "WEBP", quality=80, method=1)
    keluar.write(bita.tell().to_bytes(4, "big") + bita.getvalue())
    keluar.flush()


def utama(perintah: dict[str, Any]) -> None:
    """Draw what `perintah` asks for of the file on standard input."""
    isi = os.fdopen(0, "rb")
    isi.seek(0)
    lukis = lukis_pdf if perintah["jenis"] == "application/pdf" else lukis_gambar
    lukis(isi, perintah, sys.stdout.buffer)
