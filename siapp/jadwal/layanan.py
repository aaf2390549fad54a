"""Who serves: queues, timers and daily jobs, from their rows alone. For the monitor, the metrics and `keadaan`.

Asks no worker: what is looked for may be what stands still.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from siapp.celery import ANTREAN, HARIAN
from siapp.jadwal.models import Jadwal, TandaHidup
from siapp.jadwal.tanda import BATAS_DIAM

BATAS_HARIAN = timedelta(hours=26)
"""A daily job whose last good end is older than this has been missed."""


@dataclass(frozen=True, slots=True)
class Layanan:
    """The facts. `tanda`: timer and queues → last sign of life, None where there never was one; `harian`: its row."""

    tanda: dict[str, datetime | None]
    harian: dict[str, Jadwal]

    def diam(self) -> dict[str, datetime | None]:
        """The timer and queues that nobody serves, each with its last sign."""
        batas = timezone.now() - timedelta(seconds=BATAS_DIAM)
        return {nama: saat for nama, saat in self.tanda.items() if saat is None or saat < batas}

    def terlambat(self) -> dict[str, datetime]:
        """The daily jobs that finished well too long ago, each with that time (or when they were first known)."""
        batas = timezone.now() - BATAS_HARIAN
        sejak = {nama: satu.selesai_pada or satu.dibuat_pada for nama, satu in self.harian.items()}
        return {nama: saat for nama, saat in sejak.items() if saat < batas}


def layanan() -> Layanan:
    """Read the facts, in two queries."""
    tanda = dict(TandaHidup.objects.values_list("nama", "terakhir"))
    harian = {satu.nama: satu for satu in Jadwal.objects.filter(nama__in=HARIAN)}
    return Layanan({nama: tanda.get(nama) for nama in (TandaHidup.TIMER, *ANTREAN)}, harian)
