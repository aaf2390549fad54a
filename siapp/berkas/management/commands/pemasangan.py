"""`manage.py pemasangan`: whether storage and database belong together, and the word of a person that they do now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from siapp.akun.peran import Mesin
from siapp.berkas.pemasangan import keluhan_pemasangan, nyatakan


class Command(BaseCommand):
    help = "Periksa apakah penyimpanan berkas dan basis data satu pemasangan, atau nyatakan demikian."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Without --nyatakan it only looks."""
        parser.add_argument("--nyatakan", action="store_true", help="inilah pemasangannya; salinan lain ditolak")
        parser.add_argument("--alasan", default="", help="mengapa; dicatat dalam jejak audit")

    def handle(self, *_: Any, nyatakan: bool, alasan: str, **__: Any) -> None:
        """Say it or declare it. Raises CommandError when the two do not belong together, or the reason is missing."""
        if nyatakan:
            self._nyatakan(alasan.strip())
        elif keluhan := keluhan_pemasangan():
            raise CommandError(keluhan)
        self.stdout.write("Penyimpanan berkas dan basis data satu pemasangan.")

    def _nyatakan(self, alasan: str) -> None:
        if not alasan:
            raise CommandError("Tulis --alasan: ia dicatat dalam jejak audit.")
        nyatakan(oleh=Mesin.SISTEM, alasan=alasan)
