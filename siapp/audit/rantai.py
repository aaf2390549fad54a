"""Proving the chain: every Peristiwa is where and what it was when it was written (alur.md 6, janji.md 4).

What the chain alone cannot show is a whole tail that was cut together with its head: seals (`siapp.audit.segel`) and
anchors outside this database (`siapp.audit.jangkar`) do.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from siapp.audit.catat import sidik_peristiwa
from siapp.audit.kunci_jejak import dikenal
from siapp.audit.models import KepalaAliran, Peristiwa
from siapp.koneksi import alirkan

SEKALI_BACA = 2_000


@dataclass(frozen=True, slots=True)
class Temuan:
    """One thing that is not as it was written: where, and what it means in Indonesian."""

    aliran: str
    urutan: int
    arti: str


def _semua(aliran: str) -> "QuerySet[Peristiwa]":
    # Rows and heads in one statement, so that what is written meanwhile cannot look like a fault.
    kepala = KepalaAliran.objects.filter(aliran=OuterRef("aliran"))
    baris = Peristiwa.objects.annotate(
        kepala_urutan=Subquery(kepala.values("urutan")), kepala_sidik=Subquery(kepala.values("sidik"))
    )
    return (baris.filter(aliran=aliran) if aliran else baris).order_by("aliran", "urutan")


def periksa_rantai(aliran: str = "", hitung: Callable[[], object] = lambda: None) -> Iterator[Temuan]:
    """Yield every fault in `aliran`, or in all streams.

    Reads row by row, however many there are; `hitung` is called once per row, for progress.
    """
    for nama, isi in groupby(alirkan(_semua(aliran), SEKALI_BACA), key=lambda p: p.aliran):
        yield from _periksa_aliran(nama, isi, hitung)
    yield from _kepala_tanpa_baris(aliran)


def _periksa_aliran(nama: str, isi: Iterable[Any], hitung: Callable[[], object]) -> Iterator[Temuan]:
    urutan, sidik = 0, ""
    for peristiwa in isi:
        hitung()
        yield from _periksa_satu(peristiwa, urutan, sidik)
        urutan, sidik = peristiwa.urutan, peristiwa.sidik
    if peristiwa.kepala_urutan is None:
        yield Temuan(nama, urutan, "kepala aliran hilang")
    elif peristiwa.kepala_urutan > urutan:
        yield Temuan(nama, peristiwa.kepala_urutan, f"ekor terpotong: baris sesudah nomor {urutan} hilang")
    elif peristiwa.kepala_urutan < urutan:
        yield Temuan(nama, urutan, "disisipkan: baris ini melewati kepala aliran")
    elif peristiwa.kepala_sidik != sidik:
        yield Temuan(nama, urutan, "baris terakhir bukan yang dicatat kepala aliran")


def _periksa_satu(peristiwa: Peristiwa, urutan: int, sidik: str) -> Iterator[Temuan]:
    if peristiwa.urutan != urutan + 1:
        arti = f"dihapus atau dipindahkan: baris nomor {urutan + 1} sampai {peristiwa.urutan - 1} tidak ada"
        yield Temuan(peristiwa.aliran, peristiwa.urutan, arti)
    elif peristiwa.sidik_sebelum != sidik:
        yield Temuan(peristiwa.aliran, peristiwa.urutan, "rantai putus: bukan lanjutan baris sebelumnya")
    if peristiwa.kunci and not dikenal(peristiwa.kunci):
        arti = f"kunci {peristiwa.kunci} tidak ada lagi di AUDIT_KUNCI, jadi baris ini tidak terbukti"
        yield Temuan(peristiwa.aliran, peristiwa.urutan, arti)
    elif sidik_peristiwa(peristiwa) != peristiwa.sidik:
        yield Temuan(peristiwa.aliran, peristiwa.urutan, "isi diubah: tidak cocok dengan sidiknya")


def _kepala_tanpa_baris(aliran: str) -> Iterator[Temuan]:
    kosong = KepalaAliran.objects.filter(~Exists(Peristiwa.objects.filter(aliran=OuterRef("aliran"))))
    for kepala in alirkan(kosong.filter(aliran=aliran) if aliran else kosong, SEKALI_BACA):
        yield Temuan(kepala.aliran, kepala.urutan, "seluruh baris aliran ini hilang")
