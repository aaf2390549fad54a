"""`python manage.py klien_contoh`: make the OAuth2 client of the simulator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from integrasi.peragaan.klien_contoh import pasang_contoh
from siapp.web.galat import GalatPengguna


class Command(BaseCommand):
    """Make or renew the client; safe to run at every start."""

    help = "Pasang klien OAuth2 simulator SIASN (hanya pada pemasangan percobaan)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make what is missing. Raises CommandError on a real installation."""
        try:
            klien = pasang_contoh()
        except GalatPengguna as galat:
            raise CommandError(galat.pesan) from galat
        self.stdout.write(f"Klien contoh {klien.client_id} siap.")
