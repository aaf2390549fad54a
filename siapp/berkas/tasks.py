"""Doors of Celery into the file room; each call may come twice, late or never."""

from celery import shared_task

from siapp.bangun import bangunkan
from siapp.berkas.antre import baca_semua, lukis_semua, periksa_semua
from siapp.berkas.models import Berkas
from siapp.berkas.pembaca import catat_belum_dibaca, pindaian_menunggu, teks_menunggu
from siapp.berkas.rawat import bersihkan as rapikan
from siapp.berkas.rawat import gosok_berkas, gosok_semua
from siapp.berkas.tte_periksa import tte_menunggu
from siapp.jadwal.giliran import harian


@shared_task(name="siapp.berkas.tasks.periksa")
def periksa(id_berkas: str) -> None:
    """Inspect what waits, for a file was just taken in; its first page images and its words are another's work."""
    periksa_semua()
    if teks_menunggu().exists() or tte_menunggu().exists():
        bangunkan("siapp.berkas.tasks.baca")
    if Berkas.objects.tanpa_gambar().filter(pk=id_berkas).exists():
        bangunkan("siapp.berkas.tasks.gambar")


@shared_task(name="siapp.berkas.tasks.gambar")
def gambar() -> None:
    """Make the first page images of files that were released."""
    lukis_semua()


@shared_task(name="siapp.berkas.tasks.baca")
def baca() -> None:
    """Read who signed files that were released, and what stands in them."""
    baca_semua()


@shared_task(name="siapp.berkas.tasks.sapu")
def sapu() -> None:
    """Find what no wake-up reached: files that wait for inspection, files without page images."""
    periksa_semua()
    lukis_semua()
    # Reading scans may take hours: not in the hands of whom the next sweep waits for.
    if any(menunggu().exists() for menunggu in (teks_menunggu, tte_menunggu, pindaian_menunggu)):
        bangunkan("siapp.berkas.tasks.baca")


@shared_task(name="siapp.berkas.tasks.gosok")
@harian("gosok-berkas")
def gosok() -> None:
    """Nightly: compare every file with its hash."""
    gosok_semua()


@shared_task(name="siapp.berkas.tasks.bersihkan")
@harian("bersihkan-berkas")
def bersihkan() -> None:
    """Nightly: take away what belongs to nobody; have read what nobody asked to read."""
    catat_belum_dibaca()
    rapikan()


@shared_task(name="siapp.berkas.tasks.gosok_satu")
def gosok_satu(id_berkas: str) -> None:
    """Compare one file that looked damaged when it was asked for."""
    for berkas in Berkas.objects.filter(pk=id_berkas):
        gosok_berkas(berkas)
