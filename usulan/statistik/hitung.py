"""Counting: each month is made again from its rows, and only what differs is written (keputusan/0099).

So a row that was committed late, a verdict that was withdrawn, a run that broke off: the next run puts it right. A
lease lets one process count at a time.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import structlog
from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from siapp.kunci import Kunci, kunci_tunggal
from usulan.kalender import kalender_kini
from usulan.models import (
    BulanTerhitung,
    HasilPenilaian,
    HitunganBulan,
    LangkahTahap,
    Lembaga,
    PenilaianDokumen,
    PosisiTahap,
    Putusan,
    StatusPutusan,
    Ukuran,
    Usulan,
)
from usulan.statistik.bulan import awal_bulan, deret, geser
from usulan.tahap import TERBUKA, Kerja, Tahap

log = structlog.get_logger(__name__)

# A transaction may commit so long after the time that it wrote (siapp.kunci.BEKU, and half as much again).
TERTINGGAL = timedelta(minutes=3)
# Months that are counted again each day: verdicts are withdrawn, and belong to another instansi after a hand-over.
DIULANG_HARIAN = 3
_LANGKAH_KERJA: Mapping[str, Ukuran] = {
    Kerja.AJUKAN: Ukuran.MASUK,
    Kerja.AJUKAN_PERBAIKAN: Ukuran.DIPERBAIKI,
    Kerja.TERBITKAN_KEPPRES: Ukuran.TERBIT,
}
_LANGKAH_KE: Mapping[str, Ukuran] = {Tahap.SELESAI: Ukuran.SELESAI, Tahap.TMS: Ukuran.TMS}
# More working days than these are told as these.
HARI_TERBANYAK = 999
SEKALIGUS = 2_000


class Sel(NamedTuple):
    """What a row of HitunganBulan counts, besides its month."""

    ukuran: str
    layanan: str
    instansi: str | None
    rinci: str = ""
    angka: int = 0


def hitung_yang_berubah() -> list[date]:
    """Count the months that may have changed, and what stands where; return them. Nothing when another counts."""
    return _hitung(semua=False)


def hitung_semua() -> list[date]:
    """Count every month from the first move on; return them. Nothing when another counts."""
    return _hitung(semua=True)


def _hitung(*, semua: bool) -> list[date]:
    with kunci_tunggal(Kunci.STATISTIK) as dapat:
        if not dapat:
            return []
        kini = timezone.localtime()
        bulan = [satu for satu, perlu in _daftar(kini) if semua or perlu]
        for satu in bulan:
            hitung_bulan(satu)
        if bulan:
            hitung_posisi()
            log.info("statistik_dihitung", bulan=len(bulan))
        return bulan


def _daftar(kini: datetime) -> Iterator[tuple[date, bool]]:
    """Every month from the first row on, and whether it must be counted again."""
    ini, terhitung = awal_bulan(kini.date()), dict(BulanTerhitung.objects.values_list("bulan", "pada"))
    for bulan in deret(_pertama(ini), ini):
        pada = terhitung.get(bulan)
        if pada is None:
            yield bulan, True
        else:
            lampau = bulan >= geser(ini, -DIULANG_HARIAN) and timezone.localtime(pada).date() < kini.date()
            yield bulan, lampau or (bulan == ini and _berubah(pada))


def _pertama(ini: date) -> date:
    awal = LangkahTahap.objects.aggregate(awal=Min("pada"))["awal"]
    terbit = Putusan.objects.filter(terbit_pada__isnull=False).aggregate(awal=Min("terbit_pada"))["awal"]
    ada = [timezone.localtime(saat).date() for saat in (awal, terbit) if saat]
    return awal_bulan(min(ada)) if ada else ini


def _berubah(pada: datetime) -> bool:
    """Whether any usulan was written since; every move and every verdict writes its usulan."""
    terakhir = Usulan.objects.order_by("-diubah_pada", "-id").values_list("diubah_pada", flat=True).first()
    return terakhir is not None and terakhir > pada - TERTINGGAL


@transaction.atomic(durable=True)
def hitung_bulan(bulan: date) -> int:
    """Bring the counts of the month that begins on `bulan` in step with its rows; return how many cells changed."""
    mulai = timezone.now()
    baru = _dengan_semua(_isi_bulan(bulan))
    milik = HitunganBulan.objects.filter(bulan=bulan)
    lama = {Sel(*kunci): (pk, jumlah) for pk, jumlah, *kunci in milik.values_list("pk", "jumlah", *_KOLOM)}
    hilang = [pk for sel, (pk, _) in lama.items() if sel not in baru]
    beda = {sel: jumlah for sel, jumlah in baru.items() if sel not in lama or lama[sel][1] != jumlah}
    ganti = [lama[sel][0] for sel in beda if sel in lama]
    HitunganBulan.objects.filter(pk__in=[*hilang, *ganti]).delete()
    HitunganBulan.objects.bulk_create((_baris(bulan, sel, n) for sel, n in beda.items()), batch_size=SEKALIGUS)
    BulanTerhitung.objects.update_or_create(bulan=bulan, defaults={"pada": mulai})
    return len(beda) + len(hilang)


_KOLOM = ("ukuran", "layanan_id", "instansi_id", "rinci", "angka")


def _baris(bulan: date, sel: Sel, jumlah: int) -> HitunganBulan:
    return HitunganBulan(bulan=bulan, jumlah=jumlah, **dict(zip(_KOLOM, sel, strict=True)))


def _dengan_semua(isi: Counter[Sel]) -> Counter[Sel]:
    """Add what all instansi have together: a page about all reads no row of one."""
    semua = Counter[Sel]()
    for sel, jumlah in isi.items():
        semua[sel._replace(instansi=None)] += jumlah
    return semua + Counter({sel: n for sel, n in isi.items() if sel.ukuran != Ukuran.VERIFIKATOR})


def _isi_bulan(bulan: date) -> Counter[Sel]:
    dari, sampai = (_pukul_nol(hari) for hari in (bulan, geser(bulan, 1)))
    hasil = Counter[Sel]()
    for sumber in (_langkah, _putusan, _sebab):
        for sel, jumlah in sumber(dari, sampai):
            hasil[sel] += jumlah
    return hasil


def _pukul_nol(hari: date) -> datetime:
    return timezone.make_aware(datetime.combine(hari, time.min))


def _langkah(dari: datetime, sampai: datetime) -> Iterator[tuple[Sel, int]]:
    kalender = kalender_kini()
    hari_kerja = cache(kalender.selisih_hari_kerja)
    kolom = ("layanan_id", "instansi_id", "kerja", "dari", "ke", "sejak", "pada")
    # A day at a time, so that a month of a large installation is never in memory as a whole.
    hari = ((sejak, sejak + timedelta(days=1)) for sejak in _hari(dari, sampai))
    satu_hari = (
        LangkahTahap.objects.filter(pada__gte=mulai, pada__lt=usai).values_list(*kolom) for mulai, usai in hari
    )
    for layanan, instansi, kerja, asal, ke, sejak, pada in chain.from_iterable(satu_hari):
        for ukuran in filter(None, (_LANGKAH_KERJA.get(kerja), _LANGKAH_KE.get(ke))):
            yield Sel(ukuran, layanan, instansi), 1
        if sejak:
            lama = hari_kerja(timezone.localdate(sejak), timezone.localdate(pada))
            yield Sel(Ukuran.LAMA, layanan, instansi, asal, min(max(lama, 0), HARI_TERBANYAK)), 1


def _hari(dari: datetime, sampai: datetime) -> Iterator[datetime]:
    while dari < sampai:
        yield dari
        dari += timedelta(days=1)


def _putusan(dari: datetime, sampai: datetime) -> Iterator[tuple[Sel, int]]:
    baris = (
        Putusan.objects.filter(terbit_pada__gte=dari, terbit_pada__lt=sampai)
        .order_by()
        .values_list("usulan__layanan_id", "usulan__instansi_id", "lembaga", "status", "putaran", "oleh_id")
        .annotate(jumlah=Count("pk"))
    )
    for layanan, instansi, lembaga, status, putaran, oleh, jumlah in baris:
        yield Sel(Ukuran.PUTUSAN, layanan, instansi, f"{lembaga}:{status}", putaran), jumlah
        if oleh:
            yield Sel(Ukuran.VERIFIKATOR, layanan, instansi, str(oleh)), jumlah


def _sebab(dari: datetime, sampai: datetime) -> Iterator[tuple[Sel, int]]:
    """What Biro APP found wrong in the rounds that it returned; BKN names neither reason nor document."""
    for kode_alasan, dokumen, layanan, instansi, jumlah in _ditolak(dari, sampai):
        yield Sel(Ukuran.ALASAN, layanan, instansi, kode_alasan or ""), jumlah
        yield Sel(Ukuran.DOKUMEN, layanan, instansi, dokumen), jumlah


def _ditolak(dari: datetime, sampai: datetime) -> QuerySet[PenilaianDokumen, Any]:
    usulan = "dokumen__usulan__"
    putusan = f"{usulan}putusan__"
    isi = {
        f"{putusan}terbit_pada__gte": dari,
        f"{putusan}terbit_pada__lt": sampai,
        f"{putusan}lembaga": Lembaga.BIRO_APP,
        f"{putusan}status": StatusPutusan.BTL,
        f"{putusan}putaran": F("putaran"),
    }
    kolom = ("alasan_id", "dokumen__persyaratan__kode", f"{usulan}layanan_id", f"{usulan}instansi_id")
    tolak = PenilaianDokumen.objects.filter(hasil=HasilPenilaian.TIDAK_SESUAI, **isi).order_by()
    return tolak.values_list(*kolom).annotate(jumlah=Count("pk"))


@transaction.atomic(durable=True)
def hitung_posisi() -> None:
    """Count what stands where now. Few rows, so that they are written anew."""
    hitungan = {
        "jumlah": Count("pk"),
        "terlambat": Count("pk", filter=Q(tenggat__lt=timezone.localdate())),
        "ditahan": Count("pk", filter=~Q(ditahan="")),
    }
    terbuka = Usulan.objects.filter(tahap__in=sorted(TERBUKA)).order_by()
    isi = defaultdict[tuple[str, str | None, str], Counter[str]](Counter)
    for satu in terbuka.values("layanan_id", "instansi_id", "tahap").annotate(**hitungan):
        baris: dict[str, Any] = dict(satu)
        for instansi in (baris["instansi_id"], None):
            jumlah = isi[baris["layanan_id"], instansi, baris["tahap"]]
            jumlah.update({nama: baris[nama] for nama in hitungan})
    PosisiTahap.objects.all().delete()
    PosisiTahap.objects.bulk_create(
        (PosisiTahap(layanan_id=kode, instansi_id=i, tahap=tahap, **n) for (kode, i, tahap), n in isi.items()),
        batch_size=SEKALIGUS,
    )
