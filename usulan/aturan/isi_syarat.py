"""Rules that hold what papers say against what the service asks: years, predicate (keputusan/0089)."""

from collections.abc import Iterator

from django.utils import timezone

from usulan.aturan import batas
from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.aturan.isi import milik, temuan_isi
from usulan.bacaan.bentuk import JenisFakta

SKP = (
    *("skp-tahun-pertama", "skp-tahun-kedua", "skp-satu-tahun-baik"),
    *("realisasi-skp-tahun-pertama", "realisasi-skp-tahun-kedua", "realisasi-skp-satu-tahun"),
)
BAIK = {"Baik", "Sangat Baik"}
BULAN_SKP = 3
"""Months of a year in which the assessment of the year before may not be there yet."""


@aturan(
    "isi-tahun-skp",
    "SKP dua tahun terakhir",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{batas.PP99}: penilaian kinerja dua tahun terakhir",
    isi=SKP,
)
def isi_tahun_skp(konteks: Konteks) -> Iterator[Temuan]:
    acuan = timezone.localtime(konteks.usulan.diajukan_pada)
    paling_lama = acuan.year - 2 - (acuan.month <= BULAN_SKP)
    for b in milik(konteks, *SKP):
        f = b.fakta.satu(JenisFakta.TAHUN)
        if f and not paling_lama <= int(f.nilai) <= acuan.year:
            terbaca = f"{f.nilai}, yang diminta tidak lebih lama dari {paling_lama}"
            yield temuan_isi(b, f, "tahun penilaian", terbaca, "Unggah SKP dua tahun terakhir.")


@aturan(
    "isi-predikat",
    "Predikat kinerja sekurang-kurangnya Baik",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{batas.PP99}; PP 30/2019",
    isi=SKP,
)
def isi_predikat(konteks: Konteks) -> Iterator[Temuan]:
    for b in milik(konteks, *SKP):
        f = b.fakta.satu(JenisFakta.PREDIKAT)
        if f and f.nilai not in BAIK:
            terbaca = f"{f.nilai}, sedangkan yang disyaratkan sekurang-kurangnya Baik"
            yield temuan_isi(b, f, "predikat kinerja", terbaca, "Pastikan orang ini sudah memenuhi syarat.")
