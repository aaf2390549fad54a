"""`manage.py ganti_tautan`: end the download links of one Keppres at once and make new ones."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q

from siapp.akun.peran import Mesin
from siapp.berkas.models import Berkas
from siapp.berkas.tautan import buat_tautan, cabut_tautan, token_tautan
from siapp.teks import kunci_nomor
from usulan.keadaan import KeadaanKeppres
from usulan.models import Keppres
from usulan.models.keppres import TUJUAN_TAUTAN


class Command(BaseCommand):
    """For a link that came into wrong hands: it opens the file without a sign-in."""

    help = "Cabut tautan unduh salinan satu Keppres yang jatuh ke tangan lain, dan buat yang baru untuk API 12."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("nomor", help="nomor Keppres, misalnya '12/K/2026'")
        parser.add_argument("--tahun", type=int, required=True, help="tahun Keppres")
        parser.add_argument("--alasan", required=True, help="mengapa; masuk jejak audit")

    def handle(self, *_args: Any, nomor: str, tahun: int, alasan: str, **_: Any) -> None:
        """Replace the links in force. Raises CommandError when there is no such Keppres, no reason, or no link."""
        if not alasan.strip():
            raise CommandError("Tulis alasannya: `--alasan` masuk jejak audit.")
        ditulis = Q(kunci_nomor=kunci_nomor(nomor)) | Q(nomor=nomor)
        keppres = Keppres.objects.filter(ditulis, tahun=tahun, keadaan=KeadaanKeppres.TERBIT).first()
        if keppres is None:
            raise CommandError(f"Tidak ada Keppres terbit bernomor {nomor} tahun {tahun}. Periksa di layar Keppres.")
        jumlah = _ganti(keppres, alasan.strip())
        if not jumlah:
            raise CommandError("Keppres ini belum mempunyai tautan; dibuat sendiri beberapa detik sesudah terbit.")
        self.stdout.write(f"{jumlah} tautan diganti. Yang lama sudah mati; minta BKN mengambil yang baru lewat API 12.")


@transaction.atomic
def _ganti(keppres: Keppres, alasan: str) -> int:
    salinan = {baris.berkas_salinan_id for baris in keppres.baris.select_related("keppres")}
    berlaku = token_tautan(salinan, TUJUAN_TAUTAN)
    for berkas in Berkas.objects.filter(pk__in=berlaku):
        cabut_tautan(berkas, tujuan=TUJUAN_TAUTAN, oleh=Mesin.SISTEM, alasan=alasan)
        buat_tautan(berkas, tujuan=TUJUAN_TAUTAN, oleh=Mesin.SISTEM)
    return len(berlaku)
