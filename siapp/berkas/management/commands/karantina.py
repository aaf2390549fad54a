"""What the nightly scrub moved aside: list it, put it back, or let it move what it stopped at."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from siapp.berkas.karantina import isi_karantina, kembalikan
from siapp.berkas.rawat import bersihkan
from siapp.jadwal.giliran import tandai_selesai


class Command(BaseCommand):
    help = "Berkas tersimpan yang tidak dikenal basis data: daftar, kembalikan, atau pindahkan ke karantina."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kembalikan", metavar="KUNCI", help="mengembalikan satu berkas ke tempatnya semula")
        parser.add_argument(
            "--pindahkan", action="store_true", help="memindahkan semua yang tidak dikenal walau lebih dari 1 %%"
        )

    def handle(self, *, kembalikan: str | None, pindahkan: bool, **_: Any) -> None:
        """Do what was asked; list when nothing was."""
        if kembalikan:
            self._kembalikan(kembalikan)
        elif pindahkan:
            self.stdout.write(f"{bersihkan(disetujui=True)[1]} berkas dipindahkan ke karantina.")
            tandai_selesai("bersihkan-berkas")
        else:
            for kunci in isi_karantina():
                self.stdout.write(kunci)

    def _kembalikan(self, kunci: str) -> None:
        try:
            self.stdout.write(f"Kembali di {kembalikan(kunci)}.")
        except ValueError as galat:
            raise CommandError(str(galat)) from galat
