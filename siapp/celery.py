"""Celery: wake-ups and timers. PostgreSQL holds the work, so a lost message loses nothing (keputusan/0001).

Every queue and every timer stands in the two tables below; a test holds that each queue has a worker and each
timer a task.
"""

import os
from datetime import time
from typing import Any, Self

from celery import Celery, signals
from celery.app.amqp import AMQP
from kombu import Connection

from siapp.cabang import sebelum_bercabang

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siapp.settings")

SEHARI = 86_400.0

BERKAS = "berkas"
"""The queue of inspections: heavy work that has a process of its own."""

# queue → task name prefixes that run in it
ANTREAN: dict[str, tuple[str, ...]] = {
    "kirim": ("integrasi.tasks.kirim",),
    "masuk": (
        "integrasi.tasks.masuk",
        "integrasi.tasks.pantau",
        "integrasi.tasks.peringatan",
        "integrasi.tasks.denyut",
        "siapp.audit.tasks.segel",
        "usulan.tasks.kabarkan",
    ),
    BERKAS: ("siapp.berkas.tasks.", "usulan.tasks.tafsirkan"),
    "sinkron": (
        "integrasi.tasks.sinkron",
        "integrasi.tasks.segarkan_usang",
        "integrasi.tasks.uji_kontrak",
        "usulan.tasks.",
        "siapp.audit.tasks.verifikasi",
    ),
}

# job → (task, seconds between two wakings); siapp.jadwal keeps when each is due
JADWAL: dict[str, tuple[str, float]] = {
    "sapu-kirim": ("integrasi.tasks.kirim", 10.0),
    "rencana-menyeluruh": ("integrasi.tasks.kirim_menyeluruh", 3600.0),
    "sapu-masuk": ("integrasi.tasks.masuk", 10.0),
    "pantau-siasn": ("integrasi.tasks.pantau", 10.0),
    "segarkan-data-asn": ("integrasi.tasks.segarkan_usang", 60.0),
    "uji-kontrak-diminta": ("integrasi.tasks.uji_kontrak", 60.0),
    "peringatan-petugas": ("integrasi.tasks.peringatan", 30.0),
    "denyut-luar": ("integrasi.tasks.denyut", 60.0),
    "sapu-berkas": ("siapp.berkas.tasks.sapu", 30.0),
    "gosok-berkas": ("siapp.berkas.tasks.gosok", SEHARI),
    "bersihkan-berkas": ("siapp.berkas.tasks.bersihkan", SEHARI),
    "sapu-tafsir": ("usulan.tasks.tafsirkan", 30.0),
    "kabar-harian": ("usulan.tasks.kabarkan_harian", SEHARI),
    "surel-kabar": ("usulan.tasks.surel_kabar", 60.0),
    "sapu-kabar": ("usulan.tasks.kabarkan", 10.0),
    "sapu-tenggat": ("usulan.tasks.hitung_tenggat", 30.0),
    "sapu-pertek": ("usulan.tasks.periksa_ulang_pertek", 30.0),
    "hitung-statistik": ("usulan.tasks.hitung_statistik", 300.0),
    "segel-jejak": ("siapp.audit.tasks.segel", 300.0),
    "verifikasi-jejak": ("siapp.audit.tasks.verifikasi", SEHARI),
    "sinkron-diminta": ("integrasi.tasks.sinkron_disetujui", 60.0),
    "sinkron-harian": ("integrasi.tasks.sinkron_harian", SEHARI),
}

# daily job → its hour (WIB): the task is wrapped in `siapp.jadwal.harian`, which writes down that it finished well
HARIAN: dict[str, time] = {
    "bersihkan-berkas": time(0, 30),
    "gosok-berkas": time(1, 0),
    "sinkron-harian": time(3, 0),
    "kabar-harian": time(6, 30),
    "verifikasi-jejak": time(4, 0),
}

DI_TIMER = ("peringatan-petugas",)
"""Jobs that the timer process does itself: an alarm must not wait for the workers whose absence it tells of."""


def rute(nama: str, *_: Any, **__: Any) -> dict[str, str]:
    """Return the queue of the task `nama`; the longest matching prefix wins."""
    cocok = [(len(awal), antrean) for antrean, awalan in ANTREAN.items() for awal in awalan if nama.startswith(awal)]
    return {"queue": max(cocok)[1]}


class SambunganBroker(Connection):
    """A connection that comes back soon after its broker does, however long the broker was away.

    kombu waits two seconds longer after each failed attempt, up to thirty. Celery has no setting for it. After an
    outage of minutes that wait alone would break the promise that what waited goes out within thirty seconds
    (keputusan/0017).
    """

    JEDA_TERLAMA = 5
    """Seconds."""

    def ensure_connection(self, *args: Any, **kwargs: Any) -> Self:
        """As in kombu, with the longest pause between two attempts cut to `JEDA_TERLAMA`."""
        return super().ensure_connection(*args, **{"interval_max": self.JEDA_TERLAMA, **kwargs})


class Pesan(AMQP):
    """Celery's messaging over `SambunganBroker`."""

    Connection = SambunganBroker


app = Celery("siapp", amqp=Pesan, fixups=["siapp.kolam_pekerja:pasang"])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_default_queue="masuk",
    task_routes=(rute,),
    task_serializer="json",
    accept_content=["json"],
    timezone="Asia/Jakarta",
    broker_connection_retry_on_startup=True,
    # For ever: by default a worker and the timers give up after a hundred attempts and end.
    broker_connection_max_retries=None,
    # A wake-up may fail; it must never hold a web request.
    task_publish_retry=False,
    broker_transport_options={
        "visibility_timeout": 7200,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "health_check_interval": 10,
    },
    worker_hijack_root_logger=False,
)

# By name: it needs Django, which is not there yet.
app.steps["consumer"].add("siapp.jadwal.tanda:TandaPekerja")


@signals.worker_before_create_process.connect(weak=False)
def rapikan(**_: Any) -> None:
    """Let the children of a worker share what it has loaded."""
    sebelum_bercabang()


# The id of the request that woke a task goes with it; importing is connecting.
from siapp import jejak_tugas  # noqa: E402, F401

app.autodiscover_tasks(["siapp.audit", "siapp.berkas", "usulan", "integrasi"])
