"""`python manage.py muat_katalog`: bring services, documents, reasons and periods into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from referensi.isian_awal import muat_ke_basis_data


class Command(BaseCommand):
    """Load the catalogue; safe to run at every start."""

    help = "Muat layanan, persyaratan, alasan penolakan, dan periode ke basis data (aman diulang)."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load and say what was written."""
        hasil = muat_ke_basis_data()
        if options["verbosity"] == 0:
            return
        if not hasil.ada:
            self.stdout.write("Katalog sudah sama dengan basis data.")
            return
        self.stdout.write(
            f"Ditulis: {hasil.layanan} layanan, {hasil.persyaratan} persyaratan, {hasil.alasan} alasan penolakan, "
            f"{hasil.periode} periode; {hasil.dinonaktifkan} persyaratan dinonaktifkan."
        )
