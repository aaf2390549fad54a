"""The breaker of the partner's host: its state is a row, so all workers share it (janji.md 1).

Open at 10 failures within 60 s, or when half of the last 20 calls failed; then one probe each 30 s. Only the
partner's illness counts: a refusal is an answer and never opens it. Successes are noted once a second per process,
since a write for each call would make this one row the slowest thing of all.
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
CONTOH = 20
JEDA_PROBA = timedelta(seconds=30)
JEDA_TULIS = 1.0

Catatan = list[list[float]]


def harus_terbuka(jendela: Catatan) -> bool:
    """Whether these outcomes ([seconds, 1 for a failure or 0], the window's only) open the breaker. Pure."""
    akhir = jendela[-CONTOH:]
    gagal = sum(1 for _, nilai in jendela if nilai)
    gagal_akhir = sum(1 for _, nilai in akhir if nilai)
    return gagal >= BATAS_GAGAL or (len(akhir) == CONTOH and gagal_akhir * 2 >= CONTOH)


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


def catat_hasil(host: str, *, gagal: bool, sebab: Kode | None = None) -> None:
    """Note the outcome of one call to `host`; may open the breaker. Only `tutup` closes it."""
    baru = _tampungan.tambah(host, gagal)
    if baru:
        _tulis(host, baru, sebab if gagal else None)


@transaction.atomic(durable=True)
def _tulis(host: str, baru: Catatan, sebab: Kode | None) -> None:
    KeadaanMitra.objects.bulk_create([KeadaanMitra(host=host)], ignore_conflicts=True)
    mitra = KeadaanMitra.objects.select_for_update().get(pk=host)
    if not baru[-1][1]:
        mitra.berhasil_terakhir = timezone.now()
    batas = time.time() - JENDELA
    mitra.jendela = [satu for satu in sorted([*mitra.jendela, *baru]) if satu[0] > batas][-200:]
    if mitra.terbuka_sejak is None and harus_terbuka(mitra.jendela):
        log.warning("pemutus_terbuka", host=host, sebab=sebab)
        mitra.terbuka_sejak, mitra.sebab = timezone.now(), sebab or ""
        mitra.coba_lagi_pada = timezone.now() + JEDA_PROBA
    mitra.save()


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
