"""`manage.py klien_oauth`: the partner's OAuth2 clients."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from integrasi.api.klien import KlienSalah, buat_klien, cabut_klien
from integrasi.enums import LINGKUP
from siapp.akun.peran import Mesin


class Command(BaseCommand):
    """Makes a client and shows its secret once, or revokes one."""

    help = "Buat klien OAuth2 untuk BKN (--nama --scope), atau cabut (--nama --cabut)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        lingkup = list(LINGKUP)
        parser.add_argument("--nama", required=True, help="nama klien, misalnya 'SIASN produksi'")
        parser.add_argument(
            "--scope", nargs="+", action="extend", default=[], metavar="LINGKUP", help=", ".join(lingkup)
        )
        parser.add_argument("--cabut", action="store_true", help="hapus klien --nama beserta semua tokennya")

    def handle(self, *_args: Any, **pilihan: Any) -> None:
        try:
            self._kerjakan(**pilihan)
        except KlienSalah as galat:
            raise CommandError(str(galat)) from galat

    def _kerjakan(self, *, nama: str, scope: list[str], cabut: bool, **_: Any) -> None:
        if cabut:
            jumlah = cabut_klien(nama, oleh=Mesin.SISTEM)
            self.stdout.write(f"Klien {nama} dicabut; {jumlah} token tidak berlaku lagi (paling lambat 30 detik).")
        else:
            klien, rahasia = buat_klien(nama, scope, oleh=Mesin.SISTEM)
            self.stdout.write(f"client_id     : {klien.client_id}\nclient_secret : {rahasia}")
            self.stdout.write("Simpan sekarang: rahasia ini tidak dapat ditampilkan lagi.")
