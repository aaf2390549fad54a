"""Example files, made by code."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from fpdf import FPDF
from PIL import Image

from siapp.berkas.models import Berkas


@cache
def pdf(halaman: int = 1, teks: str = "Dokumen contoh") -> bytes:
    """A plain PDF with text on every page; the same bytes each time."""
    dokumen = FPDF()
    dokumen.set_creation_date(datetime(2026, 7, 1, tzinfo=UTC))
    dokumen.set_font("helvetica", size=12)
    for nomor in range(1, halaman + 1):
        dokumen.add_page()
        dokumen.cell(text=f"{teks}, halaman {nomor}")
    return bytes(dokumen.output())


def gambar(format_: str = "JPEG", lebar: int = 300, tinggi: int = 400) -> bytes:
    """A picture of two colours."""
    isi = BytesIO()
    citra = Image.new("RGB", (lebar, tinggi), "navy")
    citra.paste("white", (0, 0, lebar // 2, tinggi // 2))
    citra.save(isi, format_)
    return isi.getvalue()


def simpan_pdf(isi: bytes, ubah: Callable[[pikepdf.Pdf], object], **cara: Any) -> bytes:
    """Open `isi`, change it, and save it the way that `cara` says."""
    keluar = BytesIO()
    with pikepdf.open(BytesIO(isi)) as dokumen:
        ubah(dokumen)
        dokumen.save(keluar, deterministic_id="encryption" not in cara, **cara)
    return keluar.getvalue()


def ganti_isi(berkas: Berkas, isi: bytes) -> None:
    """Put other bytes under the file's key, as a failing disk or a thief would."""
    default_storage.delete(berkas.kunci)
    assert default_storage.save(berkas.kunci, ContentFile(isi)) == berkas.kunci


def isi_tersimpan(kunci: str) -> bytes:
    """Read what is stored under `kunci`."""
    with default_storage.open(kunci, "rb") as isi:
        return bytes(isi.read())


def semua_kunci() -> list[str]:
    """Return the keys of all original files in storage."""
    hasil = []
    with suppress(FileNotFoundError):
        for dua in default_storage.listdir("asli")[0]:
            hasil += [f"asli/{dua}/{nama}" for nama in default_storage.listdir(f"asli/{dua}")[1]]
    return hasil
