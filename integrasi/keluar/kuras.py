"""The drain: one task works all due rows with a pool of threads until nothing is due or its time is over.

A task per call would spend most of its time on itself (janji.md 5). Each finished row is committed by itself, so that a
killed worker loses at most what was in the air; several drains at once do not disturb each other.
"""

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import NamedTuple

import structlog
from django.conf import settings
from django.utils import timezone
from structlog.contextvars import bind_contextvars, unbind_contextvars

from integrasi.keluar.antrean import ambil, bisa_dikerjakan, lepaskan_sewa_habis
from integrasi.keluar.kirim import SewaLewat, kirim
from integrasi.keluar.klasifikasi import Hasil
from integrasi.keluar.selesai import simpan_hasil
from integrasi.mitra import pemutus, sakelar
from integrasi.mitra.setelan import buka_transport, host
from integrasi.models import Pengiriman
from integrasi.siasn import referensi
from integrasi.siasn.errors import GalatSiasn
from integrasi.siasn.transport import Transport
from siapp.koneksi import lepas_koneksi

log = structlog.get_logger(__name__)

LAMA_KURAS = 50.0
JEDA_AMBIL = 0.2


@dataclass
class _Kerja:
    """One drain: what is in the air, how long it may go on, and how many rows it finished."""

    transport: Transport
    kolam: ThreadPoolExecutor
    sampai: float
    utas: int
    henti: bool = False
    selesai: int = 0
    terakhir_ambil: float = 0.0
    di_udara: set[Future[Hasil | None]] = field(default_factory=set)

    def _waktunya_ambil(self) -> bool:
        """Claims go in handfuls: one for each finished row would cost more than the row."""
        kosong, kini = self.utas - len(self.di_udara), time.monotonic()
        cukup = kosong == self.utas or kosong * 4 >= self.utas or kini - self.terakhir_ambil > JEDA_AMBIL
        return kosong > 0 and cukup and not self.henti and kini < self.sampai

    def isi(self) -> None:
        """Claim as many rows as threads are free and hand them out."""
        if not self._waktunya_ambil():
            return
        self.terakhir_ambil = time.monotonic()
        if sakelar.dihentikan() or pemutus.terbuka_sejak(host()) is not None:
            self.henti = True
            return
        for baris in ambil(self.utas - len(self.di_udara)):
            self.di_udara.add(self.kolam.submit(copy_context().run, kerjakan, self.transport, baris))

    def tunggu(self) -> None:
        """Wait until something came back. An error of ours is loud but does not stop the others."""
        batas = JEDA_AMBIL if len(self.di_udara) < self.utas else None
        beres, self.di_udara = wait(self.di_udara, batas, return_when=FIRST_COMPLETED)
        for satu in beres:
            self.selesai += 1
            galat = satu.exception()
            hasil = None if galat else satu.result()
            if galat is not None:
                log.error("kuras_gagal", exc_info=galat)
            elif hasil is not None and hasil.henti:
                self.henti = True


def kerjakan(transport: Transport, baris: Pengiriman) -> Hasil | None:
    """Send one claimed row, write what came of it and return it; None when it came too late to be sent."""
    mulai = timezone.now()
    bind_contextvars(pengiriman=str(baris.pk), peristiwa=baris.peristiwa_id)
    try:
        hasil = kirim(transport, baris)
        simpan_hasil(baris, hasil, mulai)
        ms = round((timezone.now() - mulai).total_seconds() * 1000)
        log.info("kiriman", api=baris.api, hasil=str(hasil.keadaan), sebab=str(hasil.sebab), ms=ms)
        if hasil.gangguan is not None:
            pemutus.catat_hasil(host(), gagal=hasil.gangguan, sebab=hasil.sebab)
        return hasil
    except SewaLewat:
        log.warning("sewa_lewat", pengiriman=str(baris.pk))
        return None
    finally:
        unbind_contextvars("pengiriman", "peristiwa")
        lepas_koneksi()


def _pulih(transport: Transport) -> bool:
    """While the breaker is open: whether this worker may go on with one row, after a reading call went well.

    The probe reads first, because a row sent into an outage ends up uncertain and may cost a person's time.
    """
    if not pemutus.rebut_proba(host()):
        return False
    lepas_koneksi()
    try:
        next(referensi.halaman(transport, "golongan", 1), None)
    except GalatSiasn as galat:
        log.info("proba_gagal", host=host(), sebab=galat.kode)
        return False
    hasil = [kerjakan(transport, satu) for satu in ambil(1)]
    if any(satu is not None and satu.gangguan for satu in hasil):
        return False
    pemutus.tutup(host())
    return True


class Ringkasan(NamedTuple):
    """What a drain did: rows worked, and whether it was called off (switch, breaker, tokens)."""

    dikerjakan: int
    henti: bool


def kuras(lama: float = LAMA_KURAS, utas: int | None = None) -> Ringkasan:
    """Work due rows for at most `lama` seconds with `utas` threads (PENGIRIM_UTAS).

    What is in the air when the time is over is finished.
    """
    utas = utas or settings.PENGIRIM_UTAS
    lepaskan_sewa_habis()
    if sakelar.dihentikan():
        return Ringkasan(0, henti=True)
    with buka_transport() as transport:
        if pemutus.terbuka_sejak(host()) is not None and not _pulih(transport):
            return Ringkasan(0, henti=True)
        with ThreadPoolExecutor(utas, thread_name_prefix="kirim") as kolam:
            kerja = _Kerja(transport, kolam, time.monotonic() + lama, utas)
            kerja.isi()
            while kerja.di_udara:
                kerja.tunggu()
                kerja.isi()
    return Ringkasan(kerja.selesai, kerja.henti)


def masih_ada() -> bool:
    """Whether rows are due that a further drain could work now."""
    return bisa_dikerjakan().exists()
