"""`manage.py hitung_statistik`: count all months again; the timer counts those that changed."""

from typing import Any

from django.core.management.base import BaseCommand

from usulan.statistik.hitung import hitung_semua


class Command(BaseCommand):
    help = "Hitung ulang angka statistik semua bulan dari catatannya."

    def handle(self, *_: Any, **__: Any) -> None:
        """Say how many months were counted."""
        bulan = hitung_semua()
        self.stdout.write(f"{len(bulan)} bulan dihitung." if bulan else "Penghitungan lain sedang berjalan. Coba lagi.")
