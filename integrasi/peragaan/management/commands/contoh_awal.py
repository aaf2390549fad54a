"""Make the sample usulan of the first start; needs the running stack."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from requests import RequestException
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from integrasi.peragaan.contoh.awal import CONTOH, Awal
from integrasi.peragaan.contoh.langkah import TidakSampai, berhenti
from siapp.akun.models import Kategori
from siapp.web.galat import GalatPengguna


def _jalani(kategori: Kategori, maju: Callable[[str], None]) -> None:
    try:
        for judul, kerjakan in Awal(kategori).langkah():
            if berhenti.is_set():
                return
            kerjakan()
            maju(judul)
    finally:
        connection.close()


class Command(BaseCommand):
    help = "Membuat usulan contoh setiap kategori pada berbagai tahap (memerlukan make run yang sedang menyala)."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        kolom = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        berhenti.clear()
        # Most of a sample is waiting for workers: the three kategori wait side by side.
        with Progress(*kolom) as kemajuan, ThreadPoolExecutor(len(Kategori)) as utas:
            tugas = kemajuan.add_task("Usulan contoh", total=sum(map(len, CONTOH.values())))

            def maju(judul: str) -> None:
                kemajuan.update(tugas, description=f"{judul:<42}", advance=1)

            semua = [utas.submit(_jalani, kategori, maju) for kategori in Kategori]
            try:
                for satu in semua:
                    satu.result()
            except (TidakSampai, GalatPengguna, RequestException) as galat:
                raise CommandError(f"Usulan contoh berhenti: {galat}") from galat
            finally:
                # The pool waits for its threads, and after Ctrl-C these would wait for workers that are being ended.
                berhenti.set()
