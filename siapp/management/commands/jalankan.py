"""`manage.py jalankan web|pekerja|berkas|timer|metrik`: one process of the product, under whatever supervises it."""

import os
from argparse import ArgumentParser
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import connection

from siapp.checks import periksa_peran
from siapp.proses import JenisProses, perintah

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    """Becomes the process asked for: the supervisor's signals reach it, and nothing stands between."""

    help = "Jalankan satu proses SIAPP. Pekerja dan berkas bersama melayani semua antrean."
    requires_system_checks = ["setelan"]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may differ between machines."""
        parser.add_argument("jenis", choices=[str(j) for j in JenisProses])
        parser.add_argument("--host", default="127.0.0.1", help="alamat yang didengarkan web atau metrik")
        parser.add_argument("--port", type=int, default=0, help="port web (8000) atau metrik (9108)")
        parser.add_argument("--banyak", type=int, default=0, help="banyaknya proses anak; 0: menurut mesin ini")
        parser.add_argument("--nama", default="", help="pembeda bila satu mesin menjalankan beberapa yang sejenis")

    def handle(self, *_: Any, jenis: str, host: str, port: int, banyak: int, nama: str, **__: Any) -> None:
        """Replace this process by the one asked for."""
        baris = perintah(JenisProses(jenis), host=host, port=port, banyak=banyak, nama=nama)
        for satu in periksa_peran(databases=["default"]):
            log.warning("peran_basis_data_terlalu_kuasa", kalimat=satu.msg, langkah=satu.hint)
        connection.close()
        # Celery would check the settings a second time.
        os.execve(baris[0], baris, {**os.environ, "CELERY_SKIP_CHECKS": "1"})  # noqa: S606 - from the table
