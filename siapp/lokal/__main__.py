"""`python -m siapp.lokal jalan | kembang | bersih | alat | periksa`: what the Makefile calls."""

import argparse
import sys

from rich.console import Console

from siapp.lokal import chromium, perkakas
from siapp.lokal.bersih import bersih
from siapp.lokal.galat import GagalMulai
from siapp.lokal.jalan import jalan
from siapp.lokal.kembang import kembang
from siapp.lokal.periksa import periksa


def alat() -> None:
    """See to it that what the tests drive besides our own is here: a Chromium and more. Raises GagalMulai."""
    chromium.siapkan()
    perkakas.siapkan()


PERINTAH = {"jalan": jalan, "kembang": kembang, "bersih": bersih, "alat": alat, "periksa": periksa}


def utama() -> int:
    """Run the command of the command line; 0 for success, 1 after a sentence that says what to do."""
    pengurai = argparse.ArgumentParser(prog="python -m siapp.lokal")
    pengurai.add_argument("perintah", choices=PERINTAH)
    try:
        PERINTAH[pengurai.parse_args().perintah]()
    except GagalMulai as galat:
        pesan = str(galat)
    except PermissionError as galat:
        pesan = (
            f"{galat.filename} tidak boleh dibuka oleh pengguna ini; mungkin dibuat saat menjadi root. "
            "Jalankan sebagai pengguna yang sama, atau hapus folder var/ sebagai root."
        )
    except OSError as galat:
        pesan = f"Sistem menolak: {galat.strerror} ({galat.filename}). Periksa ruang disk dan izin folder var/."
    else:
        return 0
    Console(stderr=True, highlight=False).print(pesan, markup=False, style="red", soft_wrap=True)
    return 1


if __name__ == "__main__":
    sys.exit(utama())
