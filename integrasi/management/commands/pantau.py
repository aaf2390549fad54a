"""`python manage.py pantau`: ask SIASN for stages and Pertek, once, without a worker."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from integrasi.models import UsulanSiasn
from integrasi.tanya.pantau import pantau


class Command(BaseCommand):
    help = "Tanyakan tahap (API 7) dan Pertek (API 6) usulan yang jatuh tempo, satu kali."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--semua asks for every usulan that is being watched, due or not."""
        parser.add_argument("--semua", action="store_true", help="semua yang dipantau, juga yang belum jatuh tempo")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Ask and say for how many."""
        if options["semua"]:
            UsulanSiasn.objects.filter(pantau_berikut__isnull=False).update(pantau_berikut=timezone.now())
        jumlah = 0
        while satu_kali := pantau():
            jumlah += satu_kali
        self.stdout.write(f"{jumlah} usulan ditanyakan ke SIASN.")
