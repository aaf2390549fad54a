"""Electronic signatures of files, and the certificates by which they are believed (keputusan/0088)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.lookups import IsNull
from django.utils import timezone

from siapp.berkas.tte_bentuk import SKEMA, IsiTte


class AkarTepercayaQuerySet(models.QuerySet["AkarTepercaya"]):
    def berlaku(self) -> "AkarTepercayaQuerySet":
        """Those that are believed now: not withdrawn."""
        return self.filter(dicabut_pada=None)

    def revisi_kini(self) -> int:
        """How often the list has changed; what was judged by an earlier one is judged anew."""
        return self.aggregate(n=models.Max("revisi"))["n"] or 0


class AkarTepercaya(models.Model):
    """A certificate that an administrator believes: what it or its like issued, people may sign with.

    `sidik`: SHA-256 of the certificate. `revisi`: the number of the list's last change that concerned it.
    """

    subjek = models.CharField(max_length=300)
    penerbit = models.CharField(max_length=300)
    sidik = models.CharField("sidik SHA-256", max_length=64)
    der = models.BinaryField(max_length=4096)
    berlaku_dari = models.DateTimeField()
    berlaku_sampai = models.DateTimeField()
    revisi = models.PositiveIntegerField()
    ditambah_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ditambah_pada = models.DateTimeField(default=timezone.now)
    dicabut_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    dicabut_pada = models.DateTimeField(null=True, blank=True)
    alasan_cabut = models.CharField(max_length=500, blank=True, default="")

    objects = AkarTepercayaQuerySet.as_manager()

    class Meta:
        verbose_name = "akar tepercaya"
        verbose_name_plural = "akar tepercaya"
        ordering = ["subjek", "pk"]
        constraints = [
            models.UniqueConstraint("sidik", name="akar_sidik_berlaku_unik", condition=Q(dicabut_pada=None)),
            models.CheckConstraint(name="akar_sidik_bentuk", condition=Q(sidik__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="akar_dicabut_lengkap",
                condition=IsNull(models.F("dicabut_pada"), True) & Q(dicabut_oleh=None, alasan_cabut="")
                | Q(dicabut_pada__isnull=False, dicabut_oleh__isnull=False) & ~Q(alasan_cabut=""),
                violation_error_message="Pencabutan mencatat siapa, kapan, dan mengapa.",
            ),
        ]

    def __str__(self) -> str:
        return self.subjek

    @property
    def aliran(self) -> str:
        """The name of this certificate's stream of Peristiwa."""
        return f"akar:{self.pk}"

    @property
    def lewat(self) -> bool:
        """Whether its own time is over."""
        return self.berlaku_sampai < timezone.now()

    @property
    def sidik_terbaca(self) -> str:
        """The fingerprint as issuers print it: in groups of four."""
        return " ".join(self.sidik[n : n + 4] for n in range(0, 64, 4)).upper()


class PemeriksaanTteQuerySet(models.QuerySet["PemeriksaanTte"]):
    def jatuh_tempo(self, revisi: int) -> "PemeriksaanTteQuerySet":
        """Files that were not looked at by these rules, or were signed and judged by an older list; longest first."""
        usang = Q(skema__lt=SKEMA) | Q(bertanda=True, revisi_akar__lt=revisi)
        return self.filter(usang, jatuh_tempo__lte=timezone.now()).order_by("jatuh_tempo")


class PemeriksaanTte(models.Model):
    """What was found of electronic signatures in a released PDF. `hasil` is an `IsiTte`, `skema` its version; 0: none.

    Who looks holds `sewa` until `jatuh_tempo`; a failed attempt sets `jatuh_tempo` to the time of the next.
    """

    berkas = models.OneToOneField("berkas.Berkas", models.CASCADE, primary_key=True, related_name="tte")
    hasil = models.JSONField(default=dict, blank=True)
    bertanda = models.BooleanField(default=False)
    skema = models.PositiveSmallIntegerField(default=0)
    revisi_akar = models.PositiveIntegerField(default=0)
    diperiksa_pada = models.DateTimeField(null=True, blank=True)
    sewa = models.UUIDField(null=True, blank=True)
    jatuh_tempo = models.DateTimeField(default=timezone.now)
    percobaan = models.PositiveSmallIntegerField(default=0)

    objects = PemeriksaanTteQuerySet.as_manager()

    class Meta:
        verbose_name = "pemeriksaan tanda tangan elektronik"
        verbose_name_plural = "pemeriksaan tanda tangan elektronik"
        indexes = [
            models.Index("skema", name="tte_skema"),
            models.Index("revisi_akar", name="tte_revisi", condition=Q(bertanda=True)),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def isi(self) -> IsiTte | None:
        """What was found; None as long as these rules did not look."""
        return IsiTte.dari_json(self.hasil) if self.skema == SKEMA else None
