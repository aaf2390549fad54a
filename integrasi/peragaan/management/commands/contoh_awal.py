"""Make the sample usulan, or go on making them; needs the running stack."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from requests import RequestException

from integrasi.peragaan.contoh.awal import CONTOH, Contoh, Pembuat, belum_jadi
from integrasi.peragaan.contoh.papan import Papan
from integrasi.peragaan.contoh.tunggu import TidakSampai, berhenti, kabar, tunggu
from siapp.akun.models import Kategori
from siapp.lokal.kunci import Terkunci, pegang
from siapp.web.galat import GalatPengguna

# Seconds between two looks at what is waited for.
DENYUT = 0.5
GAGAL = (TidakSampai, GalatPengguna, RequestException, DatabaseError)


class Command(BaseCommand):
    help = "Membuat usulan contoh setiap kategori pada berbagai tahap (memerlukan make run yang sedang menyala)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sisa", action="store_true", help="cetak berapa yang belum jadi, jangan membuat apa pun")

    def handle(self, *_args: Any, **pilihan: Any) -> None:
        """Make what is missing. Raises CommandError when a sample could not be made, or after Ctrl-C."""
        if pilihan["sisa"]:
            self.stdout.write(str(len(belum_jadi())))
            return
        berhenti.clear()
        try:
            with _giliran(self._papan(belum_jadi())):
                self._buat(belum_jadi())
        except KeyboardInterrupt as galat:
            raise CommandError("Dihentikan; jalankan lagi untuk melanjutkan.", returncode=130) from galat

    def _papan(self, sisa: list[Contoh]) -> Papan:
        return Papan(self._cetak, jumlah=len(CONTOH), jadi=len(CONTOH) - len(sisa))

    def _cetak(self, baris: str) -> None:
        self.stdout.write(baris)
        self.stdout.flush()

    def _buat(self, sisa: list[Contoh]) -> None:
        papan = self._papan(sisa)
        gagal: list[Contoh] = []
        # Most of a sample is waiting for workers: the three kategori wait side by side.
        utas = [Thread(target=_jalani, args=(k, sisa, papan, gagal), daemon=True) for k in Kategori]
        try:
            for satu in utas:
                satu.start()
            _ikuti(utas, papan)
        finally:
            berhenti.set()
        if gagal:
            raise CommandError(f"{papan.maju} contoh jadi; {len(gagal)} belum, sebabnya di atas.")
        self._cetak(f"Contoh: lengkap, {papan.maju}.")


@contextmanager
def _giliran(papan: Papan) -> Iterator[None]:
    """Let one process make samples at a time; the lock vanishes with a killed one."""
    with ExitStack() as dipegang:

        def dapat() -> bool:
            papan.denyut()
            try:
                dipegang.enter_context(pegang(settings.VAR_DIR / "contoh.kunci", tunggu=False))
            except Terkunci:
                return False
            return True

        papan.menunggu("giliran", "proses lain yang sedang membuat usulan contoh")
        tunggu("giliran", dapat)
        yield


def _ikuti(utas: list[Thread], papan: Papan) -> None:
    while any(satu.is_alive() for satu in utas):
        papan.denyut()
        berhenti.wait(DENYUT)


def _jalani(kategori: Kategori, sisa: list[Contoh], papan: Papan, gagal: list[Contoh]) -> None:
    """Make the samples of one kategori, one after another; `gagal` takes those that could not be made."""
    kabar.set(lambda apa: papan.menunggu(kategori, apa))
    milik = [contoh for contoh in sisa if contoh.kategori == kategori]
    gagal += milik
    pembuat = Pembuat(kategori)
    for contoh in milik:
        if berhenti.is_set():
            break
        if _satu(pembuat, contoh, papan):
            gagal.remove(contoh)
    connection.close()


def _satu(pembuat: Pembuat, contoh: Contoh, papan: Papan) -> bool:
    try:
        pembuat.lanjutkan(contoh)
    except GAGAL as galat:
        connection.close()
        if not berhenti.is_set():
            papan.gagal(str(contoh), str(galat))
        return False
    papan.selesai()
    return True
