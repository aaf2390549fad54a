"""`python manage.py administrator_pertama`: the account that makes all others."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from siapp.akun.models import Peran
from siapp.akun.peran import JenisPeran, Mesin
from siapp.web.galat import GalatPengguna
from usulan.actions.pic import daftarkan_staf


class Command(BaseCommand):
    """Make the first administrator and print the temporary password."""

    help = "Buat administrator pertama; kata sandi sementaranya dicetak sekali dan harus diganti saat masuk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare who it is."""
        parser.add_argument("--nip", required=True, help="NIP, 18 angka")
        parser.add_argument("--nama", required=True, help="nama lengkap")
        parser.add_argument("--surel", default="", help="alamat surel")

    def handle(self, *_args: Any, nip: str, nama: str, surel: str, **_options: Any) -> None:
        """Make the account. Raises CommandError when there is an administrator already: that one makes the others."""
        if Peran.objects.filter(jenis=JenisPeran.ADMINISTRATOR, aktif=True, pengguna__is_active=True).exists():
            raise CommandError("Sudah ada administrator. Akun lain dibuat olehnya di halaman PIC dan peran.")
        try:
            _, sandi = daftarkan_staf(
                nip=nip, nama=nama, surel=surel, jenis=JenisPeran.ADMINISTRATOR, oleh=Mesin.SISTEM
            )
        except GalatPengguna as galat:
            raise CommandError(galat.pesan) from galat
        self.stdout.write("Administrator dibuat.")
        if sandi:
            self.stdout.write(f"Kata sandi sementara (dicetak sekali, wajib diganti saat masuk): {sandi}")
