"""`python manage.py setelah_pemulihan`: after a restore from backup, before the workers start again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from integrasi.enums import fakta
from integrasi.petugas.pemulihan import Pemulihan, gambaran, pulihkan, yang_diperiksa
from siapp.akun.peran import Mesin

NOMOR_TERBANYAK = 40
_KELOMPOK = {
    "ragu": "menjadi tidak pasti",
    "orang": "ditolak atau habis dicoba, dilihat orang",
    "ulang": "dikirim ulang (menetapkan keadaan)",
}


class Command(BaseCommand):
    help = "Sesudah basis data dipulihkan dari cadangan: anggap tidak pasti semua kiriman terbuka ke SIASN."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Without --ya nothing is changed."""
        parser.add_argument("--ya", action="store_true", help="lakukan; tanpa ini hanya diperlihatkan")

    def handle(self, *_args: Any, **pilihan: Any) -> None:
        """Show what it would do, or do it; then list what people must check. Raises CommandError without --ya."""
        konsol = Console(soft_wrap=True)
        hasil = pulihkan(oleh=Mesin.SISTEM) if pilihan["ya"] else gambaran()
        konsol.print(_tabel(hasil))
        cacah = hasil.cacah
        konsol.print(
            f"Peristiwa belum direncanakan: {cacah['belum_direncanakan']}. Sedang di tangan pekerja: {cacah['sewa']}. "
            f"Token tersimpan: {cacah['token']}. Usulan dipantau: {cacah['dipantau']}. Kotak masuk: {cacah['masuk']}."
        )
        if not pilihan["ya"]:
            raise CommandError("Belum ada yang diubah. Hentikan pekerja, lalu ulangi dengan --ya.")
        konsol.print("\n[bold]Periksa dengan tangan:[/]")
        for nomor, kalimat in enumerate(yang_diperiksa(hasil), start=1):
            konsol.print(f"{nomor}. {escape(kalimat)}")


def _tabel(hasil: Pemulihan) -> Table:
    tabel = Table(title="Kiriman terbuka ke SIASN", title_justify="left")
    tabel.add_column("API")
    tabel.add_column("Tindakan")
    tabel.add_column("Jumlah", justify="right")
    tabel.add_column("Nomor usulan", overflow="fold")
    for kelompok, kata in _KELOMPOK.items():
        for api, nomor in getattr(hasil, kelompok).items():
            tabel.add_row(fakta(api).label, kata, str(len(nomor)), escape(_nomor(nomor)))
    return tabel


def _nomor(semua: list[str]) -> str:
    """Each number once, as many as a person reads; the rest stands in the delivery monitor."""
    unik = list(dict.fromkeys(satu for satu in semua if satu))
    sisa = len(unik) - NOMOR_TERBANYAK
    kata = ", ".join(unik[:NOMOR_TERBANYAK]) or "–"
    return f"{kata}, dan {sisa} lainnya di layar Pengiriman" if sisa > 0 else kata
