"""The memory of timers and workers: in PostgreSQL, so that any number of them may run and none keeps a file."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


class JadwalQuerySet(models.QuerySet["Jadwal"]):
    def jatuh_tempo(self) -> Self:
        """Those whose turn it is and that nobody holds."""
        kini = timezone.now()
        return self.filter(Q(dipegang_sampai=None) | Q(dipegang_sampai__lte=kini), jatuh_tempo__lte=kini)


class Jadwal(models.Model):
    """One job of `siapp.celery.JADWAL`.

    A job of seconds is only woken: `mulai_pada` is its last waking. A daily one stays due until it finished well, and
    while `dipegang_sampai` is not over it is not asked for again.
    """

    nama = models.CharField(max_length=40, primary_key=True)
    jatuh_tempo = models.DateTimeField()
    mulai_pada = models.DateTimeField(null=True, blank=True)
    selesai_pada = models.DateTimeField(null=True, blank=True)
    pemegang = models.CharField(max_length=120, blank=True)
    dipegang_sampai = models.DateTimeField(null=True, blank=True)
    # Of the last run that did not finish well, until one does: the name of the error.
    galat = models.CharField(max_length=60, blank=True)
    dibuat_pada = models.DateTimeField(auto_now_add=True)

    objects = JadwalQuerySet.as_manager()

    class Meta:
        verbose_name = "jadwal"
        verbose_name_plural = "jadwal"
        constraints = [
            models.CheckConstraint(
                name="jadwal_pemegang_bermasa",
                condition=Q(pemegang="", dipegang_sampai=None) | ~Q(pemegang="") & Q(dipegang_sampai__isnull=False),
                violation_error_message="Yang memegang jadwal harus menyebut sampai kapan.",
            )
        ]

    def __str__(self) -> str:
        return self.nama


class TandaHidup(models.Model):
    """When the timer, or a worker of a queue, last said that it works. `nama`: `TIMER` or the name of the queue."""

    TIMER = "timer"

    nama = models.CharField(max_length=40, primary_key=True)
    terakhir = models.DateTimeField()
    oleh = models.CharField(max_length=120)

    class Meta:
        verbose_name = "tanda hidup"
        verbose_name_plural = "tanda hidup"

    def __str__(self) -> str:
        return self.nama
