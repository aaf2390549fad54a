"""`python manage.py sinkron`: bring SIASN's lists and Data ASN up to date, with progress."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from integrasi.tanya.sinkron import sinkron_semua
from referensi.keadaan import KeadaanSinkron
from referensi.pemuatan import DAFTAR


class _Tampilan:
    """One line per list, appearing when its first page has come."""

    def __init__(self, kemajuan: Progress) -> None:
        self._kemajuan = kemajuan
        self._baris: dict[str, Any] = {}

    def __call__(self, nama: str, jumlah: int) -> None:
        if nama not in self._baris:
            self._baris[nama] = self._kemajuan.add_task(nama, total=None)
        self._kemajuan.update(self._baris[nama], completed=jumlah)


class Command(BaseCommand):
    help = "Selaraskan daftar referensi (API 13) dan Data ASN (API 1) dari SIASN."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--daftar restricts the run to one list."""
        parser.add_argument("--daftar", choices=sorted(DAFTAR), help="hanya daftar ini")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Sync and say per list what changed. Raises CommandError when a list could not be taken over."""
        kolom = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:.0f} baris"))
        with Progress(*kolom, TimeElapsedColumn(), console=Console(stderr=True)) as kemajuan:
            hasil = sinkron_semua(options["daftar"], _Tampilan(kemajuan))
        for satu in hasil:
            self.stdout.write(
                f"{satu.daftar}: {satu.get_keadaan_display().lower()}, {satu.baris} baris, {satu.baru} baru, "
                f"{satu.berubah} berubah, {satu.hilang} hilang. {satu.pesan}".rstrip()
            )
        gagal = [satu.daftar for satu in hasil if satu.keadaan != KeadaanSinkron.SELESAI]
        if gagal:
            raise CommandError(f"Belum selaras: {', '.join(gagal)}.")
