"""Walk one usulan's whole road against the running stack and show what happened."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from requests import RequestException
from rich.table import Table

from integrasi.enums import fakta
from integrasi.kesesuaian.usulan_uji import MenulisDitolak, check_boleh_menulis
from integrasi.peragaan.contoh.perjalanan import Cacah, Perjalanan, cacah_panggilan, selisih
from integrasi.peragaan.contoh.tunggu import TidakSampai, kabar
from integrasi.siasn.konfigurasi import mesin_ini
from referensi.models import Layanan
from siapp.audit.models import Peristiwa
from siapp.lokal.kabar import konsol
from siapp.lokal.kabar import langkah as kabar_langkah
from siapp.web.galat import GalatPengguna
from usulan.models import Usulan
from usulan.peristiwa import Jenis, aliran_usulan


@contextmanager
def _tanpa_catatan() -> Iterator[None]:
    """Keep log lines below a warning out of the terminal, where they would drown the steps."""
    akar = logging.getLogger()
    semula = akar.level
    akar.setLevel(max(semula, logging.WARNING))
    try:
        yield
    finally:
        akar.setLevel(semula)


class Command(BaseCommand):
    help = "Menjalankan satu usulan dari draf sampai selesai terhadap aplikasi yang sedang menyala (make run)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--layanan", default="KP-STRUKTURAL", help="kode layanan; lihat `manage.py katalog`")
        parser.add_argument(
            "--boleh-menulis",
            default="",
            metavar="HOST",
            help="jalankan terhadap sistem uji SIASN di host ini; putusan dan Perteknya dibuat orang di sana",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        layanan = Layanan.objects.filter(pk=options["layanan"]).first()
        if layanan is None:
            raise CommandError(f"Layanan {options['layanan']} tidak dikenal. Lihat `manage.py katalog`.")
        simulator = mesin_ini(urlsplit(settings.SIASN_BASE_URL).hostname or "")
        try:
            check_boleh_menulis(settings.SIASN_BASE_URL, options["boleh_menulis"])
        except MenulisDitolak as galat:
            raise CommandError(str(galat)) from galat
        sebelum = cacah_panggilan()
        try:
            usulan = self._jalani(Perjalanan(layanan, simulator=simulator))
        except (TidakSampai, GalatPengguna, RequestException) as galat:
            raise CommandError(f"Perjalanan berhenti: {galat}") from galat
        except KeyboardInterrupt as galat:
            pesan = "Perjalanan dihentikan; usulannya tinggal pada tahap terakhirnya."
            raise CommandError(pesan, returncode=130) from galat
        self._linimasa(usulan)
        self._panggilan(selisih(sebelum, cacah_panggilan()))

    def _jalani(self, perjalanan: Perjalanan) -> Usulan:
        konsol.rule(perjalanan.layanan.nama)
        for judul, langkah in perjalanan.langkah():
            with kabar_langkah(judul) as menunggu, _tanpa_catatan():
                kabar.set(menunggu)
                langkah()
        return perjalanan.usulan

    def _linimasa(self, usulan: Usulan) -> None:
        tabel = Table(title=f"Lini masa {usulan.nomor}", title_justify="left")
        for kepala in ("Waktu", "Peristiwa", "Oleh"):
            tabel.add_column(kepala)
        for p in Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk)).select_related("oleh").order_by("urutan"):
            waktu = timezone.localtime(p.waktu).strftime("%H:%M:%S")
            tabel.add_row(waktu, str(Jenis(p.jenis).label), str(p.oleh or p.get_mesin_display()))
        konsol.print(tabel)

    def _panggilan(self, cacah: Cacah) -> None:
        tabel = Table(title="Panggilan per API", title_justify="left")
        tabel.add_column("API", justify="right")
        tabel.add_column("Nama")
        tabel.add_column("Dibuat", justify="right")
        tabel.add_column("Dijawab baik", justify="right")
        for api, (dibuat, dijawab) in cacah.items():
            tabel.add_row(str(api), fakta(api).nama, str(dibuat), str(dijawab))
        konsol.print(tabel)
        sepi = [str(api) for api, (_, dijawab) in cacah.items() if dijawab == 0]
        if sepi:
            raise CommandError(f"API {', '.join(sepi)} tidak terpanggil dengan baik dalam perjalanan ini.")
