"""Child process: look for what makes a scanned page useless, in the PDF on standard input. No Django (see anak.py).

Writes one JSON object a page and line: `nomor`, `cacat` (each [code, left, top, right, bottom] in thousandths of the
page as it is drawn). It looks at pixels only and knows no word; what it says is a question, never an error. A child
that fails at a later page has handed over the earlier ones. Measured on tests/berkas/korpus_pindaian.py.
"""

import json
import os
import sys
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageFilter

TITIK = 100
"""Dots an inch at which a page is looked at."""
SISI_MAKS = 2_500
PANJANG_A4 = 842.0
RENDAH = 95
"""Dots an inch, of A4 when the page is larger: below the 100 that are asked for, with room for rounding."""
BAGIAN_GAMBAR = 0.4
OBJEK_MAKS = 500
GELAP = 120
"""Grey of the paper (what a tenth of the page is lighter than) below which a photo is too dark to be read."""
TINTA = 30
"""Steps of grey by which ink is darker than the paper around it; what shines through from the back is less."""
KOSONG_MAKS = 0.0008
"""Share of ink up to which nothing stands on a page, or only what shines through from the front: two short lines are
three times as much."""
TEPI = 0.035
"""Share of each side that is not looked at for ink: edges of scanners, holes."""
PETAK = 8
BINGKAI = 0.01
"""Share of the side within which letters touch the edge."""
TERANG = 0.75
"""Grey of the edge as a share of the paper's: less is a table or the scanner's edge."""
HURUF_TEGAK, HURUF_LEBAR = (4, 20), (3, 140)
"""Pixels of a line's height and of a word's width, or of a piece of it."""
BARIS_MIN, HURUF_MIN = 6, 5
SISI = 1000
SELURUH = (0, 0, SISI, SISI)
Cacat = tuple[str, int, int, int, int]


def persentil(gambar: Image.Image, bagian: float) -> int:
    """Return the grey that `bagian` of the picture is lighter than."""
    sisa = bagian * gambar.width * gambar.height
    for abu, banyak in reversed(list(enumerate(gambar.histogram()))):
        sisa -= banyak
        if sisa <= 0:
            return abu
    return 0


def dasar(gambar: Image.Image) -> Image.Image:
    """Return the picture of the paper alone, as lit as it is."""
    kecil = gambar.resize((max(gambar.width // PETAK, 1), max(gambar.height // PETAK, 1)), Image.Resampling.BOX)
    kecil = kecil.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.BoxBlur(1))
    return kecil.resize(gambar.size, Image.Resampling.BILINEAR)


def bagian_gelap(beda: Image.Image) -> float:
    """Return the share of the inner page that is ink, specks of dust left out."""
    kiri, atas = round(beda.width * TEPI), round(beda.height * TEPI)
    dalam = beda.crop((kiri, atas, beda.width - kiri, beda.height - atas))
    topeng = dalam.point(lambda abu: 255 if abu > TINTA else 0).filter(ImageFilter.MedianFilter(3))
    banyak: int = topeng.histogram()[255]
    return banyak / max(topeng.width * topeng.height, 1)


def _garis(topeng: Image.Image) -> bytes:
    """For each row of the strip whether there is ink in it."""
    satu = topeng.resize((1, topeng.height), Image.Resampling.BOX)
    return satu.point(lambda abu: 255 if abu else 0).tobytes()


def _huruf(garis: bytes, panjang: tuple[int, int]) -> list[tuple[int, int]]:
    """Where in the strip pieces stand that are as long as letters: (from, to)."""
    hasil, letak = [], 0
    for ada, isi in groupby(garis):
        banyak = len(list(isi))
        if ada and panjang[0] <= banyak <= panjang[1]:
            hasil.append((letak, letak + banyak))
        letak += banyak
    return hasil


def terpotong(tinta: Image.Image, kertas: Image.Image, putih: int) -> list[Cacat]:
    """Return the sides at which lines of words run into the edge. A frame touches all sides: it is none."""
    hasil = list[Cacat]()
    for sisi in range(4):
        # Each side in turn becomes the left one.
        rebah = sisi % 2
        isi, latar = (g.rotate(90 * sisi, expand=True) if sisi else g for g in (tinta, kertas))
        tebal = max(2, round(isi.width * BINGKAI))
        tepi = isi.crop((0, 0, tebal, isi.height))
        if persentil(latar.crop((0, 0, tebal, latar.height)), 0.5) < TERANG * putih:
            continue
        letak = _huruf(_garis(tepi.point(lambda abu: 255 if abu > TINTA else 0)), HURUF_LEBAR if rebah else HURUF_TEGAK)
        if len(letak) >= (HURUF_MIN if rebah else BARIS_MIN):
            dari, sampai = (SISI * x // isi.height for x in (letak[0][0], letak[-1][1]))
            hasil.append(("TERPOTONG", *_kotak(sisi, dari, sampai)))
    return hasil if len(hasil) < 3 else []


def _kotak(sisi: int, dari: int, sampai: int) -> tuple[int, int, int, int]:
    """A strip at a side, from one place to another as seen with that side turned to the left."""
    balik, lebar = (SISI - sampai, SISI - dari), 120
    return (
        (0, dari, lebar, sampai),
        (balik[0], 0, balik[1], lebar),
        (SISI - lebar, balik[0], SISI, balik[1]),
        (dari, SISI - lebar, sampai, SISI),
    )[sisi]


def nilai(gambar: Image.Image) -> list[Cacat]:
    """Return what is wrong with a page of `TITIK` dots an inch, in grey; nothing for a good one."""
    putih = persentil(gambar, 0.1)
    if putih < GELAP:
        return [("GELAP", *SELURUH)]
    kertas = dasar(gambar)
    tinta = ImageChops.subtract(kertas, gambar.filter(ImageFilter.GaussianBlur(0.8)))
    if bagian_gelap(tinta) <= KOSONG_MAKS:
        return [("KOSONG", *SELURUH)]
    return terpotong(tinta, kertas, putih)


def ketajaman(halaman: pypdfium2.PdfPage) -> float:
    """Return the dots an inch of the finest picture that covers much of the page, 0 when none does."""
    lebar, tinggi = (max(poin, 1.0) for poin in halaman.get_size())
    hasil = 0.0
    for nomor, objek in enumerate(halaman.get_objects(max_depth=3)):
        if nomor >= OBJEK_MAKS:
            break
        if objek.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            kiri, bawah, kanan, atas = objek.get_bounds()
            luas, (piksel_lebar, piksel_tinggi) = (kanan - kiri) * (atas - bawah), objek.get_px_size()
            if luas > BAGIAN_GAMBAR * lebar * tinggi:
                hasil = max(hasil, 72 * (piksel_lebar * piksel_tinggi / luas) ** 0.5)
    # A photo may have a page a metre high: it is printed and shown on A4.
    return float(hasil * max(1.0, max(lebar, tinggi) / PANJANG_A4))


def lukis(halaman: pypdfium2.PdfPage) -> Image.Image:
    """Return the page in grey, at `TITIK` dots an inch of A4 at most."""
    panjang = max(*halaman.get_size(), 1.0)
    skala = min(TITIK / 72, TITIK / 72 * PANJANG_A4 / panjang, SISI_MAKS / panjang)
    gambar: Image.Image = halaman.render(scale=skala, grayscale=True, may_draw_forms=True).to_pil().convert("L")
    return gambar


def periksa(halaman: pypdfium2.PdfPage) -> Iterator[Cacat]:
    """Yield what is wrong with one page of a PDF that is a picture."""
    yield from nilai(lukis(halaman))
    if 0 < ketajaman(halaman) < RENDAH:
        yield ("RENDAH", *SELURUH)


def utama(perintah: dict[str, Any]) -> None:
    """Look at the pages `halaman`."""
    os.lseek(0, 0, os.SEEK_SET)
    dokumen = pypdfium2.PdfDocument(os.fdopen(0, "rb"))
    dokumen.init_forms()
    for nomor in perintah["halaman"]:
        sys.stdout.write(json.dumps({"nomor": nomor, "cacat": list(periksa(dokumen[nomor - 1]))}) + "\n")
        sys.stdout.flush()
