"""`python manage.py laporan_insiden`: who and what an incident touched, as a file for the notice that the law wants."""

import os
from argparse import ArgumentParser
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from usulan.ekspor import BENTUK, tulis_lembar
from usulan.insiden import KEPALA, Sentuhan, sentuhan


def _saat(teks: str) -> datetime:
    """Read a time in Jakarta, or a day as its midnight. Raises CommandError with an example."""
    try:
        hari = parse_date(teks)
        saat = datetime(hari.year, hari.month, hari.day) if hari else parse_datetime(teks)  # noqa: DTZ001
    except ValueError:
        saat = None
    if saat is None:
        raise CommandError(f"Waktu {teks!r} tidak terbaca. Tulis misalnya 2026-11-25 atau 2026-11-25T08:30.")
    return timezone.make_aware(saat) if timezone.is_naive(saat) else saat


class Command(BaseCommand):
    """Write the list, print its counts."""

    help = "Tulis siapa saja yang datanya dibaca atau diubah dalam suatu rentang waktu, apa, oleh siapa, dan kapan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the range, the suspect and the file."""
        parser.add_argument("--dari", required=True, help="sejak kapan (WIB), misalnya 2026-11-25T08:30")
        parser.add_argument("--sampai", help="sebelum kapan; tanpa ini sampai sekarang")
        parser.add_argument("--oleh", help="hanya perbuatan akun dengan NIP ini")
        parser.add_argument("--ke", required=True, type=Path, help="berkas baru, berakhir .csv atau .xlsx")

    def handle(self, *_args: Any, dari: str, sampai: str | None, oleh: str | None, ke: Path, **_options: Any) -> None:
        """Do it. Raises CommandError for a time that cannot be read, an unknown NIP or a file that exists."""
        awal, akhir = _saat(dari), _saat(sampai) if sampai else timezone.now()
        if awal >= akhir:
            raise CommandError("--dari harus sebelum --sampai.")
        bentuk = ke.suffix.removeprefix(".")
        if bentuk not in BENTUK:
            raise CommandError("Nama berkas harus berakhir .csv atau .xlsx.")
        orang = Pengguna.objects.filter(nip=oleh).first() if oleh else None
        if oleh and orang is None:
            raise CommandError("Tidak ada akun dengan NIP ini.")
        hasil = sentuhan(awal, akhir, orang)
        self._tulis(ke, tulis_lembar([KEPALA, *(satu.baris() for satu in hasil)], bentuk, "Insiden"))
        rincian = {"dari": awal.isoformat(), "sampai": akhir.isoformat(), "akun": orang.pk if orang else None}
        catat_akses(Akses.Tindakan.EKSPOR, "insiden", oleh=Mesin.SISTEM, **rincian)
        self._ceritakan(hasil, ke)

    @staticmethod
    def _tulis(ke: Path, isi: bytes) -> None:
        try:
            # For the eyes of whoever runs this only, from its first byte on.
            berkas = os.fdopen(os.open(ke, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        except FileExistsError as galat:
            raise CommandError(f"{ke} sudah ada. Pilih nama lain.") from galat
        except OSError as galat:
            raise CommandError(f"{ke} tidak dapat ditulis: {galat.strerror}.") from galat
        try:
            with berkas:
                berkas.write(isi)
        except OSError as galat:
            # Half of it would be taken for the whole, and stand in the way of the next attempt.
            ke.unlink()
            raise CommandError(f"{ke} tidak dapat ditulis: {galat.strerror}.") from galat

    def _ceritakan(self, hasil: list[Sentuhan], ke: Path) -> None:
        orang = {satu.subjek.nip for satu in hasil if satu.subjek.nip}
        self.stdout.write(f"{len(orang)} orang, {len(hasil)} baris, ditulis ke {ke} (hanya terbaca oleh Anda).")
        kali: Counter[str] = Counter()
        for satu in hasil:
            kali[satu.oleh] += satu.kali
        for nama, jumlah in kali.most_common(10):
            self.stdout.write(f"  {jumlah:>6} perbuatan oleh {nama}")
        self.stdout.write("UU 27/2022 Pasal 46: beri tahu yang bersangkutan dan lembaga paling lambat 3 × 24 jam.")
