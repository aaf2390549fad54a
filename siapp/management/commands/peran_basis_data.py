"""`manage.py peran_basis_data`: what the application's role may do, given anew after each change of the schema."""

import os
from argparse import ArgumentParser
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from siapp.peran_basis_data import PeranSama, berikan


class Command(BaseCommand):
    """Run with the owner's DATABASE_URL."""

    help = "Beri peran aplikasi hak kerjanya, tanpa DDL dan tanpa hak mengubah jejak audit. Jalankan sebagai pemilik."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which role; without it the one of DATABASE_URL_APLIKASI, with its password."""
        parser.add_argument("--aplikasi", default="", help="nama peran; tanpa ini dari DATABASE_URL_APLIKASI")

    def handle(self, *_: Any, aplikasi: str, **__: Any) -> None:
        """Grant, or say that there is one role only. Raises CommandError where PostgreSQL refuses."""
        alamat = urlsplit(os.environ.get("DATABASE_URL_APLIKASI", ""))
        sandi = "" if aplikasi else unquote(alamat.password or "")
        nama = aplikasi or unquote(alamat.username or "")
        if not nama:
            self.stderr.write("DATABASE_URL_APLIKASI kosong: pemilik dan aplikasi memakai satu peran basis data.")
            return
        try:
            berikan(nama, sandi)
        except PeranSama:
            self.stderr.write(f"Peran {nama} adalah pemilik skema. Buat peran lain bagi aplikasi (docs/operasi.md).")
        except DatabaseError as galat:
            raise CommandError(f"PostgreSQL menolak: {galat}") from galat
        else:
            self.stdout.write(f"Peran {nama} dapat bekerja, tanpa DDL dan tanpa mengubah jejak audit.")
