"""`python manage.py kirim`: send what is due, once, without a worker."""

from typing import Any

from django.core.management.base import BaseCommand

from integrasi.keluar import relai
from integrasi.keluar.antrean import buka_semua_giliran
from integrasi.keluar.kuras import kuras
from integrasi.mitra import sakelar


class Command(BaseCommand):
    help = "Rencanakan dan kirim semua yang jatuh tempo ke SIASN, satu kali."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Plan everything that is unplanned, then drain."""
        rencana = relai.rencanakan_tertunda(menyeluruh=True)
        buka_semua_giliran()
        ringkasan = kuras()
        sebab = "pertukaran sedang dihentikan" if sakelar.dihentikan() else "SIASN sedang tidak dapat dipakai"
        akhir = f" Dihentikan: {sebab}." if ringkasan.henti else ""
        self.stdout.write(f"{rencana} peristiwa direncanakan, {ringkasan.dikerjakan} kiriman dikerjakan.{akhir}")
