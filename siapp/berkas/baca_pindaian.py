"""Child process: read one page of the PDF on standard input by tesseract. Loaded by path, without Django (see anak.py).

PDFium draws the page, tesseract gets its pixels and nothing else of the file. Answers one JSON object: `baris` (lines
of words, each [text, left, top, right, bottom, percent]), `putar` (degrees by which the page had to be turned to the
right to be read). tesseract bears the limits of this child, and ends with it.
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

from siapp.berkas.baris import SISI, Baris, Kata, susun
from siapp.teks import bersih

TITIK = 300
"""Dots an inch: less makes tesseract miss letters, more costs time."""
PIKSEL_MAKS = 9_000_000
SISI_MAKS = 6_000
KATA_MAKS = 100
# A page that holds less ink is empty; one that was read worse may lie on its side or upside down.
TINTA = 0.0005
YAKIN_CUKUP, KATA_CUKUP = 60, 8
GELAP = 128

# In the fence, once, as in lukis.py.
Image.init()


def lukis(halaman: pypdfium2.PdfPage) -> Image.Image:
    """Return the page in grey, at `TITIK` dots an inch unless that is too large, its contrast full."""
    lebar, tinggi = (max(poin, 1.0) for poin in halaman.get_size())
    skala = min(TITIK / 72, SISI_MAKS / max(lebar, tinggi), (PIKSEL_MAKS / (lebar * tinggi)) ** 0.5)
    gambar: Image.Image = halaman.render(scale=skala, grayscale=True, may_draw_forms=True).to_pil()
    return ImageOps.autocontrast(gambar.convert("L"), cutoff=(1, 20))


def kosong(gambar: Image.Image) -> bool:
    """Whether there is too little ink for a word."""
    return sum(gambar.histogram()[:GELAP]) < TINTA * gambar.width * gambar.height


def tesseract(gambar: Image.Image, perintah: dict[str, Any], *pilihan: str) -> str:
    """Return what tesseract says of the picture; "" when it failed."""
    isi = b"P5 %d %d 255\n" % gambar.size + gambar.tobytes()
    baris = [perintah["program"], "stdin", "stdout", "--dpi", str(TITIK), *pilihan]
    hasil = subprocess.run(  # noqa: S603 - the program that the settings name, no shell
        baris,
        input=isi,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
        check=False,
    )
    return hasil.stdout.decode("utf-8", "replace") if hasil.returncode == 0 else ""


def kata_dari(tsv: str, ukuran: tuple[int, int], batas: int) -> list[Baris]:
    """Return the pieces of lines that tesseract found, up to `batas` characters."""
    hasil: dict[tuple[str, ...], Baris] = {}
    lebar, tinggi = ukuran
    for satu in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        teks = bersih(satu.get("text") or "").replace(" ", "")[:KATA_MAKS]
        if satu["level"] != "5" or not teks or batas <= 0:
            continue
        batas -= len(teks)
        x, y, x2, y2 = _kotak(satu)
        letak = (SISI * x // lebar, SISI * y // tinggi, SISI * x2 // lebar, SISI * y2 // tinggi)
        kunci = tuple(satu[k] for k in ("block_num", "par_num", "line_num"))
        hasil.setdefault(kunci, []).append(Kata(teks, *letak, yakin=int(float(satu["conf"]))))
    return [sorted(b, key=lambda k: k.kiri) for b in hasil.values()]


def _kotak(satu: dict[str, str]) -> tuple[int, int, int, int]:
    x, y = int(satu["left"]), int(satu["top"])
    return x, y, x + int(satu["width"]), y + int(satu["height"])


def keyakinan(semua: list[Baris]) -> int:
    """Return how sure the reading is, in percent, by the letters; 0 when there is nothing."""
    kata = [(len(k.teks), k.yakin) for b in semua for k in b if any(map(str.isalnum, k.teks))]
    return sum(panjang * yakin for panjang, yakin in kata) // max(sum(panjang for panjang, _ in kata), 1)


def baca_gambar(gambar: Image.Image, perintah: dict[str, Any]) -> list[Baris]:
    """Return the pieces of lines of a picture that stands upright."""
    tsv = tesseract(gambar, perintah, "-l", perintah["bahasa"], "--psm", "3", "-c", "tessedit_create_tsv=1")
    return kata_dari(tsv, gambar.size, perintah["huruf"])


def arah(gambar: Image.Image, perintah: dict[str, Any]) -> int:
    """Return by how many degrees to the right the picture must be turned; 0 when tesseract cannot tell."""
    cocok = re.search(r"^Rotate: (90|180|270)$", tesseract(gambar, perintah, "-l", "osd", "--psm", "0"), re.MULTILINE)
    return int(cocok[1]) if cocok else 0


def baca(gambar: Image.Image, perintah: dict[str, Any]) -> tuple[list[Baris], int]:
    """Return the pieces of lines, and by how much the picture was turned; a turn that reads no better is undone."""
    if kosong(gambar):
        return [], 0
    tegak = baca_gambar(gambar, perintah)
    if keyakinan(tegak) >= YAKIN_CUKUP and sum(map(len, tegak)) >= KATA_CUKUP:
        return tegak, 0
    putar = arah(gambar, perintah)
    if not putar:
        return tegak, 0
    lain = baca_gambar(gambar.rotate(-putar, expand=True), perintah)
    return (lain, putar) if keyakinan(lain) > keyakinan(tegak) else (tegak, 0)


def utama(perintah: dict[str, Any]) -> None:
    """Read the page `nomor` with the `program`, in `bahasa`, up to `huruf` characters."""
    os.lseek(0, 0, os.SEEK_SET)
    dokumen = pypdfium2.PdfDocument(os.fdopen(0, "rb"))
    dokumen.init_forms()
    semua, putar = baca(lukis(dokumen[perintah["nomor"] - 1]), perintah)
    sys.stdout.write(json.dumps({"baris": susun(semua), "putar": putar, "yakin": keyakinan(semua)}))
