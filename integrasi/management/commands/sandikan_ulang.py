"""`python manage.py sandikan_ulang`: after a change of SECRET_KEY, before the former one is taken away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from integrasi.mitra.gudang_token import sandikan_token_ulang
from siapp.akun.dua_langkah import sandikan_benih_ulang
from siapp.akun.peran import Mesin
from siapp.audit.catat import catat
from siapp.berkas.tautan import sandikan_tautan_ulang

YANG_TERSANDI = {
    "token SIASN": sandikan_token_ulang,
    "verifikasi dua langkah": sandikan_benih_ulang,
    "tautan salinan Keppres": sandikan_tautan_ulang,
}


class Command(BaseCommand):
    help = "Sandikan ulang dengan SECRET_KEY yang berlaku semua yang disandikan dengan SECRET_KEY_FALLBACKS."

    def handle(self, **_: Any) -> None:
        """Encrypt anew and say how much; may be repeated. Raises CommandError when something cannot be read."""
        with transaction.atomic():
            hasil = {nama: kerjakan() for nama, kerjakan in YANG_TERSANDI.items()}
            catat("sandi", "sandi.disandikan_ulang", oleh=Mesin.SISTEM, data={k: v.diubah for k, v in hasil.items()})
        for nama, sandian in hasil.items():
            self.stdout.write(f"{nama}: {sandian.diubah} disandikan ulang, {sandian.gagal} tidak terbaca.")
        if any(sandian.gagal for sandian in hasil.values()):
            raise CommandError(
                "Yang tidak terbaca memakai SECRET_KEY lain. Tambahkan kunci itu ke SECRET_KEY_FALLBACKS, lalu ulangi."
            )
