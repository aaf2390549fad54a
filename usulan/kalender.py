"""The working-day clock: weekends, national holidays and cuti bersama do not count (alur.md 4)."""

from datetime import date, datetime, timedelta
from functools import cache

import holidays
from django.utils import timezone

from usulan.tahap import BATAS_HARI_KERJA, Tahap


@cache
def _libur(tahun: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("ID", years=tahun, categories=("public", "government")))


def hari_kerja(hari: date) -> bool:
    return hari.weekday() < 5 and hari not in _libur(hari.year)


def tambah_hari_kerja(mulai: date, jumlah: int) -> date:
    """Return the date `jumlah` working days after `mulai` (which itself does not count)."""
    hari = mulai
    while jumlah > 0:
        hari += timedelta(days=1)
        jumlah -= hari_kerja(hari)
    return hari


def selisih_hari_kerja(mulai: date, selesai: date) -> int:
    """Return the working days after `mulai` up to and including `selesai`; negative when `selesai` is earlier."""
    if selesai < mulai:
        return -selisih_hari_kerja(selesai, mulai)
    return sum(hari_kerja(mulai + timedelta(days=n)) for n in range(1, (selesai - mulai).days + 1))


def tenggat_tahap(tahap: Tahap, sejak: datetime) -> date | None:
    """Return the last day of a stage begun at `sejak`; None where the clock is paused (PIC, BKN, President)."""
    batas = BATAS_HARI_KERJA.get(tahap)
    return None if batas is None else tambah_hari_kerja(timezone.localdate(sejak), batas)
