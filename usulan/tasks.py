"""Doors of Celery into this room."""

from celery import shared_task

from siapp.jadwal.giliran import harian
from usulan.actions import kalender, pertek
from usulan.bacaan.simpan import tafsirkan_semua
from usulan.kabar.harian import kabarkan_harian
from usulan.kabar.surel import kirim_surel
from usulan.kabar.susun import kabarkan_tertunda
from usulan.statistik import hitung


@shared_task(name="usulan.tasks.hitung_tenggat")
def hitung_tenggat() -> None:
    """Bring the deadlines in step with the calendar; nothing to do when they are. Found by its sweep too."""
    kalender.hitung_tenggat()


@shared_task(name="usulan.tasks.periksa_ulang_pertek")
def periksa_ulang_pertek() -> None:
    """Judge the Pertek whose inspection ended, or whose day came, since BKN was last asked."""
    pertek.periksa_ulang_yang_tertunda()


@shared_task(name="usulan.tasks.tafsirkan")
def tafsirkan() -> None:
    """Make facts of papers whose words were just read, or that another version of the rules understood."""
    tafsirkan_semua()


@shared_task(name="usulan.tasks.kabarkan")
def kabarkan() -> None:
    """Tell those whom it concerns what happened."""
    kabarkan_tertunda()


@shared_task(name="usulan.tasks.surel_kabar")
def surel_kabar() -> None:
    """Mail the notices that are due."""
    kirim_surel()


@shared_task(name="usulan.tasks.kabarkan_harian")
@harian("kabar-harian")
def kabar_harian() -> None:
    """Tell what is due, late or nobody's."""
    kabarkan_harian()


@shared_task(name="usulan.tasks.hitung_statistik")
def hitung_statistik() -> None:
    """Count the months in which something happened since they were counted."""
    hitung.hitung_yang_berubah()
