"""What the nightly scrub moved aside: list it, put it back, or let it move what it stopped at."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from siapp.berkas.karantina import SEDANG, SedangDirapikan, daftar_karantina, giliran_karantina, kembalikan
from siapp.berkas.pemasangan import PemasanganBerbeda, pastikan_pemasangan
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
        try:
            if kembalikan or pindahkan:
                pastikan_pemasangan()
            if kembalikan:
                self._kembalikan(kembalikan)
            elif pindahkan:
                self._pindahkan()
            else:
                self._daftar()
        except SedangDirapikan as galat:
            raise CommandError(SEDANG) from galat
        except (PemasanganBerbeda, ValueError) as galat:
            raise CommandError(str(galat)) from galat

    def _kembalikan(self, kunci: str) -> None:
        with giliran_karantina():
            self.stdout.write(f"Kembali di {kembalikan(kunci)}.")

    def _pindahkan(self) -> None:
        self.stdout.write(f"{bersihkan(disetujui=True)[1]} berkas dipindahkan ke karantina.")
        tandai_selesai("bersihkan-berkas")

    def _daftar(self) -> None:
        for satu in daftar_karantina():
            habis = f"dihapus sesudah {satu.dihapus_pada}" if satu.dihapus_pada else "tidak dihapus"
            sebab = satu.sebab or "tidak tercatat di basis data ini"
            self.stdout.write(f"{satu.sejak}  {filesizeformat(satu.ukuran)}  {sebab}; {habis}  {satu.kunci}")
