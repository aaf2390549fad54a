"""Have the words of stored PDFs read: those from before this release, or all of them once more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from siapp.bangun import bangunkan
from siapp.berkas.pembaca import baca_ulang, catat_belum_dibaca
from siapp.berkas.tesseract import PAKET, program


class Command(BaseCommand):
    help = "Antrekan PDF tersimpan untuk dibaca isinya. Pekerja berkas membacanya; perintah ini boleh diulang."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ulang", action="store_true", help="membaca lagi semua yang sudah dibaca")

    def handle(self, *, ulang: bool, **_: Any) -> None:
        """Queue what is not read yet, and with `--ulang` the rest too."""
        self.stdout.write(f"{catat_belum_dibaca()} berkas diantrekan.")
        if ulang:
            self.stdout.write(f"{baca_ulang()} berkas akan dibaca ulang.")
        if not program():
            self.stdout.write(f"Tesseract tidak ditemukan di mesin ini (Debian: {PAKET}): pindaian tidak dibaca.")
        bangunkan("siapp.berkas.tasks.baca")
