"""`python manage.py katalog`: show the services and documents the agreement asks for, for people or for programs."""

import json
from argparse import ArgumentParser
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console, RenderableType
from rich.table import Table

from referensi.katalog import KATEGORI, KATEGORI_PANJANG, LayananKatalog, muat_katalog


def _sebagai_data(layanan: LayananKatalog) -> dict[str, Any]:
    return {
        "kategori": KATEGORI[layanan.kategori],
        "layanan": layanan.nama,
        "kode": layanan.kode,
        "dokumen": [{"nama": d.nama, "wajib": d.wajib, "kondisi": d.kondisi} for d in layanan.dokumen],
    }


def _ringkasan(katalog: tuple[LayananKatalog, ...]) -> Table:
    dokumen = sum(len(layanan.dokumen) for layanan in katalog)
    wajib = sum(layanan.jumlah_wajib for layanan in katalog)
    tabel = Table(title="Layanan dan dokumen persyaratan", show_footer=True)
    tabel.add_column("Kode", "Jumlah", no_wrap=True)
    tabel.add_column("Layanan", f"{len(katalog)} layanan")
    tabel.add_column("Dokumen", str(dokumen), justify="right")
    tabel.add_column("Wajib", str(wajib), justify="right")
    for kategori, anggota in groupby(katalog, key=lambda layanan: layanan.kategori):
        tabel.add_section()
        tabel.add_row("", f"[bold]{KATEGORI_PANJANG[kategori]}[/bold]")
        for layanan in anggota:
            tabel.add_row(layanan.kode, layanan.nama, str(len(layanan.dokumen)), str(layanan.jumlah_wajib))
    return tabel


def _rincian(layanan: LayananKatalog) -> Table:
    jumlah = f"{len(layanan.dokumen)} dokumen, {layanan.jumlah_wajib} wajib"
    tabel = Table(title=layanan.nama, caption=jumlah)
    tabel.add_column("No.", justify="right")
    tabel.add_column("Dokumen")
    tabel.add_column("Wajib")
    tabel.add_column("Jenis", overflow="fold")
    for dokumen in layanan.dokumen:
        wajib = "wajib" if dokumen.wajib else "-"
        tabel.add_row(str(dokumen.urutan), dokumen.nama, wajib, dokumen.jenis)
    return tabel


class Command(BaseCommand):
    """Print the catalogue: a summary, one service's rows (--layanan) or everything as JSON (--json)."""

    help = "Tampilkan layanan dan dokumen persyaratan menurut perjanjian."
    # It reads files only, so that it answers wherever the code stands, whatever else is not set up yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the two ways to print something other than the summary; they exclude each other."""
        pilihan = parser.add_mutually_exclusive_group()
        pilihan.add_argument("--json", action="store_true", help="cetak seluruh katalog sebagai JSON")
        pilihan.add_argument("--layanan", metavar="KODE", help="cetak dokumen satu layanan, misalnya KP-STRUKTURAL")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print what was asked for. Raises CommandError for an unknown service."""
        katalog = muat_katalog()
        if options["json"]:
            self.stdout.write(json.dumps([_sebagai_data(layanan) for layanan in katalog], ensure_ascii=False, indent=2))
        elif kode := options["layanan"]:
            self._cetak(_rincian(self._cari(katalog, kode)))
        else:
            self._cetak(_ringkasan(katalog))

    def _cari(self, katalog: tuple[LayananKatalog, ...], kode: str) -> LayananKatalog:
        for layanan in katalog:
            if layanan.kode == kode.upper():
                return layanan
        dikenal = ", ".join(layanan.kode for layanan in katalog)
        raise CommandError(f"Layanan {kode} tidak ada. Pilih salah satu: {dikenal}")

    def _cetak(self, isi: RenderableType) -> None:
        # Rendered by rich for the real terminal, written through Django's stdout so that callers can redirect it.
        konsol = Console()
        with konsol.capture() as tangkapan:
            konsol.print(isi)
        self.stdout.write(tangkapan.get())
