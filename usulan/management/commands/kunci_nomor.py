"""`manage.py kunci_nomor`: write the keys of numbers that a former release wrote, or that are free again."""

from typing import Any

from django.core.management.base import BaseCommand

from usulan.actions.nomor import segarkan_kunci


class Command(BaseCommand):
    help = "Hitung ulang kunci nomor Keppres, memo, dan Pertek; `manage.py keadaan` menyebut yang kembar."

    def handle(self, *_: Any, **__: Any) -> None:
        """Say how many keys were written."""
        self.stdout.write(f"{segarkan_kunci()} kunci nomor ditulis.")
