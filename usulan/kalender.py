"""The working-day clock: weekends, national holidays and cuti bersama do not count (alur.md 4, keputusan/0038).

The days come from the library, corrected by what an administrator wrote down. Who needs the clock asks for it once
(`kalender_kini`) and reckons with it in memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.metadata import version
from types import MappingProxyType
from uuid import UUID

import holidays
from django.utils import timezone

from siapp.kunci import Kunci, kunci_transaksi
from usulan.models import HariKalender, JenisHari, VersiKalender
from usulan.tahap import BATAS_HARI_KERJA, Tahap

# The library's word for a holiday and for cuti bersama.
_KATEGORI = {"public": JenisHari.LIBUR, "government": JenisHari.CUTI_BERSAMA}
# How the library marks a day that is reckoned, not announced.
PERKIRAAN = "(perkiraan)"


@cache
def hari_pustaka(tahun: int) -> Mapping[date, tuple[JenisHari, str]]:
    """Return the free days of `tahun` that the library knows: {day: (kind, its Indonesian name)}."""
    hasil: dict[date, tuple[JenisHari, str]] = {}
    for kategori, jenis in _KATEGORI.items():
        daftar = holidays.country_holidays("ID", years=tahun, categories=(kategori,), language="id")
        for hari, nama in sorted(daftar.items()):
            hasil.setdefault(hari, (jenis, nama))
    return MappingProxyType(hasil)


@cache
def versi_pustaka() -> str:
    """Return the version of the library that these days come from: another one may know others."""
    return version("holidays")


def akhir_pekan(hari: date) -> bool:
    return hari.weekday() >= 5


@dataclass(frozen=True, slots=True)
class Kalender:
    """One state of the calendar: the library's days, with `ditambah` as free days more and `dicabut` as fewer."""

    ditambah: frozenset[date] = frozenset()
    dicabut: frozenset[date] = frozenset()

    def hari_kerja(self, hari: date) -> bool:
        if akhir_pekan(hari) or hari in self.ditambah:
            return False
        return hari in self.dicabut or hari not in hari_pustaka(hari.year)

    def tambah_hari_kerja(self, mulai: date, jumlah: int) -> date:
        """Return the date `jumlah` working days after `mulai` (which itself does not count)."""
        hari = mulai
        while jumlah > 0:
            hari += timedelta(days=1)
            jumlah -= self.hari_kerja(hari)
        return hari

    def selisih_hari_kerja(self, mulai: date, selesai: date) -> int:
        """Return the working days after `mulai` up to and including `selesai`; negative when `selesai` is earlier."""
        if selesai < mulai:
            return -self.selisih_hari_kerja(selesai, mulai)
        return sum(self.hari_kerja(mulai + timedelta(days=n)) for n in range(1, (selesai - mulai).days + 1))

    def tenggat(self, tahap: Tahap, mulai: date) -> date | None:
        """Return the last day of a stage begun on `mulai`; None where the clock is paused (PIC, BKN, President)."""
        batas = BATAS_HARI_KERJA.get(tahap)
        return None if batas is None else self.tambah_hari_kerja(mulai, batas)


def kalender_dengan(hari: Mapping[date, JenisHari]) -> Kalender:
    """Return the calendar in which an administrator wrote down `hari`, each day with its kind."""
    kerja = frozenset(tanggal for tanggal, jenis in hari.items() if jenis == JenisHari.KERJA)
    return Kalender(frozenset(hari) - kerja, kerja)


def hari_diatur() -> dict[date, JenisHari]:
    """Return the days that an administrator wrote down, each with its kind."""
    return {hari: JenisHari(jenis) for hari, jenis in HariKalender.objects.values_list("tanggal", "jenis")}


# The latest calendar that this process read, under the version it had. A version is a fresh uuid, never counted up:
# one that was rolled back cannot come again with other days.
_terakhir: tuple[UUID | None, Kalender] = (None, Kalender())


def kalender_kini() -> Kalender:
    """Return the calendar in force. Costs one small query; the days are read again only when their version is new."""
    global _terakhir
    versi = VersiKalender.objects.values_list("versi", flat=True).first()
    if versi is None:
        return Kalender()
    kenal, kalender = _terakhir
    if kenal != versi:
        kalender = kalender_dengan(hari_diatur())
        _terakhir = (versi, kalender)
    return kalender


def tenggat_tahap(tahap: Tahap, sejak: datetime) -> date | None:
    """Return the last day of a stage begun at `sejak`, for who writes it in this transaction; None without a clock.

    Holds the calendar still until the commit: a day that changes meanwhile waits, and its recomputing finds this row.
    """
    if tahap not in BATAS_HARI_KERJA:
        return None
    kunci_transaksi(Kunci.KALENDER, bersama=True)
    return kalender_kini().tenggat(tahap, timezone.localdate(sejak))
