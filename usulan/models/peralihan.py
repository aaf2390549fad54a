"""Instansi that were renamed, merged or split: who succeeds whom, since when, by which legal basis (docs/alur.md 1)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from referensi.models import PANJANG_TEKS, Instansi


class PeralihanInstansi(models.Model):
    """One act by which `lama`, as a whole or in part, went over to `baru`. Never changed afterwards."""

    lama = models.ForeignKey(Instansi, models.PROTECT, related_name="peralihan_keluar")
    baru = models.ForeignKey(Instansi, models.PROTECT, related_name="peralihan_masuk")
    seluruhnya = models.BooleanField()
    tanggal = models.DateField("tanggal berlaku")
    dasar = models.CharField("dasar hukum", max_length=255)
    jumlah_usulan = models.PositiveIntegerField()
    jumlah_pic = models.PositiveIntegerField()
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pada", "-id"]
        verbose_name = "peralihan instansi"
        verbose_name_plural = "peralihan instansi"
        constraints = [
            models.CheckConstraint(
                name="peralihan_instansi_berbeda",
                condition=~Q(lama=F("baru")),
                violation_error_message="Instansi lama dan penerusnya harus berbeda.",
            ),
        ]
        indexes = [models.Index(fields=["-pada", "-id"], name="peralihan_instansi_pada")]

    def __str__(self) -> str:
        return f"{self.lama} → {self.baru}"


class PenerusInstansi(models.Model):
    """Where people whom Data ASN still names at `lama` belong now; `unit` is a unit_kerja, "" for all others.

    Chains are closed when an act is written: one look-up gives the last successor. A unit that came back is a row of
    its own while the rest of its instansi is elsewhere.
    """

    lama = models.ForeignKey(Instansi, models.PROTECT, related_name="penerus")
    unit = models.CharField(max_length=PANJANG_TEKS, blank=True)
    baru = models.ForeignKey(Instansi, models.PROTECT, related_name="+")
    peralihan = models.ForeignKey(PeralihanInstansi, models.PROTECT, related_name="penerus")

    class Meta:
        verbose_name = "penerus instansi"
        verbose_name_plural = "penerus instansi"
        constraints = [models.UniqueConstraint("lama", "unit", name="penerus_instansi_satu")]

    def __str__(self) -> str:
        return f"{self.lama_id} {self.unit} → {self.baru_id}"
