"""`python manage.py lepas_dua_langkah`: for the administrator who lost the phone and has no colleague."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.web.galat import GalatPengguna
from usulan.actions.pic import lepas_dua_langkah


class Command(BaseCommand):
    """Take away the second step of one person."""

    help = "Lepas verifikasi dua langkah satu orang yang kehilangan ponsel dan kode cadangannya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare who it is, and why."""
        parser.add_argument("--nip", required=True, help="NIP, 18 angka")
        parser.add_argument("--alasan", required=True, help="alasan, tercatat dalam jejak audit")

    def handle(self, *_args: Any, nip: str, alasan: str, **_options: Any) -> None:
        """Do it. Raises CommandError for an unknown NIP or when there is nothing to take away."""
        pengguna = Pengguna.objects.filter(nip=nip).first()
        if pengguna is None:
            raise CommandError("Tidak ada akun dengan NIP ini.")
        try:
            lepas_dua_langkah(pengguna.pk, oleh=Mesin.SISTEM, alasan=alasan)
        except GalatPengguna as galat:
            raise CommandError(galat.pesan) from galat
        self.stdout.write("Verifikasi dua langkah dilepas; kata sandinya tetap.")
