"""Whom to ask about what (keputusan/0063)."""

from typing import Self

from django.db import models
from django.db.models import Q


class NarahubungQuerySet(models.QuerySet["Narahubung"]):
    def terbuka(self) -> Self:
        """What a stranger may read: offices that were marked so. Their names of people are shown to nobody outside."""
        return self.filter(terbuka=True)


class Narahubung(models.Model):
    """One contact: a function, and the person who holds it now."""

    class Pihak(models.TextChoices):
        SIAPP = "SIAPP", "Kementerian Sekretariat Negara (SIAPP NV)"
        BKN = "BKN", "Badan Kepegawaian Negara (SIASN)"

    class Perihal(models.TextChoices):
        AKUN = "AKUN", "Akun, peran, dan PIC baru"
        KP = "KP", "Kenaikan Pangkat"
        PEMBERHENTIAN = "PEMBERHENTIAN", "Pemberhentian"
        JFKU = "JFKU", "Jabatan Fungsional Keahlian Utama"
        INTEGRASI = "INTEGRASI", "Pertukaran data dan API"
        LAIN = "LAIN", "Lain-lain"

    pihak = models.CharField(max_length=5, choices=Pihak)
    perihal = models.CharField(max_length=13, choices=Perihal)
    fungsi = models.CharField(max_length=200)
    nama = models.CharField(max_length=120, blank=True)
    telepon = models.CharField(max_length=60, blank=True)
    surel = models.EmailField(blank=True)
    jam = models.CharField(max_length=80, blank=True)
    alamat = models.CharField(max_length=255, blank=True)
    cara = models.CharField(max_length=200, blank=True)
    terbuka = models.BooleanField(default=False)
    versi = models.PositiveIntegerField(default=1)

    objects = NarahubungQuerySet.as_manager()

    class Meta:
        verbose_name = "narahubung"
        verbose_name_plural = "narahubung"
        constraints = [
            models.CheckConstraint(
                name="narahubung_dapat_dihubungi",
                condition=~Q(telepon="", surel="", cara=""),
                violation_error_message="Isi telepon, surel, atau cara menghubungi: salah satu harus ada.",
            ),
        ]

    def __str__(self) -> str:
        return self.fungsi
