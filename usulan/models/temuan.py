"""What people say of findings: verifiers, whether they are right (keputusan/0090); PICs, why all is well (0097)."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from usulan.models.dokumen import VersiDokumen
from usulan.models.usulan import Usulan

PANJANG_ALASAN = 200


class PenilaianTemuanQuerySet(models.QuerySet["PenilaianTemuan"]):
    def per_aturan(self) -> list[dict[str, object]]:
        """Per rule how many findings were judged, and how many of them were right; the most judged first."""
        hitung = self.values("aturan").annotate(
            dinilai=Count("pk"), benar=Count("pk", filter=Q(tepat=True)), salah=Count("pk", filter=Q(tepat=False))
        )
        return [dict(baris) for baris in hitung.order_by("-dinilai", "aturan")]


class PenilaianTemuan(models.Model):
    """Whether a finding on one version of a document was right. `sidik`: `Temuan.sidik`; `aturan`: code of the rule."""

    versi = models.ForeignKey(VersiDokumen, models.CASCADE, related_name="penilaian_temuan")
    aturan = models.CharField(max_length=40)
    sidik = models.CharField(max_length=32)
    tepat = models.BooleanField()
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField()

    objects = PenilaianTemuanQuerySet.as_manager()

    class Meta:
        verbose_name = "penilaian temuan"
        verbose_name_plural = "penilaian temuan"
        constraints = [models.UniqueConstraint("versi", "sidik", name="penilaian_temuan_satu_per_versi")]
        indexes = [models.Index("aturan", name="penilaian_temuan_aturan")]

    def __str__(self) -> str:
        return f"{self.aturan}: {'tepat' if self.tepat else 'keliru'}"


class PenjelasanTemuan(models.Model):
    """Why a warning is answered by words, not by a change, while the usulan is still being written (keputusan/0097).

    `sidik`: `Temuan.sidik`: with another value in its sentence a warning is another one, and asks anew.
    """

    usulan = models.ForeignKey(Usulan, models.CASCADE, related_name="penjelasan_temuan")
    aturan = models.CharField(max_length=40)
    sidik = models.CharField(max_length=32)
    alasan = models.CharField(max_length=PANJANG_ALASAN)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pada = models.DateTimeField()

    class Meta:
        verbose_name = "penjelasan temuan"
        verbose_name_plural = "penjelasan temuan"
        constraints = [models.UniqueConstraint("usulan", "sidik", name="penjelasan_temuan_satu_per_usulan")]

    def __str__(self) -> str:
        return f"{self.aturan}: {self.alasan}"
