"""What another program sees of a PDF: part of the child that inspects it (bedah.py, keputusan/0106).

qpdf, which inspects, finds an object by its number and its generation; PDFium, Acrobat and browsers go by the number
alone. What the one takes for nothing the others show. So PDFium writes a copy of all that it reaches, which is
inspected like the file itself; and nothing may be referred to that neither reads though it stands in the bytes.
"""

import io
import mmap
import re
import time
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, BinaryIO

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from siapp.berkas.sasaran import Ditolak

# Every page is drawn once, so small, within so many seconds of CPU.
SISI_COBA, LUKIS_MAKS = 100, 12.0
SALINAN_MAKS = 200 * 1024 * 1024
SALIN_UTUH = pdfium.FPDF_NO_INCREMENTAL | pdfium.FPDF_REMOVE_SECURITY
# Blanks and comments between the words of a header. Who makes them slow to search is stopped by the child's limits.
_SELA = rb"(?:[\x00\t\n\x0b\x0c\r ]++|%[^\r\n]*+[\r\n])++"
KEPALA = re.compile(rb"(?<!\d)0*+(\d{1,10})(?!\d)[.\d]*+" + _SELA + rb"[+-]?[.\d]++" + _SELA + rb"obj")
TABEL = re.compile(rb"(?<!start)xref((?:" + _SELA + rb"\d++" + _SELA + rb"\d++(?:" + _SELA + rb"[nf]\b)?)*+)")
LARIK_TABEL = re.compile(rb"/Index(?:[\x00\t\n\x0c\r ]|%[^\r\n]*+[\r\n])*+\[([\d\s\x00]*+)\]")
# A stream to a program that does not ask for the end of the line, a dictionary to the others.
ALIRAN_SAMAR = re.compile(rb">>(?:[\x00\t\n\x0c\r ]|%[^\r\n]*+[\r\n])*+stream(?!\r?\n)")
RUJUKAN = re.compile(rb"(?<!\d)0*+(\d{1,10}) 0 R\b")


class Terbatas(io.BytesIO):
    """Memory for a copy, with a limit: a few objects that refer to each other never make a large one."""

    def write(self, potongan: Any, /) -> int:
        """Take a piece. Raises Ditolak."""
        if self.tell() > SALINAN_MAKS:
            raise Ditolak("TERLALU_BERAT")
        return super().write(potongan)


def salin_dengan_pdfium(isi: BinaryIO, jumlah: int) -> bytes:
    """Return what PDFium reaches, written anew by it.

    Refuses a file in which it sees another number of pages than `jumlah`, or a page that it cannot draw.
    """
    isi.seek(0)
    try:
        dokumen = pypdfium2.PdfDocument(isi)
    except pypdfium2.PdfiumError as galat:
        raise Ditolak("RUSAK") from galat
    if len(dokumen) != jumlah:
        raise Ditolak("RUSAK")
    coba_lukis(dokumen)
    salinan = Terbatas()
    try:
        dokumen.save(salinan, flags=SALIN_UTUH)
    except pypdfium2.PdfiumError as galat:
        raise Ditolak("RUSAK") from galat
    return salinan.getvalue()


def coba_lukis(dokumen: pypdfium2.PdfDocument) -> None:
    """Draw every page as long as there is time. Raises Ditolak for the first that cannot be drawn."""
    mulai = time.process_time()
    for nomor in range(len(dokumen)):
        if time.process_time() - mulai > LUKIS_MAKS:
            return
        try:
            halaman = dokumen[nomor]
            halaman.render(scale=SISI_COBA / max(*halaman.get_size(), 1.0))
        except (pypdfium2.PdfiumError, ValueError) as galat:
            raise Ditolak("TAK_TERLUKIS") from galat


def nomor_kepala(isi: bytes | mmap.mmap) -> set[int]:
    """Return the numbers of all objects that begin somewhere in the bytes."""
    return {int(cocok[1]) for cocok in KEPALA.finditer(isi)}


def periksa_tabel(pdf: pikepdf.Pdf, isi: bytes | mmap.mmap) -> None:
    """Refuse two objects of one number: each program chooses another."""
    dipakai = [nomor for (nomor, _), letak in pdf.get_xref_table().items() if letak.type]
    if len(dipakai) != len(set(dipakai)):
        raise Ditolak("RUSAK")
    if any(bertindih(rentang(tabel)) for tabel in TABEL.findall(isi)):
        raise Ditolak("RUSAK")
    if any(bertindih(berpasangan(larik.split())) for larik in LARIK_TABEL.findall(isi)):
        raise Ditolak("RUSAK")


def periksa_aliran_samar(peringatan: list[str], isi: bytes | mmap.mmap) -> None:
    """Refuse what begins like a stream and is none here, when the parser mentions an object that goes on."""
    if any("expected endobj" in satu for satu in peringatan) and ALIRAN_SAMAR.search(isi):
        raise Ditolak("RUSAK")


def berpasangan(kata: list[bytes]) -> list[tuple[int, int]]:
    """Return [first, count, first, count …] as pairs."""
    return [(int(awal), int(jumlah)) for awal, jumlah in zip(kata[::2], kata[1::2], strict=False)]


def rentang(tabel: bytes) -> list[tuple[int, int]]:
    """Return the (first, count) of a table's parts: an entry of a part is three words."""
    kata, letak, hasil = re.sub(rb"%[^\r\n]*+", b"", tabel).replace(b"\0", b" ").split(), 0, list[tuple[int, int]]()
    while letak + 1 < len(kata):
        jumlah = int(kata[letak + 1])
        hasil.append((int(kata[letak]), jumlah))
        letak += 2 + 3 * jumlah
    return hasil


def bertindih(bagian: list[tuple[int, int]]) -> bool:
    """Whether two of the (first, count) hold the same number."""
    urut = sorted(satu for satu in bagian if satu[1])
    return any(awal + jumlah > lanjut for (awal, jumlah), (lanjut, _) in pairwise(urut))


def periksa_gantung(pdf: pikepdf.Pdf, isi: bytes | mmap.mmap, salinan: bytes, terbungkus: Iterable[int]) -> None:
    """Refuse a reference to nothing while something of that number stands in the file, or in its object streams.

    `salinan`: what PDFium reaches, with the numbers of the file; `terbungkus`: the numbers in object streams.
    """
    gantung = {int(cocok[1]) for cocok in RUJUKAN.finditer(salinan)} - nomor_kepala(salinan)
    # What the inspection itself has seen is not hidden, even if PDFium leaves it out.
    gantung = {nomor for nomor in gantung if pdf.get_object(nomor, 0) is None}
    if gantung and not gantung.isdisjoint(nomor_kepala(isi) | set(terbungkus)):
        raise Ditolak("RUSAK")
