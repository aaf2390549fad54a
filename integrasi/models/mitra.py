"""The partner's state: its breaker, its tokens, how often we asked it and it asked us."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PanggilanBaca(models.Model):
    """Counts of the reading calls (APIs 1, 6, 7, 13) and of what BKN called (8, 9, 12), per day and outcome."""

    api = models.PositiveSmallIntegerField()
    hari = models.DateField()
    berhasil = models.PositiveIntegerField(default=0)
    gagal = models.PositiveIntegerField(default=0)
    terakhir_berhasil = models.DateTimeField(null=True, blank=True)
    terakhir_gagal = models.DateTimeField(null=True, blank=True)
    sebab = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "hitungan panggilan"
        constraints = [models.UniqueConstraint("api", "hari", name="panggilan_baca_per_hari")]

    def __str__(self) -> str:
        return f"API {self.api} {self.hari}"


class KeadaanMitra(models.Model):
    """The breaker of one host, shared by all workers."""

    host = models.CharField(primary_key=True, max_length=255)
    terbuka_sejak = models.DateTimeField(null=True, blank=True)
    coba_lagi_pada = models.DateTimeField(null=True, blank=True)
    sebab = models.CharField(max_length=40, blank=True)
    # Outcomes of the last hour, the newest 200: list of [unix seconds, 1 for a failure or 0].
    jendela = models.JSONField(default=list)
    berhasil_terakhir = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "keadaan mitra"

    def __str__(self) -> str:
        return self.host


class JanjiMitra(models.Model):
    """What `uji_kontrak` found of one promise of the partner: does it keep doubles of `api` away by `mode`?

    Only a promise that was proven is relied on (janji.md 1).
    """

    host = models.CharField(max_length=255)
    api = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=12)
    terbukti = models.BooleanField()
    diuji_pada = models.DateTimeField()

    class Meta:
        verbose_name = "janji mitra"
        verbose_name_plural = "janji mitra"
        constraints = [models.UniqueConstraint(fields=["host", "api", "mode"], name="janji_mitra_sekali")]

    def __str__(self) -> str:
        return f"API {self.api} {self.mode}"


class TokenSiasn(models.Model):
    """A token of SIASN, shared by all workers; the row is the lock of its refresh. Encrypted at rest."""

    jenis = models.CharField(primary_key=True, max_length=8)
    isi = models.TextField(blank=True)
    kedaluwarsa = models.DateTimeField(null=True, blank=True)
    diambil_pada = models.DateTimeField(null=True, blank=True)
    # A refused credential is not tried again before this: hundreds of calls would lock the account at BKN.
    ditolak_sampai = models.DateTimeField(null=True, blank=True)
    sebab = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "token SIASN"

    def __str__(self) -> str:
        return self.jenis


class PenghentianQuerySet(models.QuerySet["PenghentianPertukaran"]):
    def terbuka(self) -> Self:
        """The stop in force: one at most."""
        return self.filter(akhir=None)


class PenghentianPertukaran(models.Model):
    """One stop of the whole exchange with SIASN, from its beginning to the new start (Pasal 8)."""

    mulai = models.DateTimeField()
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    alasan = models.CharField(max_length=500)
    akhir = models.DateTimeField(null=True, blank=True)
    dimulai_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    alasan_mulai = models.CharField(max_length=500, blank=True)

    objects = PenghentianQuerySet.as_manager()

    class Meta:
        verbose_name = "penghentian pertukaran"
        verbose_name_plural = "penghentian pertukaran"
        constraints = [
            models.UniqueConstraint(
                fields=["akhir"],
                name="penghentian_satu_terbuka",
                nulls_distinct=False,
                violation_error_message="Pertukaran sudah dihentikan.",
            ),
            models.CheckConstraint(
                name="penghentian_berakhir_utuh",
                condition=Q(akhir=None, dimulai_oleh=None, alasan_mulai="")
                | Q(akhir__gte=F("mulai"), dimulai_oleh__isnull=False) & ~Q(alasan_mulai=""),
                violation_error_message="Memulai lagi butuh saat, orang, dan alasan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mulai:%d-%m-%Y %H.%M}"
