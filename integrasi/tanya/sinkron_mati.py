"""Runs of the sync whose worker died: they end by their age, and what failed is counted for the administrator."""

from datetime import timedelta

import structlog
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from referensi.keadaan import GerakSinkron, KeadaanSinkron
from referensi.models import Sinkronisasi
from siapp.pindah import pindahkan

log = structlog.get_logger(__name__)

# A run that told nothing for so long has died with its worker: it tells after each page, which takes seconds.
MASA_DIAM = timedelta(minutes=30)
PESAN_MATI = "Terputus: proses yang mengerjakannya berakhir sebelum selesai; daftar lama tetap dipakai. Mulai lagi."


def tutup_yang_mati() -> int:
    """End the runs that told nothing for `MASA_DIAM`; return how many. What no worker has taken up yet waits on."""
    kini = timezone.now()
    diambil = Q(maju_pada__isnull=False) | Q(selesai__isnull=True)
    tanda = Sinkronisasi.objects.annotate(tanda=Coalesce("maju_pada", "mulai")).filter(tanda__lt=kini - MASA_DIAM)
    mati = pindahkan(tanda.filter(diambil), GerakSinkron.MATI, selesai=kini, pesan=PESAN_MATI)
    if mati:
        log.error("sinkron_mati", jumlah=mati)
    return mati


def daftar_gagal() -> int:
    """Return how many lists could not be brought up to date when that was last tried."""
    terakhir = Sinkronisasi.objects.order_by("daftar", "-mulai", "-id").distinct("daftar")
    return sum(satu.keadaan == KeadaanSinkron.GAGAL for satu in terakhir)
