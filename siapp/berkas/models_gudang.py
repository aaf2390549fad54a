"""Whose the storage is, and scrubs of it that stopped to ask (keputusan/0054, keputusan/0070)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull
from django.utils import timezone

from siapp.berkas.keadaan import TERTAHAN, KeadaanTertahan


class Pemasangan(models.Model):
    """The one row that says whose the storage is (`siapp.berkas.pemasangan`)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    nomor = models.UUIDField()
    # Which database wrote it: PostgreSQL's system_identifier and the database's oid.
    sistem = models.CharField(max_length=24)
    basis_data = models.BigIntegerField()
    dinyatakan_pada = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "pemasangan"
        verbose_name_plural = "pemasangan"
        constraints = [models.CheckConstraint(name="pemasangan_satu", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.nomor)


class PerapianTertahanQuerySet(models.QuerySet["PerapianTertahan"]):
    def terbuka(self) -> "PerapianTertahanQuerySet":
        """The one that is not over; none where no scrub is stopped."""
        return self.filter(selesai_pada=None)


class PerapianTertahan(models.Model):
    """A scrub that stopped before more than 1 % of what is stored, and what people decided (`siapp.berkas.tertahan`).

    `tertua` and `terbaru`: between when the unknown files were stored.
    """

    yatim = models.PositiveIntegerField("berkas tak dikenal")
    tersimpan = models.PositiveIntegerField("berkas tersimpan")
    tertua = models.DateTimeField()
    terbaru = models.DateTimeField()
    ditahan_pada = models.DateTimeField(default=timezone.now)
    keadaan = models.CharField(max_length=16, choices=TERTAHAN.pilihan, default=KeadaanTertahan.TERTAHAN)
    alasan = models.CharField(max_length=500, blank=True, default="")
    diusulkan_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    diusulkan_pada = models.DateTimeField(null=True)
    disetujui_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    disetujui_pada = models.DateTimeField(null=True)
    selesai_pada = models.DateTimeField(null=True)
    dipindahkan = models.PositiveIntegerField(null=True)

    TABEL: ClassVar = TERTAHAN
    objects = PerapianTertahanQuerySet.as_manager()

    class Meta:
        verbose_name = "perapian tertahan"
        verbose_name_plural = "perapian tertahan"
        constraints = [
            models.UniqueConstraint(
                IsNull(F("selesai_pada"), True), name="perapian_satu_terbuka", condition=Q(selesai_pada=None)
            ),
            models.CheckConstraint(
                name="perapian_dua_orang",
                condition=Q(disetujui_oleh=None) | ~Q(disetujui_oleh=F("diusulkan_oleh")),
                violation_error_message="Yang menyetujui harus orang lain dari yang mengusulkan.",
            ),
            models.CheckConstraint(
                name="perapian_selesai_berwaktu",
                condition=Q(keadaan=KeadaanTertahan.SELESAI, selesai_pada__isnull=False)
                | ~Q(keadaan=KeadaanTertahan.SELESAI) & Q(selesai_pada=None),
                violation_error_message="Perapian yang selesai mencatat waktunya.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.yatim} dari {self.tersimpan}"

    @property
    def aliran(self) -> str:
        """The name of this scrub's stream of Peristiwa."""
        return f"perapian:{self.pk}"

    def lupakan_usul(self) -> None:
        """Forget, unsaved, what was proposed and by whom: the trail keeps it."""
        self.alasan = ""
        self.diusulkan_oleh = self.diusulkan_pada = self.disetujui_oleh = self.disetujui_pada = None

    @property
    def persen(self) -> float:
        """The unknown files' share of what is stored."""
        return 100 * self.yatim / self.tersimpan
