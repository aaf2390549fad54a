"""`manage.py metrik`: started by `manage.py jalankan metrik`."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from integrasi.pengamatan.layanan import awasi, buka
from integrasi.pengamatan.metrik import Pengumpul


class Command(BaseCommand):
    help = "Sajikan angka-angka pemantauan (Prometheus) dan urus peringatan, tanpa bergantung pada pekerja."
    requires_system_checks = ["setelan"]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen: loopback unless a monitor on another machine asks."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=9108)

    def handle(self, *_: Any, host: str, port: int, **__: Any) -> None:
        """Serve until SIGTERM. Raises CommandError when the port is taken."""
        pengumpul, berhenti = Pengumpul(), threading.Event()
        try:
            peladen = buka(host, port, pengumpul)
        except OSError as galat:
            raise CommandError(f"Tidak dapat mendengarkan di {host}:{port}: {galat.strerror}.") from galat
        for isyarat in (signal.SIGTERM, signal.SIGINT):
            signal.signal(isyarat, lambda *_: berhenti.set())
        threading.Thread(target=peladen.serve_forever, daemon=True).start()
        awasi(pengumpul, berhenti)
        peladen.shutdown()
