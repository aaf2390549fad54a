"""A scrub that stopped: what it found, and whether two persons have agreed to that (keputusan/0070).

Agreed is to what was seen: no more files, stored in no other time. A scrub that finds otherwise asks again.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.audit.catat import catat
from siapp.berkas.keadaan import TERTAHAN, GerakTertahan, KeadaanTertahan
from siapp.berkas.models import PerapianTertahan
from siapp.pindah import pindah

BERHENTI, BERTAMBAH, SELESAI = "perapian.berhenti", "perapian.bertambah", "perapian.selesai"


@dataclass(frozen=True, slots=True)
class Temuan:
    """What a scrub found: how many files no row knows, of how many, and between when they were stored."""

    yatim: int
    tersimpan: int
    tertua: datetime
    terbaru: datetime

    def termasuk(self, baris: PerapianTertahan) -> bool:
        """Whether all of it was there when `baris` was written."""
        return self.yatim <= baris.yatim and baris.tertua <= self.tertua and self.terbaru <= baris.terbaru


@transaction.atomic(durable=True)
def tahan(temuan: Temuan) -> bool:
    """Write down what stopped the scrub; return whether two persons have agreed to that already."""
    baris = PerapianTertahan.objects.select_for_update().terbuka().first()
    if baris is None:
        _catat(PerapianTertahan.objects.create(**_angka(temuan)), BERHENTI)
        return False
    if temuan.termasuk(baris):
        return baris.keadaan == KeadaanTertahan.DISETUJUI
    if TERTAHAN.bisa(GerakTertahan.BERTAMBAH, baris.keadaan):
        pindah(baris, GerakTertahan.BERTAMBAH)
    baris.lupakan_usul()
    for nama, nilai in _angka(temuan).items():
        setattr(baris, nama, nilai)
    baris.save()
    _catat(baris, BERTAMBAH)
    return False


def _angka(temuan: Temuan) -> dict[str, int | datetime]:
    return {nama: getattr(temuan, nama) for nama in Temuan.__slots__}


def _catat(baris: PerapianTertahan, jenis: str) -> None:
    catat(baris.aliran, jenis, oleh=Mesin.SISTEM, data={"yatim": baris.yatim, "tersimpan": baris.tersimpan})


@transaction.atomic(durable=True)
def selesaikan(dipindahkan: int) -> None:
    """Write down that a scrub ran to its end and moved `dipindahkan` files; nothing where none was stopped."""
    baris = PerapianTertahan.objects.select_for_update().terbuka().first()
    if baris is None:
        return
    pindah(baris, GerakTertahan.PERAPIAN_SELESAI)
    baris.selesai_pada, baris.dipindahkan = timezone.now(), dipindahkan
    baris.save(update_fields=["keadaan", "selesai_pada", "dipindahkan"])
    catat(baris.aliran, SELESAI, oleh=Mesin.SISTEM, data={"dipindahkan": dipindahkan})
