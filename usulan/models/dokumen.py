"""The documents of a usulan, each with its versions: nothing is overwritten."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from referensi.models import Persyaratan
from siapp.berkas.models import Berkas
from usulan.models.usulan import Usulan


class Dokumen(models.Model):
    """One checklist row of a usulan."""

    usulan = models.ForeignKey(Usulan, models.CASCADE, related_name="dokumen")
    persyaratan = models.ForeignKey(Persyaratan, models.PROTECT, related_name="dokumen")
    versi_kini = models.ForeignKey("VersiDokumen", models.PROTECT, null=True, blank=True, related_name="+")
    # Set in PERBAIKAN: this row was refused or asked for and may be replaced.
    terbuka = models.BooleanField(default=True)

    class Meta:
        ordering = ["persyaratan__urutan"]
        verbose_name = "dokumen"
        verbose_name_plural = "dokumen"
        constraints = [models.UniqueConstraint("usulan", "persyaratan", name="dokumen_satu_per_persyaratan")]

    def __str__(self) -> str:
        return str(self.persyaratan)


class VersiDokumen(models.Model):
    """One file given for a checklist row, in the round in which it was given."""

    dokumen = models.ForeignKey(Dokumen, models.CASCADE, related_name="versi")
    nomor = models.PositiveSmallIntegerField()
    putaran = models.PositiveSmallIntegerField()
    berkas = models.ForeignKey(Berkas, models.PROTECT, related_name="versi_dokumen")
    diunggah_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    diunggah_pada = models.DateTimeField()

    class Meta:
        ordering = ["-nomor"]
        verbose_name = "versi dokumen"
        verbose_name_plural = "versi dokumen"
        constraints = [
            models.UniqueConstraint("dokumen", "nomor", name="versi_dokumen_nomor_unik"),
            models.CheckConstraint(name="versi_dokumen_mulai_satu", condition=Q(nomor__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.dokumen} v{self.nomor}"


class HasilPenilaian(models.TextChoices):
    SESUAI = "SESUAI", "Sesuai"
    TIDAK_SESUAI = "TIDAK_SESUAI", "Tidak sesuai"
    TIDAK_ADA = "TIDAK_ADA", "Tidak ada"


class PenilaianDokumen(models.Model):
    """The verdict of one document in one round; hidden from the PIC until the round is published."""

    dokumen = models.ForeignKey(Dokumen, models.CASCADE, related_name="penilaian")
    putaran = models.PositiveSmallIntegerField()
    versi = models.ForeignKey(VersiDokumen, models.PROTECT, null=True, blank=True, related_name="penilaian")
    hasil = models.CharField(max_length=12, choices=HasilPenilaian)
    alasan = models.ForeignKey(
        "referensi.AlasanPenolakan", models.PROTECT, null=True, blank=True, related_name="penilaian"
    )
    catatan = models.CharField(max_length=1000, blank=True)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField()

    class Meta:
        verbose_name = "penilaian dokumen"
        verbose_name_plural = "penilaian dokumen"
        constraints = [
            models.UniqueConstraint("dokumen", "putaran", name="penilaian_satu_per_putaran"),
            models.CheckConstraint(
                name="penilaian_tidak_sesuai_beralasan",
                condition=~Q(hasil=HasilPenilaian.TIDAK_SESUAI) | Q(alasan__isnull=False) | ~Q(catatan=""),
                violation_error_message="Dokumen yang tidak sesuai harus disertai alasan atau catatan.",
            ),
            models.CheckConstraint(
                name="penilaian_ada_berkas_atau_tidak_ada",
                condition=Q(hasil=HasilPenilaian.TIDAK_ADA, versi__isnull=True)
                | ~Q(hasil=HasilPenilaian.TIDAK_ADA) & Q(versi__isnull=False)
                | Q(hasil=HasilPenilaian.TIDAK_SESUAI, versi__isnull=True),
                violation_error_message="Penilaian tidak cocok dengan ada atau tidaknya berkas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dokumen}: {self.hasil}"

    @property
    def teks_alasan(self) -> str:
        """Reason and note in one sentence, as the PIC reads it."""
        return ". ".join(filter(None, [str(self.alasan) if self.alasan else "", self.catatan])).strip()


class BidangDiminta(models.Model):
    """A named data field that a verifier opened for correction in a round."""

    usulan = models.ForeignKey(Usulan, models.CASCADE, related_name="bidang_diminta")
    putaran = models.PositiveSmallIntegerField()
    bidang = models.CharField(max_length=50)
    catatan = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = "bidang yang diminta diperbaiki"
        verbose_name_plural = "bidang yang diminta diperbaiki"
        constraints = [models.UniqueConstraint(F("usulan"), F("putaran"), F("bidang"), name="bidang_diminta_unik")]

    def __str__(self) -> str:
        return self.bidang
