"""Child process: read the text layer of the PDF on standard input. Loaded by path, without Django (see anak.py).

Writes one JSON object a page and line: `nomor`, `baris` (lines of words, each [text, left, top, right, bottom]),
`pindaian` (the page is a picture: what it says is still to be read by tesseract). A child that fails at a later page
has handed over the earlier ones. What a file calls text is anything at all: only what can be seen is kept.
"""

import ctypes
import json
import os
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium

from siapp.berkas.baris import SISI, Kata, potongan, susun
from siapp.teks import bersih

KATA_MAKS = 100
"""Characters of a word; no word of a paper is longer."""
OBJEK_MAKS = 5_000
# A page of which a picture covers that share says what it says in the picture, unless so many letters stand on it too.
BAGIAN_GAMBAR = 0.5
HURUF_CUKUP = 600
# More signs than this share that mean nothing: the fonts do not say which letters they draw.
BAGIAN_RUSAK = 0.3
TAK_TAMPAK = 3


class Huruf:
    """The characters of one page with their places, as PDFium finds them."""

    def __init__(self, halaman: pypdfium2.PdfPage) -> None:
        self.halaman, self.teks = halaman, halaman.get_textpage()
        self.jumlah = pdfium.FPDFText_CountChars(self.teks)
        self._kotak = [ctypes.c_double() for _ in range(4)]
        self._titik = (ctypes.c_int(), ctypes.c_int())

    def tanda(self, nomor: int) -> str:
        """Return the character; "" for none that can be written."""
        kode = pdfium.FPDFText_GetUnicode(self.teks, nomor)
        return chr(kode) if 0 < kode < 0x110000 and not 0xD800 <= kode < 0xE000 else ""

    def tampak(self, nomor: int) -> bool:
        """Whether the character is drawn; the words of a scanner's own reader lie unseen behind its picture."""
        objek = pdfium.FPDFText_GetTextObject(self.teks, nomor)
        return not objek or pdfium.FPDFTextObj_GetTextRenderMode(objek) != TAK_TAMPAK

    def kotak(self, nomor: int) -> tuple[float, float, float, float]:
        """Return the rectangle of the character on the page: left, right, bottom, top (points)."""
        pdfium.FPDFText_GetCharBox(self.teks, nomor, *self._kotak)
        kiri, kanan, bawah, atas = (k.value for k in self._kotak)
        return kiri, kanan, bawah, atas

    def letak(self, x: float, y: float) -> tuple[int, int]:
        """Return a place on the page as it is read, turned and cut, in units of `SISI`."""
        pdfium.FPDF_PageToDevice(self.halaman, 0, 0, SISI, SISI, 0, x, y, *self._titik)
        return self._titik[0].value, self._titik[1].value


def kata_halaman(huruf: Huruf, batas: int) -> tuple[list[Kata], bool]:
    """Return the words that can be seen, up to `batas` characters, and whether what stands there is no writing."""
    hasil, kini, rusak = list[Kata](), list[int](), 0
    jumlah = min(huruf.jumlah, batas)
    for nomor in range(jumlah + 1):
        tanda = huruf.tanda(nomor) if nomor < jumlah else " "
        rusak += not tanda or tanda in "\ufffd\ufffe\uffff" or "\ue000" <= tanda <= "\uf8ff"
        if not tanda.isspace() and tanda.isprintable() and huruf.tampak(nomor) and len(kini) < KATA_MAKS:
            kini.append(nomor)
        elif kini:
            hasil += _kata(huruf, kini)
            kini = []
    return hasil, rusak > BAGIAN_RUSAK * max(jumlah, 1)


def _kata(huruf: Huruf, nomor: list[int]) -> Iterator[Kata]:
    teks = bersih("".join(map(huruf.tanda, nomor)))[:KATA_MAKS]
    if not teks:
        return
    kotak = [huruf.kotak(n) for n in nomor]
    satu = huruf.letak(min(k[0] for k in kotak), max(k[3] for k in kotak))
    dua = huruf.letak(max(k[1] for k in kotak), min(k[2] for k in kotak))
    (kiri, kanan), (atas, bawah) = (sorted(_dalam(nilai) for nilai in pasang) for pasang in zip(satu, dua, strict=True))
    # A blank between two words that NFKC made of one sign would make two of them.
    yield Kata(teks.replace(" ", ""), kiri, atas, kanan, bawah)


def _dalam(nilai: int) -> int:
    return max(0, min(nilai, SISI))


def bergambar(halaman: pypdfium2.PdfPage) -> tuple[bool, bool]:
    """Return whether the page draws anything, and whether a picture covers most of it."""
    lebar, tinggi = halaman.get_size()
    luas, ada = 0.0, False
    for nomor, objek in enumerate(halaman.get_objects(max_depth=3)):
        ada = True
        if nomor >= OBJEK_MAKS:
            break
        if objek.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            kiri, bawah, kanan, atas = objek.get_bounds()
            luas = max(luas, (kanan - kiri) * (atas - bawah))
    return ada, luas > BAGIAN_GAMBAR * lebar * tinggi


def baca_halaman(halaman: pypdfium2.PdfPage, batas: int) -> dict[str, Any]:
    """Return what one page says, up to `batas` characters."""
    kata, rusak = kata_halaman(Huruf(halaman), batas)
    ada, gambar = bergambar(halaman)
    huruf = 0 if rusak else sum(len(k.teks) for k in kata)
    pindaian = ada and (huruf == 0 or (gambar and huruf < HURUF_CUKUP))
    # Without a reader of scans the little that is written beside the picture is better than nothing.
    return {"baris": [] if rusak else [[k[:5] for k in b] for b in susun(potongan(kata))], "pindaian": pindaian}


def utama(perintah: dict[str, Any]) -> None:
    """Read the pages 1 to `halaman`, up to `huruf` characters each and `huruf_berkas` in all."""
    os.lseek(0, 0, os.SEEK_SET)
    tulis(os.fdopen(0, "rb"), perintah)


def tulis(isi: BinaryIO, perintah: dict[str, Any]) -> None:
    """Write what each page says, as long as there is room."""
    dokumen = pypdfium2.PdfDocument(isi)
    dokumen.init_forms()
    sisa = perintah["huruf_berkas"]
    for nomor in range(1, min(len(dokumen), perintah["halaman"]) + 1):
        hasil = {"nomor": nomor} | baca_halaman(dokumen[nomor - 1], min(perintah["huruf"], sisa))
        sisa -= sum(len(k[0]) for b in hasil["baris"] for k in b)
        sys.stdout.write(json.dumps(hasil) + "\n")
        sys.stdout.flush()
        if sisa <= 0:
            return
