"""The calendar of working days as an administrator corrects it, and how far deadlines follow it (keputusan/0038)."""

from django.conf import settings
from django.db import models

PANJANG_NAMA_HARI, PANJANG_DASAR = 120, 200


class JenisHari(models.TextChoices):
    LIBUR = "LIBUR", "Hari libur nasional"
    CUTI_BERSAMA = "CUTI_BERSAMA", "Cuti bersama"
    KERJA = "KERJA", "Hari kerja (libur dicabut)"


class HariKalender(models.Model):
    """One day that is otherwise than the library says; `dasar` is the announcement it rests on."""

    tanggal = models.DateField(unique=True)
    jenis = models.CharField(max_length=12, choices=JenisHari)
    nama = models.CharField(max_length=PANJANG_NAMA_HARI)
    dasar = models.CharField(max_length=PANJANG_DASAR)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField()

    class Meta:
        ordering = ["tanggal"]
        verbose_name = "hari kalender"
        verbose_name_plural = "hari kalender"
        constraints = [
            models.CheckConstraint(
                name="hari_kalender_berdasar",
                condition=~models.Q(dasar="") & ~models.Q(nama=""),
                violation_error_message="Tulis nama hari dan dasar pengumumannya.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tanggal:%d-%m-%Y} {self.nama}"


class VersiKalender(models.Model):
    """The one row that says which calendar is in force, and how far the deadlines were computed anew by it.

    `pustaka` is the library's version. `kursor` is the last usulan looked at; `selesai_pada` is empty while some are
    left. `berubah` counts the deadlines that were moved, `diperiksa` those looked at, of about `jumlah`.
    """

    nomor = models.PositiveSmallIntegerField(primary_key=True, default=1)
    versi = models.UUIDField()
    sejak = models.DateTimeField()
    pustaka = models.CharField(max_length=20)
    kursor = models.UUIDField(null=True, blank=True)
    jumlah = models.PositiveIntegerField(default=0)
    diperiksa = models.PositiveIntegerField(default=0)
    berubah = models.PositiveIntegerField(default=0)
    selesai_pada = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "versi kalender"
        verbose_name_plural = "versi kalender"
        constraints = [
            models.CheckConstraint(
                name="versi_kalender_satu",
                condition=models.Q(nomor=1),
                violation_error_message="Hanya ada satu kalender.",
            ),
        ]

    def __str__(self) -> str:
        return f"kalender sejak {self.sejak:%d-%m-%Y %H:%M}"
