"""Write the generated pages of the docs, or check that they are in step."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from usulan.diagram import naskah

HALAMAN = {"alur-usulan.md": naskah}


class Command(BaseCommand):
    help = "Writes docs/alur-usulan.md from usulan/tahap.py; with --periksa only compares."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--periksa", action="store_true", help="exit non-zero when a page is out of step")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        for nama, buat in HALAMAN.items():
            halaman = Path(settings.BASE_DIR) / "docs" / nama
            if not options["periksa"]:
                halaman.write_text(buat())
            elif not halaman.exists() or halaman.read_text() != buat():
                raise CommandError(f"docs/{nama} is out of step: run `python manage.py diagram`")
