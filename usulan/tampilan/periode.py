"""What a new window of a KP period does to the drafts that name it (alur.md 3, keputusan/0038)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone

from referensi.models import Periode
from siapp.web.templatetags.siapp import tanggal
from usulan.models import Usulan
from usulan.tahap import Tahap


@dataclass(frozen=True, slots=True)
class DampakPeriode:
    """The drafts of a period, by instansi, and what becomes of all of them alike.

    What was signed already keeps its period.
    """

    jumlah: int
    instansi: Sequence[tuple[str, int]]
    kalimat: str
    gawat: bool


def dampak_periode(periode: Periode, dibuka: date, ditutup: date) -> DampakPeriode:
    """Return what follows when `periode` takes usulan from `dibuka` to `ditutup`. One query.

    Drafts are told by instansi: Biro APP does not read drafts, and the PICs of an instansi know theirs.
    """
    milik = Usulan.objects.filter(tahap=Tahap.DRAF, periode=periode).order_by("instansi__nama")
    per_instansi = list(milik.values_list("instansi__nama").annotate(n=Count("pk")))
    kalimat, gawat = _akibat(timezone.localdate(), periode, dibuka, ditutup)
    return DampakPeriode(sum(n for _, n in per_instansi), per_instansi, kalimat, gawat)


def _akibat(kini: date, periode: Periode, dibuka: date, ditutup: date) -> tuple[str, bool]:
    terbuka = periode.dibuka <= kini <= periode.ditutup
    if kini > ditutup:
        lanjut = "Sejak disimpan tidak dapat diteken lagi: PIC harus memilih periode lain."
        return lanjut if terbuka else "Tetap tidak dapat diteken: periodenya sudah ditutup.", terbuka
    if kini < dibuka:
        kapan = f"mulai {tanggal(dibuka)} sampai {tanggal(ditutup)}"
        return f"Tidak dapat diteken sekarang; baru dapat {kapan}.", terbuka
    return f"{'Tetap' if terbuka else 'Menjadi'} dapat diteken, paling lambat {tanggal(ditutup)}.", False
