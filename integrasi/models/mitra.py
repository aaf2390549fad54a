"""The partner's state: its breaker, its tokens, how often we asked it and it asked us."""

from django.db import models


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
