"""Verdicts of both authorities, BKN's stages, and Pertek: each with its history."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from siapp.berkas.models import Berkas
from usulan.models.usulan import Lembaga, StatusPutusan, Usulan


class Putusan(models.Model):
    """A verdict on a usulan. Biro APP's has one per round; BKN's come as BKN sends them.

    `terbit_pada` is empty while a TMS of Biro APP waits for its second person; such a row is shown to no one outside.
    """

    usulan = models.ForeignKey(Usulan, models.CASCADE, related_name="putusan")
    lembaga = models.CharField(max_length=8, choices=Lembaga)
    putaran = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=StatusPutusan)
    tanggal = models.DateField()
    keterangan = models.TextField(blank=True)
    catatan = models.TextField("catatan untuk PIC", blank=True)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    dikonfirmasi_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    dibuat_pada = models.DateTimeField(auto_now_add=True)
    terbit_pada = models.DateTimeField(null=True, blank=True)
    # BKN only: kept for the history, but a newer verdict counts.
    berlaku = models.BooleanField(default=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "putusan"
        verbose_name_plural = "putusan"
        constraints = [
            models.UniqueConstraint(
                "usulan",
                "putaran",
                name="putusan_biro_satu_per_putaran",
                condition=Q(lembaga=Lembaga.BIRO_APP),
                violation_error_message="Putusan Biro APP untuk putaran ini sudah ada.",
            ),
            models.UniqueConstraint(
                "usulan",
                name="putusan_bkn_satu_berlaku",
                condition=Q(lembaga=Lembaga.BKN, berlaku=True),
            ),
            models.CheckConstraint(
                name="putusan_biro_ada_orangnya",
                condition=Q(lembaga=Lembaga.BKN, oleh__isnull=True) | Q(lembaga=Lembaga.BIRO_APP, oleh__isnull=False),
            ),
            models.CheckConstraint(
                name="putusan_tms_biro_dua_orang",
                condition=~Q(lembaga=Lembaga.BIRO_APP, status=StatusPutusan.TMS, terbit_pada__isnull=False)
                | Q(dikonfirmasi_oleh__isnull=False) & ~Q(dikonfirmasi_oleh=F("oleh")),
                violation_error_message="TMS Biro APP harus dikonfirmasi orang kedua.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_lembaga_display()}: {self.status}"


def putusan_tertunda(usulan: Usulan) -> Putusan | None:
    """Return the TMS of this round that waits for its second person, if any."""
    return Putusan.objects.filter(
        usulan=usulan, lembaga=Lembaga.BIRO_APP, putaran=usulan.putaran, terbit_pada=None
    ).first()


class TahapBkn(models.Model):
    """A stage of the usulan in SIASN as API 7 told it; unknown codes are kept as received."""

    usulan = models.ForeignKey(Usulan, models.CASCADE, related_name="riwayat_bkn")
    # The partner's words, as long as they are: never cut.
    status_tahapan = models.CharField(max_length=64)
    nama = models.TextField(blank=True)
    tanggal = models.DateField(null=True, blank=True)
    keterangan = models.TextField(blank=True)
    diterima_pada = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = "tahap di BKN"
        verbose_name_plural = "tahap di BKN"

    def __str__(self) -> str:
        return f"{self.status_tahapan} {self.nama}"


class Pertek(models.Model):
    """A technical consideration of the head of BKN (Lampiran API 6); a Ralat is a further row."""

    class Jenis(models.TextChoices):
        BARU = "Baru", "Pertek"
        PERBAIKAN = "Perbaikan", "Ralat Pertek"

    usulan = models.ForeignKey(Usulan, models.CASCADE, related_name="pertek")
    nomor = models.CharField(max_length=255)
    tanggal = models.DateField(null=True, blank=True)
    jenis = models.CharField(max_length=10, choices=Jenis)
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="pertek")
    berlaku = models.BooleanField(default=True)
    diterima_pada = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = "Pertek"
        verbose_name_plural = "Pertek"
        constraints = [
            models.UniqueConstraint("usulan", "nomor", "jenis", name="pertek_sekali_saja"),
            models.UniqueConstraint("usulan", name="pertek_satu_berlaku", condition=Q(berlaku=True)),
        ]
        indexes = [models.Index(fields=["-diterima_pada", "-id"], name="pertek_diterima")]

    def __str__(self) -> str:
        return self.nomor
