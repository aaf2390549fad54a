"""How a person likes to see the queue: saved views and columns (layar.md 2.5)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from siapp.akun.models import Pengguna


class TampilanQuerySet(models.QuerySet["TampilanTersimpan"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """The person's own views and those that colleagues share; a view never widens what its reader may see."""
        return self.filter(Q(pemilik=pengguna) | Q(bersama=True))


class TampilanTersimpan(models.Model):
    """A named set of filters of the queue. `kueri` is a query string of known filters: never a name or a NIP."""

    pemilik = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tampilan_tersimpan")
    nama = models.CharField(max_length=60)
    kueri = models.CharField(max_length=1000, blank=True)
    bersama = models.BooleanField("bagikan kepada semua pegawai Biro APP", default=False)

    objects = TampilanQuerySet.as_manager()

    class Meta:
        ordering = ["nama", "id"]
        verbose_name = "tampilan tersimpan"
        verbose_name_plural = "tampilan tersimpan"
        constraints = [
            models.UniqueConstraint(
                "pemilik",
                "nama",
                name="tampilan_nama_unik_per_pemilik",
                violation_error_message="Anda sudah mempunyai tampilan dengan nama ini. Pakai nama lain.",
            )
        ]

    def __str__(self) -> str:
        return self.nama


class KolomAntrean(models.Model):
    """The columns that a person chose for the queue; without a row the usual ones are shown."""

    pengguna = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="kolom_antrean"
    )
    kolom = models.JSONField(default=list)

    class Meta:
        verbose_name = "kolom antrean"
        verbose_name_plural = "kolom antrean"

    def __str__(self) -> str:
        return f"kolom {self.pengguna_id}"
