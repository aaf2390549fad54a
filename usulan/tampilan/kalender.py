"""The calendar screen: the days of a year on which nobody works, and what a correction does to open deadlines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from siapp.tanggal import BULAN
from usulan.kalender import PERKIRAAN, Kalender, akhir_pekan, hari_diatur, hari_pustaka, kalender_dengan
from usulan.models import HariKalender, JenisHari, Usulan, VersiKalender
from usulan.tahap import Tahap

HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@dataclass(frozen=True, slots=True)
class HariTampil:
    """One day in the list. `diatur`: what an administrator wrote down for it, None for the library's word."""

    tanggal: date
    jenis: str
    kata: str
    nama: str
    diatur: HariKalender | None = None

    @property
    def hari(self) -> str:
        return HARI[self.tanggal.weekday()]

    @property
    def warna(self) -> str:
        return {JenisHari.LIBUR: "merah", JenisHari.CUTI_BERSAMA: "kuning"}.get(JenisHari(self.jenis), "hijau")

    @property
    def perkiraan(self) -> bool:
        """Whether the library reckoned the day: the announcement may name another."""
        return self.diatur is None and PERKIRAAN in self.nama

    @property
    def akhir_pekan(self) -> bool:
        return akhir_pekan(self.tanggal)


def _hari(tanggal: date, diatur: HariKalender | None) -> HariTampil:
    jenis, nama = hari_pustaka(tanggal.year).get(tanggal, (JenisHari.LIBUR, ""))
    if diatur is None:
        return HariTampil(tanggal, jenis, jenis.label, nama)
    return HariTampil(tanggal, diatur.jenis, diatur.get_jenis_display(), diatur.nama or nama, diatur)


def hari_setahun(tahun: int) -> list[tuple[str, list[HariTampil]]]:
    """Return the days of `tahun` that are not as every day, by month; one query."""
    diatur = {h.tanggal: h for h in HariKalender.objects.filter(tanggal__year=tahun).select_related("oleh")}
    semua = [_hari(tanggal, diatur.get(tanggal)) for tanggal in sorted({*hari_pustaka(tahun), *diatur})]
    return [(BULAN[bulan - 1], list(isi)) for bulan, isi in groupby(semua, key=lambda h: h.tanggal.month)]


def cuti_belum_diumumkan(tahun: int) -> bool:
    """Whether neither the library nor an administrator knows cuti bersama of `tahun` yet."""
    pustaka = any(jenis == JenisHari.CUTI_BERSAMA for jenis, _ in hari_pustaka(tahun).values())
    return not pustaka and not HariKalender.objects.filter(tanggal__year=tahun, jenis=JenisHari.CUTI_BERSAMA).exists()


@dataclass(frozen=True, slots=True)
class Dampak:
    """How many open deadlines a change of the calendar moves."""

    mundur: int = 0
    maju: int = 0
    jadi_terlambat: int = 0
    tidak_lagi_terlambat: int = 0

    @property
    def berubah(self) -> int:
        return self.mundur + self.maju


def _kelompok(tanggal: date) -> QuerySet[Usulan, tuple[str, date, date, int]]:
    # Only a stage that began before the day and ends on or after it counts the day; alike ones are counted together.
    terbuka = Usulan.objects.annotate(mulai=TruncDate("tahap_sejak")).filter(tenggat__gte=tanggal, mulai__lt=tanggal)
    return terbuka.order_by().values_list("tahap", "mulai", "tenggat").annotate(n=Count("pk"))


def _pindah(tanggal: date, nanti: Kalender) -> Iterator[tuple[date, date, int]]:
    for tahap, mulai, lama, jumlah in _kelompok(tanggal):
        baru = nanti.tenggat(Tahap(tahap), mulai)
        if baru is not None and baru != lama:
            yield lama, baru, jumlah


def dampak(tanggal: date, jenis: JenisHari | None) -> Dampak:
    """Return what becomes of open deadlines when `tanggal` is `jenis`, or as the library says for None. Two queries."""
    hari = {k: v for k, v in hari_diatur().items() if k != tanggal}
    nanti = kalender_dengan(hari if jenis is None else hari | {tanggal: jenis})
    kini, pindah = timezone.localdate(), list(_pindah(tanggal, nanti))
    return Dampak(
        mundur=sum(n for lama, baru, n in pindah if baru > lama),
        maju=sum(n for lama, baru, n in pindah if baru < lama),
        jadi_terlambat=sum(n for lama, baru, n in pindah if baru < kini <= lama),
        tidak_lagi_terlambat=sum(n for lama, baru, n in pindah if lama < kini <= baru),
    )


def kemajuan() -> VersiKalender | None:
    """Return how far deadlines follow the calendar; None before it was ever looked at."""
    return VersiKalender.objects.first()
