"""`python manage.py uji_kontrak`: check a SIASN against the contract, API by API."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from integrasi.kesesuaian.baca import BarisUji, Hasil, HasilUji
from integrasi.kesesuaian.uji_kontrak import simpan, uji
from integrasi.kesesuaian.usulan_uji import MenulisDitolak
from integrasi.mitra.janji import semua_terbukti
from integrasi.siasn.konfigurasi import KonfigurasiSalah

# Into a file or a pipe there is no window to fit: wide enough that no column breaks.
LEBAR_BERKAS = 170
_WARNA = {HasilUji.SESUAI: "green", HasilUji.TIDAK_SESUAI: "bold red", HasilUji.TIDAK_DIUJI: "dim"}
_YA_TIDAK = {True: "ya", False: "[bold red]tidak[/]", None: "–"}


class Command(BaseCommand):
    help = "Uji SIASN terhadap kontrak, API demi API, dan cetak tabelnya. Keluar bukan nol bila ada yang tidak sesuai."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--url checks another SIASN with the same credentials; --bila-perlu is for what runs at every start."""
        parser.add_argument("--url", default="", help="alamat dasar SIASN lain; bawaannya SIASN_BASE_URL")
        parser.add_argument("--baca-saja", action="store_true", help="jangan lakukan apa pun yang menulis di SIASN")
        parser.add_argument("--boleh-menulis", default="", metavar="HOST", help="izinkan data uji ditulis di host ini")
        parser.add_argument(
            "--bila-perlu", action="store_true", help="jangan lakukan apa pun bila semua janji kiriman ulang terbukti"
        )

    def handle(self, *_args: Any, **pilihan: Any) -> None:
        """Check, print, keep. Raises CommandError when something does not conform or nothing could be checked."""
        if pilihan["bila_perlu"] and semua_terbukti():
            return
        konsol, mulai = Console(quiet=pilihan["bila_perlu"]), timezone.now()
        if not konsol.is_terminal:
            konsol = Console(width=LEBAR_BERKAS, quiet=pilihan["bila_perlu"])
        try:
            with konsol.status("Menguji SIASN …"):
                hasil = uji(url=pilihan["url"], baca_saja=pilihan["baca_saja"], boleh_menulis=pilihan["boleh_menulis"])
        except (KonfigurasiSalah, MenulisDitolak) as galat:
            raise CommandError(str(galat)) from galat
        simpan(hasil, mulai=mulai)
        konsol.print(tabel(hasil))
        if not hasil.sesuai:
            jumlah = sum(satu.putusan is HasilUji.TIDAK_SESUAI for satu in hasil.baris)
            raise CommandError(f"{jumlah} pemeriksaan tidak sesuai kontrak.")


def tabel(hasil: Hasil) -> Table:
    """The rows of a run as a table of the terminal."""
    judul = f"Kesesuaian {hasil.host}{' (hanya membaca)' if hasil.baca_saja else ''}"
    satu = Table(title=judul, title_justify="left", show_lines=False)
    for kepala in ("API", "Pemeriksaan", "Terjangkau", "Token", "Bentuk", "Panjang", "Amplop"):
        satu.add_column(kepala)
    satu.add_column("ms", justify="right")
    satu.add_column("Kesimpulan", overflow="fold")
    for baris in hasil.baris:
        satu.add_row(*_sel(baris))
    return satu


def _sel(baris: BarisUji) -> tuple[str, ...]:
    ya_tidak = (baris.terjangkau, baris.token, baris.bentuk, baris.panjang)
    kata = f"{baris.keterangan} Kata SIASN: {baris.kata_siasn}" if baris.kata_siasn else baris.keterangan
    kesimpulan = f"[{_WARNA[baris.putusan]}]{baris.kata}[/]\n{escape(kata)}"
    ms = "–" if baris.ms is None else str(baris.ms)
    return (baris.api, baris.nama, *(_YA_TIDAK[satu] for satu in ya_tidak), escape(baris.amplop) or "–", ms, kesimpulan)
