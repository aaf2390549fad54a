"""The drain: one task works all due rows with a pool of threads until nothing is due or its time is over.

A task per call would spend most of its time on itself (janji.md 5). The threads only talk HTTP. Whoever drains claims
rows by the handful, reads what they need at once, and writes together what came back within some milliseconds, so that
the database is asked per handful and not per call. A killed worker leaves the rows of its hands to the end of their
leases, as ever; several drains at once do not disturb each other (keputusan/0065).
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import NamedTuple

import structlog
from django.conf import settings
from django.utils import timezone
from structlog.contextvars import bound_contextvars

from integrasi.keluar.antrean import ambil, bisa_dikerjakan, lepaskan_sewa_habis
from integrasi.keluar.kirim import SewaLewat, kirim
from integrasi.keluar.klasifikasi import Hasil
from integrasi.keluar.selesai import Selesai, simpan_semua
from integrasi.keluar.susun import Bekal, bekali
from integrasi.mitra import pemutus, sakelar
from integrasi.mitra.setelan import buka_transport, host
from integrasi.models import Pengiriman
from integrasi.siasn import referensi
from integrasi.siasn.errors import GalatSiasn
from integrasi.siasn.transport import Transport
from siapp.koneksi import lepas_koneksi

log = structlog.get_logger(__name__)

LAMA_KURAS = 50.0
# How long ends are gathered after the first, and how long a claim that found less than it could take is the last (s).
JEDA_KUMPUL = 0.025
JEDA_AMBIL = 0.2
# Asking whether one may send at each handful would cost as much as claiming it (s).
UMUR_IZIN = 0.2


class _Kembali(NamedTuple):
    """What a thread brought back: a result, or None for a row that it did not send, or an error of ours."""

    baris: Pengiriman
    mulai: datetime
    hasil: Hasil | None
    galat: BaseException | None = None


@dataclass
class _Kerja:
    """One drain: what is in the air, how long it may go on, and how many rows it finished."""

    transport: Transport
    kolam: ThreadPoolExecutor
    sampai: float
    utas: int
    henti: bool = False
    selesai: int = 0
    di_udara: int = 0
    # Rows that wait for a thread, so that none is idle while ends are written.
    cadangan: int = field(init=False)
    terakhir_ambil: float = 0.0
    terakhir_izin: float = 0.0
    datang: SimpleQueue[_Kembali] = field(default_factory=SimpleQueue)

    def __post_init__(self) -> None:
        self.cadangan = _cadangan(self.utas, 0)

    def _banyaknya(self) -> int:
        """How many rows to claim now: by handfuls, one for each finished row would cost more than the row."""
        kosong, kini = self.utas + self.cadangan - self.di_udara, time.monotonic()
        cukup = self.di_udara == 0 or kosong * 4 >= self.utas or kini - self.terakhir_ambil > JEDA_AMBIL
        return kosong if cukup and not self.henti and kini < self.sampai else 0

    def isi(self) -> None:
        """Claim rows for the threads that are free and hand them out."""
        banyak = self._banyaknya()
        if banyak <= 0:
            return
        self.terakhir_ambil = time.monotonic()
        if not self._boleh():
            self.henti = True
            return
        baris = ambil(banyak)
        bekal = bekali(baris)
        for satu in baris:
            self.di_udara += 1
            self.kolam.submit(copy_context().run, self._antar, satu, bekal)

    def _boleh(self) -> bool:
        """Whether the exchange is on and the breaker closed, as it was known at most `UMUR_IZIN` seconds ago."""
        if time.monotonic() - self.terakhir_izin > UMUR_IZIN:
            if sakelar.dihentikan() or pemutus.terbuka_sejak(host()) is not None:
                return False
            self.terakhir_izin = time.monotonic()
        return True

    def _antar(self, baris: Pengiriman, bekal: Bekal) -> None:
        """In a thread: send one row and bring back what came of it, whatever happens."""
        mulai = timezone.now()
        try:
            self.datang.put(_Kembali(baris, mulai, _kirim(self.transport, baris, bekal)))
        except BaseException as galat:
            self.datang.put(_Kembali(baris, mulai, None, galat))
            raise

    def tunggu(self) -> None:
        """Wait until something came back, and write what did. An error of ours is loud but does not stop the others."""
        kembali = list(self._kumpulkan())
        self.di_udara -= len(kembali)
        self.cadangan = _cadangan(self.utas, len(kembali))
        self.selesai += len(kembali)
        terbuka = catat_semua(kembali)
        ditolak = any(satu.hasil is not None and satu.hasil.henti for satu in kembali)
        self.henti = self.henti or terbuka or ditolak

    def _kumpulkan(self) -> Iterator[_Kembali]:
        """Give what came back within `JEDA_KUMPUL` after the first, but not so long that a thread is idle meanwhile.

        Nothing when a claim is due before that.
        """
        menunggu = self.di_udara - self.utas
        sasaran = menunggu if menunggu > 0 else self.di_udara
        try:
            yield self.datang.get(timeout=JEDA_AMBIL if menunggu < 0 else None)
            batas = time.monotonic() + JEDA_KUMPUL
            for _ in range(sasaran - 1):
                yield self.datang.get(timeout=max(0.0, batas - time.monotonic()))
            while True:
                yield self.datang.get_nowait()
        except Empty:
            return


def _cadangan(utas: int, kembali: int) -> int:
    """How many rows may wait for one of `utas` threads: as many as came back last time, half as many at least."""
    return min(utas - 1, max(utas // 2, kembali))


def _kirim(transport: Transport, baris: Pengiriman, bekal: Bekal) -> Hasil | None:
    try:
        with bound_contextvars(pengiriman=str(baris.pk), peristiwa=baris.peristiwa_id):
            return kirim(transport, baris, bekal)
    except SewaLewat:
        log.warning("sewa_lewat", pengiriman=str(baris.pk))
        return None
    finally:
        lepas_koneksi()


def catat_semua(kembali: Sequence[_Kembali]) -> bool:
    """Write what came back to its rows, to the log and to the breaker; return whether that opened."""
    terbuka = False
    selesai = [Selesai(satu.baris, satu.hasil, satu.mulai) for satu in kembali if satu.hasil is not None]
    simpan_semua(selesai)
    kini = timezone.now()
    for baris, hasil, mulai in selesai:
        isi = {"pengiriman": str(baris.pk), "peristiwa": baris.peristiwa_id, "api": baris.api}
        ms = round((kini - mulai).total_seconds() * 1000)
        log.info("kiriman", hasil=str(hasil.keadaan), sebab=str(hasil.sebab or ""), ms=ms, **isi)
        if hasil.gangguan is not None:
            terbuka |= pemutus.catat_hasil(host(), gagal=hasil.gangguan, sebab=hasil.sebab)
    for satu in kembali:
        if satu.galat is not None:
            log.error("kuras_gagal", exc_info=satu.galat)
    return terbuka


def kerjakan(transport: Transport, baris: Pengiriman) -> Hasil | None:
    """Send one claimed row, write what came of it and return it; None when it came too late to be sent."""
    mulai = timezone.now()
    hasil = _kirim(transport, baris, bekali([baris]))
    catat_semua([_Kembali(baris, mulai, hasil)])
    lepas_koneksi()
    return hasil


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
    with buka_transport(sakelar.Penjaga()) as transport:
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
