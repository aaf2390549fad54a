"""`python manage.py verifikasi_audit`: prove that the audit trail is what was written."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from siapp.audit.jangkar import JangkarRusak, periksa_jangkar, tambah_ke_berkas
from siapp.audit.models import Akses, Peristiwa
from siapp.audit.pembuktian import periksa_semua
from siapp.audit.rantai import Temuan, periksa_rantai
from siapp.audit.segel import segel_semua


class Command(BaseCommand):
    """Check chains, seals and anchors; exit code 1 when anything was changed, deleted, inserted, moved or cut."""

    help = "Periksa seluruh jejak audit: rantai, segel, dan jangkar; kode keluar 1 bila ada yang berubah."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the stream, and the two uses of an anchor."""
        parser.add_argument("--aliran", default="", help="periksa rantai satu aliran saja, misalnya pic:12")
        parser.add_argument("--jangkar", type=Path, help="bandingkan dengan jangkar yang disimpan di luar sistem")
        parser.add_argument("--tulis-jangkar", type=Path, help="tambahkan jangkar ke berkas ini bila semuanya utuh")

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
            segel_semua()
            tambah_ke_berkas(tujuan)
            self.stdout.write(f"Jangkar ditambahkan ke {tujuan}.")

    def _periksa(self, options: dict[str, Any]) -> Iterator[Temuan]:
        aliran = options["aliran"]
        semua = (Peristiwa.objects.filter(aliran=aliran) if aliran else Peristiwa.objects).count()
        kolom = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
        try:
            with Progress(*kolom, console=Console(stderr=True), transient=True) as kemajuan:
                tugas = kemajuan.add_task(
                    "Memeriksa jejak", total=semua if aliran else 2 * semua + Akses.objects.count()
                )
                yield from self._temuan(aliran, options["jangkar"], lambda: kemajuan.advance(tugas))
        except (JangkarRusak, OSError) as galat:
            raise CommandError(f"Jangkar tidak dapat dipakai: {galat}") from galat
        self.stdout.write(f"{semua} peristiwa diperiksa.")

    def _temuan(self, aliran: str, jangkar: Path | None, hitung: Callable[[], object]) -> Iterator[Temuan]:
        yield from periksa_rantai(aliran, hitung) if aliran else periksa_semua(hitung)
        if jangkar:
            yield from periksa_jangkar(jangkar.read_text(encoding="utf-8").splitlines())
