"""Child process: write the PDF on standard input anew, if that changes nothing that is seen; else write nothing.

Loaded by path, without Django (see anak.py). Only what stands around a whole document is repaired: something before
`%PDF-`, a long tail, a wrong `startxref` or table of places. What is signed stays as it is, and what lost a piece is no
case for it: another program would miss another piece. What is written is inspected like any upload by whoever asked
for it (keputusan/0083).
"""

import io
import os
import re
import time
from typing import Any, BinaryIO

import pikepdf
import pypdfium2

from siapp.berkas.bedah import PERINGATAN_WAJAR, cari_bita, periksa_kamus, telusuri

AWAL_MAKS = 1024
"""Bytes before `%PDF-` that viewers pass over."""
SISI, LUKIS_MAKS = 400, 20.0
"""Pixels of a page's longer side while compared, and seconds of CPU for all pages, twice."""
AKHIR = b"%%EOF"
# What is said of a table that was lost or does not fit: the objects themselves are all there.
PERINGATAN_LETAK = re.compile(
    r"file is damaged|can't find startxref|can't find PDF header|Attempting to reconstruct cross-reference table|"
    r"xref not found|invalid xref|startxref|xref syntax invalid|recovered"
)


def letak_saja(pdf: pikepdf.Pdf) -> bool:
    """Whether nothing but the places of its objects was wrong, and all pages are there that it tells of."""
    if not all(PERINGATAN_LETAK.search(p) or PERINGATAN_WAJAR.search(p) for p in pdf.get_warnings()):
        return False
    return int(pdf.Root.Pages.Count) == len(pdf.pages)


def bertanda_tangan(pdf: pikepdf.Pdf) -> bool:
    """Whether the file bears a signature, valid or not."""
    return any("/ByteRange" in kamus or kamus.get("/FT") == pikepdf.Name.Sig for kamus in telusuri(pdf))


def tulis_ulang(isi: bytes) -> bytes:
    """Return the document written anew, b"" when it is no case for that. Raises pikepdf.PdfError, Ditolak."""
    mulai, akhir = isi.find(b"%PDF-", 0, AWAL_MAKS + 5), isi.rfind(AKHIR)
    if mulai < 0 or akhir < mulai or b"/ByteRange" in isi:
        return b""
    # What lies around the document, too: it stays with the original, which may be fetched.
    cari_bita(isi)
    utuh = isi[mulai : akhir + len(AKHIR)] + b"\n"
    with pikepdf.open(io.BytesIO(utuh), attempt_recovery=True, suppress_warnings=True) as pdf:
        if pdf.is_encrypted or bertanda_tangan(pdf) or not letak_saja(pdf):
            return b""
        for objek in telusuri(pdf):
            # Also what the copy will leave out, for nothing refers to it: the original may be fetched.
            periksa_kamus(objek)
        keluar = io.BytesIO()
        pdf.save(
            keluar,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            fix_metadata_version=False,
            deterministic_id=True,
        )
        return keluar.getvalue() if letak_saja(pdf) else b""


def gambar(halaman: pypdfium2.PdfPage) -> Any:
    """Return the page's pixels."""
    return halaman.render(scale=SISI / max(*halaman.get_size(), 1.0)).to_pil().tobytes()


def sama_terlihat(dulu: bytes, kini: bytes) -> bool:
    """Whether PDFium draws the same pages of both, all of them and in time. Raises PdfiumError."""
    satu, dua = pypdfium2.PdfDocument(dulu), pypdfium2.PdfDocument(kini)
    if len(satu) != len(dua):
        return False
    mulai = time.process_time()
    for nomor in range(len(satu)):
        if time.process_time() - mulai > LUKIS_MAKS or gambar(satu[nomor]) != gambar(dua[nomor]):
            return False
    return True


def perbaiki(isi: bytes) -> bytes:
    """Return the repaired document, b"" when there is none; never raises for anything that the file contains."""
    try:
        baru = tulis_ulang(isi)
        return baru if baru and sama_terlihat(isi, baru) else b""
    except Exception:
        # Whatever a malformed structure makes a parser raise: it stays refused, as it was.
        return b""


def utama(_perintah: dict[str, Any]) -> None:
    """Repair the PDF on standard input."""
    os.lseek(0, 0, os.SEEK_SET)
    masuk: BinaryIO = os.fdopen(0, "rb")
    with os.fdopen(os.dup(1), "wb") as keluar:
        keluar.write(perbaiki(masuk.read()))
