"""Child process: inspect the JPEG or PNG on standard input. Loaded by path, without Django (see anak.py).

Prints the same finding as bedah.py does for a PDF.
"""

import json
import os
import warnings
from typing import Any, BinaryIO

from PIL import Image

from siapp.berkas.sasaran import Ditolak

PIKSEL_MAKS = 50_000_000

# In the fence, once: a child would look for the readers of pictures at each file.
Image.preinit()


def periksa_akhir_jpeg(isi: BinaryIO) -> None:
    """Refuse a JPEG whose last scan has no end: its decoder would draw whatever follows."""
    isi.seek(0)
    bita = isi.read()
    if bita.rfind(b"\xff\xd9") < bita.rfind(b"\xff\xda"):
        raise Ditolak("GAMBAR_RUSAK")


def bedah_gambar(isi: BinaryIO, jenis: str, hasil: dict[str, Any]) -> None:
    """Inspect a JPEG or PNG: right kind, bounded, decodes to its last line."""
    Image.MAX_IMAGE_PIXELS = PIKSEL_MAKS
    format_ = jenis.rpartition("/")[2].upper()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # verify() reads a PNG's checksums to the end, load() decodes; after the first the file must be reopened.
            Image.open(isi, formats=[format_]).verify()
            isi.seek(0)
            Image.open(isi, formats=[format_]).load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as galat:
        raise Ditolak("GAMBAR_TERLALU_BESAR") from galat
    except Exception as galat:
        raise Ditolak("GAMBAR_RUSAK") from galat
    if format_ == "JPEG":
        periksa_akhir_jpeg(isi)
    hasil["halaman"] = 1


def bedah(isi: BinaryIO, jenis: str) -> dict[str, Any]:
    """Return the finding for the open picture; never raises for anything that the file contains."""
    hasil: dict[str, Any] = {"kode": "", "halaman": 0, "peringatan": [], "galat": ""}
    try:
        bedah_gambar(isi, jenis, hasil)
    except Ditolak as galat:
        hasil["kode"] = galat.args[0]
    except MemoryError:
        hasil["kode"] = "TERLALU_BERAT"
    return hasil


def utama(perintah: dict[str, Any]) -> None:
    """Inspect the picture on standard input as what `perintah["jenis"]` says it is."""
    os.lseek(0, 0, os.SEEK_SET)
    print(json.dumps(bedah(os.fdopen(0, "rb"), perintah["jenis"])))  # noqa: T201 - the child's answer
