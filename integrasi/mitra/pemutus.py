"""The breaker of the partner's host: its state is a row, so all workers share it (janji.md 1).

Open at 10 failures within 60 s, if they are more than a few of many, or when half of the last 20 calls failed, however
slowly those came; then one probe each 30 s. Only the partner's illness counts: a refusal is an answer and never opens
it. Successes are noted once a second per process, since a write for each call would make this one row the slowest
thing of all.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from integrasi.models import KeadaanMitra
from integrasi.sebab import Kode

log = structlog.get_logger(__name__)

JENDELA = 60.0
BATAS_GAGAL = 10
# Ten failures among thousands of calls are no outage: below this share the number alone opens nothing.
BAGIAN_TERKECIL = 0.1
CONTOH = 20
# A failure of yesterday says nothing of today, even when hardly anything was called since.
UMUR_CONTOH = 3600.0
CATATAN_TERBANYAK = 200
JEDA_PROBA = timedelta(seconds=30)
JEDA_TULIS = 1.0

Catatan = list[list[float]]


def harus_terbuka(catatan: Catatan, kini: float) -> bool:
    """Whether these outcomes ([unix seconds, 1 for a failure or 0], in their order) open the breaker. Pure."""
    jendela = [gagal for saat, gagal in catatan if saat > kini - JENDELA]
    gagal = sum(1 for nilai in jendela if nilai)
    banyak = gagal >= BATAS_GAGAL and gagal >= len(jendela) * BAGIAN_TERKECIL
    akhir = catatan[-CONTOH:]
    separuh = len(akhir) == CONTOH and sum(1 for _, nilai in akhir if nilai) * 2 >= CONTOH
    return banyak or separuh


@dataclass
class _Tampungan:
    """Outcomes of this process that are not written yet."""

    kunci: threading.Lock = field(default_factory=threading.Lock)
    isi: dict[str, Catatan] = field(default_factory=dict)
    ditulis: float = 0.0

    def tambah(self, host: str, gagal: bool) -> Catatan:
        """Add one outcome; return what must be written now, empty if it can wait."""
        with self.kunci:
            self.isi.setdefault(host, []).append([time.time(), int(gagal)])
            if not gagal and time.monotonic() - self.ditulis < JEDA_TULIS:
                return []
            self.ditulis = time.monotonic()
            return self.isi.pop(host)


_tampungan = _Tampungan()


def catat_hasil(host: str, *, gagal: bool, sebab: Kode | None = None) -> bool:
    """Note the outcome of one call to `host`; may open the breaker. Only `tutup` closes it.

    True when it is known to be open now; False says nothing of what others found.
    """
    baru = _tampungan.tambah(host, gagal)
    return bool(baru) and _tulis(host, baru, sebab if gagal else None)


@transaction.atomic(durable=True)
def _tulis(host: str, baru: Catatan, sebab: Kode | None) -> bool:
    KeadaanMitra.objects.bulk_create([KeadaanMitra(host=host)], ignore_conflicts=True)
    mitra = KeadaanMitra.objects.select_for_update().get(pk=host)
    if not baru[-1][1]:
        mitra.berhasil_terakhir = timezone.now()
    kini = time.time()
    catatan = [satu for satu in sorted([*mitra.jendela, *baru]) if satu[0] > kini - UMUR_CONTOH]
    mitra.jendela = catatan[-CATATAN_TERBANYAK:]
    if mitra.terbuka_sejak is None and harus_terbuka(mitra.jendela, kini):
        log.warning("pemutus_terbuka", host=host, sebab=sebab)
        mitra.terbuka_sejak, mitra.sebab = timezone.now(), sebab or ""
        mitra.coba_lagi_pada = timezone.now() + JEDA_PROBA
    mitra.save()
    return mitra.terbuka_sejak is not None


def tutup(host: str) -> None:
    """Close the breaker after a probe went well. A success of a call that was in the air does not prove as much."""
    mitra = KeadaanMitra.objects.filter(pk=host, terbuka_sejak__isnull=False)
    kini = timezone.now()
    if mitra.update(terbuka_sejak=None, coba_lagi_pada=None, sebab="", jendela=[], berhasil_terakhir=kini):
        log.info("pemutus_tertutup", host=host)


def terbuka_sejak(host: str) -> datetime | None:
    """Since when the breaker of `host` is open, None while it is closed."""
    return KeadaanMitra.objects.filter(pk=host).values_list("terbuka_sejak", flat=True).first()


def rebut_proba(host: str) -> bool:
    """Whether the caller may make the one probe that is due now; the next is due in 30 s."""
    kini = timezone.now()
    jatuh_tempo = KeadaanMitra.objects.filter(pk=host, terbuka_sejak__isnull=False, coba_lagi_pada__lte=kini)
    return bool(jatuh_tempo.update(coba_lagi_pada=kini + JEDA_PROBA))
