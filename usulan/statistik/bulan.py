"""Months as the figures know them: each is its first day. Pure and without Django."""

from collections.abc import Iterator
from datetime import date

from siapp.tanggal import BULAN


def awal_bulan(hari: date) -> date:
    return hari.replace(day=1)


def geser(bulan: date, jumlah: int) -> date:
    """Return the month `jumlah` months after `bulan`, before it when negative."""
    urut = bulan.year * 12 + bulan.month - 1 + jumlah
    return date(urut // 12, urut % 12 + 1, 1)


def deret(dari: date, sampai: date) -> Iterator[date]:
    """Every month from `dari` to `sampai`, both included."""
    bulan = dari
    while bulan <= sampai:
        yield bulan
        bulan = geser(bulan, 1)


def sebut(bulan: date) -> str:
    return f"{BULAN[bulan.month - 1]} {bulan.year}"


def sebut_pendek(bulan: date) -> str:
    return f"{BULAN[bulan.month - 1][:3]} {bulan.year % 100:02}"


def sebut_rentang(dari: date, sampai: date) -> str:
    """Say a span of months: "Maret 2026", "Januari–Maret 2026", "November 2025–Januari 2026"."""
    if dari == sampai:
        return sebut(dari)
    awal = BULAN[dari.month - 1] if dari.year == sampai.year else sebut(dari)
    return f"{awal}–{sebut(sampai)}"
