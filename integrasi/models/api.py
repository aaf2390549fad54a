"""What the APIs that we serve keep: rights of a client, its quota, announcements."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class HakKlien(models.Model):
    """What an OAuth2 client of BKN may ask for; the toolkit's own application knows no scopes of its own."""

    klien = models.OneToOneField("oauth2_provider.Application", models.CASCADE, primary_key=True, related_name="hak")
    lingkup = models.JSONField("lingkup", default=list)

    class Meta:
        verbose_name = "hak klien API"

    def __str__(self) -> str:
        return " ".join(self.lingkup)


class JatahLaju(models.Model):
    """How many calls of the running minute are given out to the web processes, per client or group of addresses."""

    kunci = models.CharField(primary_key=True, max_length=80)
    menit = models.BigIntegerField("menit sejak 1970")
    terpakai = models.PositiveIntegerField()

    class Meta:
        verbose_name = "jatah laju"

    def __str__(self) -> str:
        return self.kunci


class PengumumanQuerySet(models.QuerySet["Pengumuman"]):
    def berlaku(self, saat: datetime) -> Self:
        """What the partner should read at `saat`: all that is not over yet, the soonest first."""
        return self.filter(Q(selesai=None) | Q(selesai__gt=saat)).order_by("mulai", "id")


class Pengumuman(models.Model):
    """Maintenance or a change of the interface, told to the partner beforehand (Pasal 4 ayat (2) huruf e)."""

    class Jenis(models.TextChoices):
        PEMELIHARAAN = "PEMELIHARAAN", "Pemeliharaan"
        PERUBAHAN = "PERUBAHAN", "Perubahan antarmuka"

    jenis = models.CharField(max_length=12, choices=Jenis)
    mulai = models.DateTimeField()
    selesai = models.DateTimeField(null=True, blank=True)
    teks = models.CharField(max_length=1000)

    objects = PengumumanQuerySet.as_manager()

    class Meta:
        verbose_name = "pengumuman"
        verbose_name_plural = "pengumuman"
        constraints = [
            models.CheckConstraint(
                name="pengumuman_selesai_sesudah_mulai",
                condition=Q(selesai=None) | Q(selesai__gt=models.F("mulai")),
                violation_error_message="Pengumuman harus selesai sesudah mulai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.mulai:%d-%m-%Y}"
