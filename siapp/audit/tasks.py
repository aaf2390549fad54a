"""Doors of Celery into the trail: a timer seals it and writes anchors, a daily job proves it."""

from celery import shared_task

from siapp.audit.jangkar import tulis_yang_jatuh_tempo
from siapp.audit.pembuktian import JejakTidakUtuh, periksa_semua
from siapp.audit.segel import segel_semua
from siapp.jadwal.giliran import harian


@shared_task(name="siapp.audit.tasks.segel")
def segel() -> None:
    """Seal what was written, and anchor the seals outside the database when it is time."""
    segel_semua()
    tulis_yang_jatuh_tempo()


@shared_task(name="siapp.audit.tasks.verifikasi")
@harian("verifikasi-jejak")
def verifikasi() -> None:
    """Nightly: prove the whole trail. Raises JejakTidakUtuh, which the alarm of daily jobs tells."""
    for temuan in periksa_semua():
        raise JejakTidakUtuh(temuan.arti)
