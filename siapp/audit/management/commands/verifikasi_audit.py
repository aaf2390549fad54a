"""`python manage.py verifikasi_audit`: prove that the audit trail is what was written."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from siapp.audit.models import Peristiwa
from siapp.audit.rantai import JangkarRusak, Temuan, periksa_jangkar, periksa_rantai, tulis_jangkar


class Command(BaseCommand):
    """Check every stream; exit code 1 when anything was changed, deleted, inserted, moved or cut."""

    help = "Periksa rantai sidik seluruh jejak audit; kode keluar 1 bila ada yang berubah."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the stream, and the two uses of an anchor."""
        parser.add_argument("--aliran", default="", help="periksa satu aliran saja, misalnya pic:12")
        parser.add_argument("--jangkar", type=Path, help="bandingkan dengan jangkar yang disimpan di luar sistem")
        parser.add_argument("--tulis-jangkar", type=Path, help="tulis jangkar baru bila semuanya utuh")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print each fault and the sum. Raises CommandError (exit code 1) when there is one."""
        banyak = 0
        for temuan in self._periksa(options):
            banyak += 1
            self.stdout.write(f"{temuan.aliran} #{temuan.urutan}: {temuan.arti}")
        if banyak:
            raise CommandError(f"Jejak audit TIDAK utuh: {banyak} temuan.")
        self.stdout.write("Jejak audit utuh.")
        if tujuan := options["tulis_jangkar"]:
            with tujuan.open("w", encoding="utf-8") as berkas:
                self.stdout.write(f"{tulis_jangkar(berkas)} kepala aliran ditulis ke jangkar.")

    def _periksa(self, options: dict[str, Any]) -> Iterator[Temuan]:
        kolom = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
        aliran = options["aliran"]
        semua = (Peristiwa.objects.filter(aliran=aliran) if aliran else Peristiwa.objects).count()
        with Progress(*kolom, console=Console(stderr=True), transient=True) as kemajuan:
            tugas = kemajuan.add_task("Memeriksa peristiwa", total=semua)
            yield from periksa_rantai(aliran, lambda: kemajuan.advance(tugas))
        self.stdout.write(f"{semua} peristiwa diperiksa.")
        if options["jangkar"]:
            try:
                with options["jangkar"].open(encoding="utf-8") as berkas:
                    yield from periksa_jangkar(berkas)
            except (JangkarRusak, OSError) as galat:
                raise CommandError(f"Jangkar tidak dapat dipakai: {galat}") from galat
