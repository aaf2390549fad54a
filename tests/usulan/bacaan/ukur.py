"""How much of what stands in papers is read right: `python -m tests.usulan.bacaan.ukur` prints it, per kind of fact.

Papers of two writers (fpdf2, Chromium), as files with text and as scans; a test holds the first of them.
"""

import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import django
import pypdfium2
from playwright.sync_api import sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siapp.settings")
django.setup()

from siapp.berkas import baca, baca_pindaian  # noqa: E402
from siapp.teks import kunci_cari, kunci_nomor  # noqa: E402
from tests.usulan.bacaan.korpus import Kertas, korpus  # noqa: E402
from tests.usulan.bacaan.penulis import fpdf, html, pindai  # noqa: E402
from usulan.bacaan.baca import baca_fakta  # noqa: E402
from usulan.bacaan.bentuk import Fakta, FaktaDokumen, JenisFakta  # noqa: E402
from usulan.bacaan.naskah import naskah  # noqa: E402
from usulan.bacaan.rupa import menjawab  # noqa: E402

Pembaca = Callable[[bytes], FaktaDokumen]


def baca_lapisan(pdf: bytes) -> FaktaDokumen:
    """Read a file by its text layer, as the child does."""
    dokumen = pypdfium2.PdfDocument(BytesIO(pdf))
    halaman = [(n, baca.baca_halaman(h, 20_000)["baris"]) for n, h in enumerate(dokumen, start=1)]
    return baca_fakta(naskah(halaman))


def baca_mesin(program: str) -> Pembaca:
    """Return a reader that gives every page to tesseract."""
    perintah = {"program": program, "bahasa": "ind", "huruf": 20_000}

    def pembaca(pdf: bytes) -> FaktaDokumen:
        halaman = []
        for nomor, satu in enumerate(pypdfium2.PdfDocument(BytesIO(pdf)), start=1):
            semua, _ = baca_pindaian.baca(baca_pindaian.lukis(satu), perintah)
            halaman.append((nomor, baca_pindaian.susun(semua)))
        return baca_fakta(naskah(halaman))

    return pembaca


def sama(jenis: str, benar: Any, fakta: Fakta | None) -> bool:
    """Whether the fact is what stands in the paper."""
    if fakta is None:
        return False
    if jenis == "jenis":
        return menjawab(fakta.nilai, benar)
    if isinstance(benar, date):
        return fakta.tanggal == benar
    if isinstance(benar, int | float) and not isinstance(benar, bool):
        return fakta.angka == Decimal(str(benar))
    if jenis == "nomor":
        return kunci_nomor(fakta.nilai) == kunci_nomor(benar)
    if jenis == "tujuan":
        return kunci_cari(benar) in kunci_cari(fakta.nilai)
    return kunci_cari(fakta.nilai) == kunci_cari(str(benar))


def ukur(semua: Iterable[tuple[Kertas, bytes]], pembaca: Pembaca) -> tuple[dict[str, Counter[bool]], list[str]]:
    """Return, per kind of fact, how often it was right and wrong, and every fault in a line."""
    hasil: dict[str, Counter[bool]] = defaultdict(Counter)
    salah = []
    for kertas, pdf in semua:
        fakta = pembaca(pdf)
        for jenis, benar in {"jenis": kertas.jenis, **kertas.benar}.items():
            satu = fakta.satu(JenisFakta("rupa" if jenis == "jenis" else jenis))
            tepat = sama(jenis, benar, satu)
            hasil[jenis][tepat] += 1
            if not tepat:
                salah.append(f"{kertas.jenis}: {jenis} {benar!s} dibaca {satu.nilai if satu else None}")
    return hasil, salah


def cetak(judul: str, hasil: dict[str, Counter[bool]], salah: list[str]) -> None:
    """Print a table."""
    benar, semua = sum(h[True] for h in hasil.values()), sum(h.total() for h in hasil.values())
    print(f"\n{judul}: {benar} dari {semua} ({100 * benar / semua:.1f} %)")  # noqa: T201
    for jenis, hitung in sorted(hasil.items()):
        print(f"  {jenis:16} {hitung[True]:4} / {hitung.total():4}  {100 * hitung[True] / hitung.total():5.1f} %")  # noqa: T201
    for satu in salah if "--salah" in sys.argv else ():
        print(f"    {satu}")  # noqa: T201


def chromium(semua: list[Kertas]) -> list[bytes]:
    """Print the papers by Chromium."""
    from siapp.lokal.chromium import cari

    with sync_playwright() as main, main.chromium.launch(executable_path=cari(), args=["--no-sandbox"]) as peramban:
        halaman = peramban.new_page()
        hasil = []
        for kertas in semua:
            halaman.set_content(html(kertas))
            hasil.append(halaman.pdf(format="A4", print_background=True))
        return hasil


def utama(per_pembuat: int, benih: int) -> None:
    """Measure all four ways."""
    from siapp.berkas.tesseract import program

    semua, acak = korpus(per_pembuat, benih), random.Random(benih)
    for nama, pdf in (("fpdf2", [fpdf(k) for k in semua]), ("Chromium", chromium(semua))):
        cetak(f"{nama}, lapisan teks", *ukur(zip(semua, pdf, strict=True), baca_lapisan))
        if program() and "--tanpa-mesin" not in sys.argv:
            pindaian = [pindai(satu, acak) for satu in pdf]
            cetak(f"{nama}, pindaian", *ukur(zip(semua, pindaian, strict=True), baca_mesin(program())))


if __name__ == "__main__":
    angka = [int(satu) for satu in sys.argv[1:] if satu.isdigit()]
    utama(*[*angka, *(4, 7)[len(angka) :]])
