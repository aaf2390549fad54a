"""Doors of Celery into the file room; each call may come twice, late or never."""

from uuid import UUID

from celery import shared_task

from siapp.berkas.gambar import siapkan_gambar
from siapp.berkas.models import Berkas
from siapp.berkas.periksa import periksa_berkas
from siapp.berkas.rawat import bersihkan as rapikan
from siapp.berkas.rawat import gosok_berkas, gosok_semua
from siapp.jadwal.giliran import harian

# One sweep's share: the next one comes in half a minute, and other files must not wait behind a long queue.
SEKALI_SAPU = 50


@shared_task(name="siapp.berkas.tasks.periksa")
def periksa(id_berkas: str) -> None:
    """Inspect a file that was just taken in, then make its first page images."""
    periksa_berkas(UUID(id_berkas))
    for berkas in Berkas.objects.tanpa_gambar().filter(pk=id_berkas):
        siapkan_gambar(berkas)


@shared_task(name="siapp.berkas.tasks.sapu")
def sapu() -> None:
    """Find what no wake-up reached: files that wait for inspection, files without page images."""
    for id_berkas in list(Berkas.objects.jatuh_tempo().values_list("pk", flat=True)[:SEKALI_SAPU]):
        periksa_berkas(id_berkas)
    for berkas in Berkas.objects.tanpa_gambar()[:SEKALI_SAPU]:
        siapkan_gambar(berkas)


@shared_task(name="siapp.berkas.tasks.gosok")
@harian("gosok-berkas")
def gosok() -> None:
    """Nightly: compare every file with its hash."""
    gosok_semua()


@shared_task(name="siapp.berkas.tasks.bersihkan")
@harian("bersihkan-berkas")
def bersihkan() -> None:
    """Nightly: take away what belongs to nobody."""
    rapikan()


@shared_task(name="siapp.berkas.tasks.gosok_satu")
def gosok_satu(id_berkas: str) -> None:
    """Compare one file that looked damaged when it was asked for."""
    for berkas in Berkas.objects.filter(pk=id_berkas):
        gosok_berkas(berkas)
