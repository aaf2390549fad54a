"""`make bersih`: forget what `make run` and the tests keep in `var/`."""

import shutil
from pathlib import Path

from siapp.lokal import postgres
from siapp.lokal.awas import bereskan_sisa
from siapp.lokal.galat import GagalMulai
from siapp.lokal.kabar import konsol
from siapp.lokal.kunci import Terkunci, pegang
from siapp.lokal.susunan import VAR


def bersih(var: Path = VAR) -> None:
    """Remove the folder `var` and end what a killed run left. Raises GagalMulai while the stack or a test runs."""
    if not var.exists():
        return
    if postgres.dipakai(var / "uji" / "postgres"):
        raise GagalMulai(
            "Pengujian sedang berjalan dan memakai var/. Tunggu sampai selesai, lalu ulangi `make bersih`."
        )
    try:
        with pegang(var / "lokal.kunci", tunggu=False):
            bereskan_sisa(var / "proses.json")
            for folder in (var / "postgres", var / "uji" / "postgres"):
                postgres.akhiri_sisa(folder)
            shutil.rmtree(var)
            konsol.print("Data peragaan dan sisa pengujian dihapus. `make run` membuatnya lagi dari awal.")
    except Terkunci as galat:
        raise GagalMulai("`make run` sedang berjalan. Hentikan dengan Ctrl-C, lalu ulangi `make bersih`.") from galat
