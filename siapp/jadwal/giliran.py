"""When a job is due, and who does it: rows that any number of timers and workers share (keputusan/0044)."""

import functools
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from siapp.celery import HARIAN, JADWAL
from siapp.jadwal.models import Jadwal
from siapp.kunci import Kunci, kunci_tunggal

log = structlog.get_logger(__name__)

# A daily job is asked for again so long after nobody said how it ended: the message or its worker got lost.
MASA_PEGANG = timedelta(minutes=10)
# A daily job that failed is tried again so much later.
JEDA_GAGAL = timedelta(hours=1)


def saya() -> str:
    """Return the name of this process among all machines."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


def berikutnya(nama: str, sesudah: datetime) -> datetime:
    """Return when the job `nama` is due after the time `sesudah`: its hour (WIB) for a daily one, else its period.

    Periods begin with the same moment for all jobs, so that a timer wakes once for those that fall due together.
    """
    if nama not in HARIAN:
        jeda = JADWAL[nama][1]
        return datetime.fromtimestamp((sesudah.timestamp() // jeda + 1) * jeda, UTC)
    lokal = timezone.localtime(sesudah)
    hari_ini = datetime.combine(lokal.date(), HARIAN[nama], lokal.tzinfo)
    return hari_ini if hari_ini > lokal else hari_ini + timedelta(days=1)


def lengkapi() -> None:
    """Give a row to each job that has none; a daily one begins with the next time of its hour."""
    ada = set(Jadwal.objects.values_list("nama", flat=True))
    kini = timezone.now()
    baru = [Jadwal(nama=n, jatuh_tempo=berikutnya(n, kini) if n in HARIAN else kini) for n in JADWAL if n not in ada]
    if baru:
        Jadwal.objects.bulk_create(baru, ignore_conflicts=True)


@transaction.atomic(durable=True)
def ambil() -> list[str]:
    """Take the jobs that are due and return their names: no other timer gets them in this period.

    Those that another timer takes at this moment are left to it.
    """
    kini = timezone.now()
    baris = Jadwal.objects.jatuh_tempo().filter(nama__in=JADWAL).order_by("jatuh_tempo")
    diambil = list(baris.select_for_update(skip_locked=True))
    for satu in diambil:
        if satu.nama in HARIAN:
            satu.pemegang, satu.dipegang_sampai = saya(), kini + MASA_PEGANG
        else:
            satu.mulai_pada, satu.jatuh_tempo = kini, berikutnya(satu.nama, kini)
    Jadwal.objects.bulk_update(diambil, ["pemegang", "dipegang_sampai", "mulai_pada", "jatuh_tempo"])
    return [satu.nama for satu in diambil]


def kembalikan(nama: str) -> None:
    """Make the job `nama`, which could not be asked for, due at once."""
    Jadwal.objects.filter(nama=nama).update(jatuh_tempo=timezone.now(), **_LEPAS)


_LEPAS = {"pemegang": "", "dipegang_sampai": None}


def harian(nama: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Wrap the task of the daily job `nama`: it runs when it is due, once at a time, and its end is written down.

    A message that comes twice finds nothing to do. Whoever runs it holds a lock that ends with the process, so a run
    of hours is not begun a second time, and a killed one is asked for again after `MASA_PEGANG`.
    """

    def bungkus(kerja: Callable[[], None]) -> Callable[[], None]:
        @functools.wraps(kerja)
        def pintu() -> None:
            with kunci_tunggal(Kunci.HARIAN, nama) as dapat:
                if dapat and _mulai(nama):
                    with _dicatat(nama):
                        kerja()

        return pintu

    return bungkus


def _mulai(nama: str) -> bool:
    """Write down that the job begins; False when it is not due."""
    lengkapi()
    kini = timezone.now()
    pegang = {"mulai_pada": kini, "pemegang": saya(), "dipegang_sampai": kini + MASA_PEGANG}
    return bool(Jadwal.objects.filter(nama=nama, jatuh_tempo__lte=kini).update(**pegang))


@contextmanager
def _dicatat(nama: str) -> Iterator[None]:
    try:
        yield
    except Exception as galat:
        sebab = type(galat).__name__[:60]
        log.error("harian_gagal", jadwal=nama, galat=sebab)
        Jadwal.objects.filter(nama=nama).update(galat=sebab, jatuh_tempo=timezone.now() + JEDA_GAGAL, **_LEPAS)
        raise
    tandai_selesai(nama)


def tandai_selesai(nama: str) -> None:
    """Write down that the daily job `nama` finished well just now, by its worker or by a person's command."""
    kini = timezone.now()
    Jadwal.objects.filter(nama=nama).update(selesai_pada=kini, jatuh_tempo=berikutnya(nama, kini), galat="", **_LEPAS)
    log.info("harian_selesai", jadwal=nama)
