"""Write the generated pages of the docs, or check that they are in step."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from integrasi.keadaan import KIRIMAN, MASUK
from referensi.keadaan import SINKRON
from siapp.berkas.keadaan import BACAAN, BERKAS, KESEHATAN, TERTAHAN
from siapp.diagram import halaman
from usulan.diagram import naskah
from usulan.keadaan import KEPPRES, PERTEK

# Here because this room may import all others.
HALAMAN = {
    "alur-usulan.md": naskah(),
    "keadaan-pengiriman.md": halaman("Calls to SIASN", "integrasi/keadaan.py", {"a Pengiriman": KIRIMAN}),
    "keadaan-masuk.md": halaman("Notices of BKN", "integrasi/keadaan.py", {"a KejadianMasuk": MASUK}),
    "keadaan-berkas.md": halaman(
        "Stored files",
        "siapp/berkas/keadaan.py",
        {
            "a Berkas": BERKAS,
            "its stored bytes": KESEHATAN,
            "what was read in it": BACAAN,
            "a scrub that stopped": TERTAHAN,
        },
    ),
    "keadaan-pertek.md": halaman("Pertek of BKN", "usulan/keadaan.py", {"a Pertek": PERTEK}),
    "keadaan-keppres.md": halaman("Keppres", "usulan/keadaan.py", {"a Keppres": KEPPRES}),
    "keadaan-sinkron.md": halaman("Runs of the sync", "referensi/keadaan.py", {"a Sinkronisasi": SINKRON}),
}


class Command(BaseCommand):
    help = "Writes the diagrams in docs/ from the tables of states; with --periksa only compares."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--periksa", action="store_true", help="exit non-zero when a page is out of step")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        for nama, isi in HALAMAN.items():
            berkas = Path(settings.BASE_DIR) / "docs" / nama
            if not options["periksa"]:
                berkas.write_text(isi)
            elif not berkas.exists() or berkas.read_text() != isi:
                raise CommandError(f"docs/{nama} is out of step: run `python manage.py diagram`")
