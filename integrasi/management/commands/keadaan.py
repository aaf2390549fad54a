"""`manage.py keadaan`: in words what is well, and of what is not, what to do (`siapp keadaan` shows it too)."""

from typing import Any

from django.core.management.base import BaseCommand

from integrasi.pengamatan.kalimat import lihat


class Command(BaseCommand):
    help = "Sebutkan apa yang baik, dan apa yang perlu dikerjakan."
    requires_system_checks = []

    def handle(self, *_: Any, **__: Any) -> None:
        """Print a line for each thing. That something is not well is no error of this command."""
        for hal in lihat():
            self.stdout.write(f"{'✓' if hal.baik else '✗'} {hal.kalimat}")
