"""`python manage.py akun_contoh`: make or list the demo accounts of an embedded installation."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from integrasi.peragaan.akun_contoh import ORANG, SANDI_CONTOH, buat_akun_contoh, check_lokal, instansi_contoh
from integrasi.peragaan.contoh.langkah import pegawai_bebas
from referensi.models import Instansi
from siapp.web.galat import GalatPengguna


class Command(BaseCommand):
    """Make the demo accounts; safe to run at every start."""

    help = "Buat akun contoh, satu per peran (hanya pada pemasangan percobaan); --daftar mencetaknya saja."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the two ways to print."""
        parser.add_argument("--daftar", action="store_true", help="cetak daftar akun, jangan membuat apa pun")
        parser.add_argument("--json", action="store_true", help="cetak daftar sebagai JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make what is missing unless only a list is wanted. Raises CommandError where demo accounts are forbidden."""
        try:
            if not options["daftar"]:
                baru = sum(dibuat for _, dibuat in buat_akun_contoh())
                self.stdout.write(f"{baru} akun contoh dibuat, {len(ORANG) - baru} sudah ada.")
            if options["daftar"] or options["json"]:
                self._cetak(options["json"])
        except GalatPengguna as galat:
            raise CommandError(galat.pesan) from galat

    def _cetak(self, sebagai_json: bool) -> None:
        check_lokal()
        instansi = instansi_contoh()
        baris = [
            {
                "kode": orang.kode,
                "nip": orang.nip,
                "nama": orang.nama,
                "peran": orang.keterangan,
                "instansi": "Biro APP" if orang.instansi is None else instansi[orang.instansi].nama,
                "sandi": SANDI_CONTOH,
            }
            for orang in ORANG
        ]
        self.stdout.write(json.dumps(baris, ensure_ascii=False, indent=2) if sebagai_json else _tabel(baris))
        if not sebagai_json:
            self.stdout.write(_pegawai(instansi))


def _pegawai(instansi: Iterable[Instansi]) -> str:
    """Whom a PIC may propose at once: who tries has no other place to find a NIP."""
    calon = [(satu.nama, pegawai_bebas(satu.pk)) for satu in instansi]
    baris = [f"  {nama}: {', '.join(f'{a.nip} ({a.golongan_baru})' for a in orang)}" for nama, orang in calon if orang]
    return "\n".join(["Pegawai contoh untuk usulan baru:", *baris]) if baris else ""


def _tabel(baris: list[dict[str, str]]) -> str:
    tabel = Table(title=f"Akun contoh (kata sandi semuanya: {SANDI_CONTOH})")
    for judul in ("NIP", "Nama", "Peran", "Instansi"):
        tabel.add_column(judul, no_wrap=judul == "NIP")
    for satu in baris:
        tabel.add_row(satu["nip"], satu["nama"], satu["peran"], satu["instansi"])
    konsol = Console(width=120)
    with konsol.capture() as tangkapan:
        konsol.print(tabel)
    return tangkapan.get()
