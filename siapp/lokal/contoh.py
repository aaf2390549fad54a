"""The sample usulan: made by a process of their own once the product is ready, never a reason to end it."""

import os
import sys

from siapp.lokal import langkah
from siapp.lokal.awas import Anak, Pengawas
from siapp.lokal.kabar import konsol
from siapp.lokal.pembantu import Pembantu
from siapp.lokal.susunan import AKAR

NAMA = "contoh"
# What `contoh_awal` writes for people begins so; the rest of its log is for whoever looks for a fault.
AWALAN = "Contoh:"
AJAKAN = (
    "Aplikasi tetap menyala. Lanjutkan dengan `.venv/bin/python manage.py contoh_awal` di terminal lain, "
    "atau biarkan: `make run` berikutnya melanjutkannya."
)


def mulai(pengawas: Pengawas, pembantu: Pembantu) -> None:
    """Start making what is missing of the samples; say so when nothing is."""
    if pembantu.minta(langkah.jalankan, ("contoh_awal", "--sisa")).strip() == "0":
        konsol.print("[dim]–[/] Usulan contoh [dim]sudah lengkap[/]")
        return
    konsol.print("• Usulan contoh dibuat di latar; aplikasi sudah dapat dipakai.")
    perintah = [sys.executable, "manage.py", "contoh_awal"]
    pengawas.mulai(NAMA, perintah, lingkungan=os.environ, folder=AKAR, sambilan=True)


def kabarkan(anak: Anak) -> None:
    """Show what the maker of the samples has written since the last look."""
    for baris in anak.baris_baru():
        if baris.startswith(AWALAN):
            konsol.print(baris, markup=False, soft_wrap=True)


def tutup(anak: Anak) -> None:
    """Show the last lines of the maker that has ended, and what to do when it ended badly."""
    kabarkan(anak)
    kode = anak.proses.returncode
    if kode:
        pesan = f"Usulan contoh belum lengkap: {_sebab(anak, kode)} {AJAKAN} Catatannya: var/log/{NAMA}.log."
        konsol.print(pesan, markup=False, style="yellow", soft_wrap=True)


def _sebab(anak: Anak, kode: int) -> str:
    if kode < 0:
        return f"prosesnya dihentikan (sinyal {-kode})."
    akhir = next((baris for baris in reversed(anak.baris_akhir()) if baris.strip()), "")
    return akhir.removeprefix("CommandError: ") or f"prosesnya berhenti (kode {kode})."
