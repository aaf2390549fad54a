"""What the figures of a whole are made of: the moves between stages, and what was counted of them per month.

Pages read what was counted, never the rows that it was counted from (keputusan/0099).
"""

from django.db import models
from django.db.models import Q

from referensi.models import Instansi, Layanan
from usulan.models.usulan import Usulan


class LangkahTahap(models.Model):
    """One move of a usulan to another stage, written in the transaction that moves it.

    `instansi` is the one that it belonged to then. `sejak` is when the stage that it left began; rows of the time
    before there were moves do not know it.
    """

    usulan = models.ForeignKey(Usulan, models.CASCADE, related_name="langkah")
    layanan = models.ForeignKey(Layanan, models.PROTECT, related_name="+", db_index=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="+", db_index=False)
    kerja = models.CharField(max_length=20)
    dari = models.CharField(max_length=16)
    ke = models.CharField(max_length=16)
    sejak = models.DateTimeField(null=True, blank=True)
    pada = models.DateTimeField()

    class Meta:
        verbose_name = "langkah tahap"
        verbose_name_plural = "langkah tahap"
        indexes = [models.Index(fields=["pada"], name="langkah_pada")]

    def __str__(self) -> str:
        return f"{self.dari} → {self.ke}"


class Ukuran(models.TextChoices):
    """What is counted per month. `rinci` and `angka` of a row say of what, as the comments tell."""

    MASUK = "MASUK", "Usulan masuk"
    DIPERBAIKI = "DIPERBAIKI", "Perbaikan masuk"
    TERBIT = "TERBIT", "Keppres terbit"
    SELESAI = "SELESAI", "Selesai"
    TMS = "TMS", "Berakhir TMS"
    LAMA = "LAMA", "Hari kerja di tahap"  # rinci: the stage that was left; angka: working days in it
    PUTUSAN = "PUTUSAN", "Putusan"  # rinci: "lembaga:status"; angka: the round
    ALASAN = "ALASAN", "Alasan penolakan"  # rinci: code of the reason, "" for a note alone; Biro APP's BTL only
    DOKUMEN = "DOKUMEN", "Dokumen ditolak"  # rinci: code of the checklist row; Biro APP's BTL only
    VERIFIKATOR = "VERIFIKATOR", "Putusan verifikator"  # rinci: the person's key; of all instansi together only


class HitunganBulan(models.Model):
    """How many of `ukuran` in the month that begins on `bulan`; without `instansi`, of all of them together."""

    bulan = models.DateField()
    layanan = models.ForeignKey(Layanan, models.PROTECT, related_name="+", db_index=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    ukuran = models.CharField(max_length=12, choices=Ukuran)
    rinci = models.CharField(max_length=80, blank=True)
    angka = models.PositiveSmallIntegerField(default=0)
    jumlah = models.PositiveIntegerField()

    class Meta:
        verbose_name = "hitungan bulan"
        verbose_name_plural = "hitungan bulan"
        constraints = [
            models.UniqueConstraint(
                "bulan",
                "ukuran",
                "layanan",
                "instansi",
                "rinci",
                "angka",
                name="hitungan_bulan_sekali",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["ukuran", "bulan"], name="hitungan_semua", condition=Q(instansi=None)),
            models.Index(fields=["instansi", "ukuran", "bulan"], name="hitungan_instansi"),
        ]

    def __str__(self) -> str:
        return f"{self.bulan:%Y-%m} {self.ukuran}: {self.jumlah}"


class PosisiTahap(models.Model):
    """How many open usulan stand in `tahap` since the last counting; without `instansi`, of all together."""

    layanan = models.ForeignKey(Layanan, models.PROTECT, related_name="+", db_index=False)
    instansi = models.ForeignKey(Instansi, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    tahap = models.CharField(max_length=16)
    jumlah = models.PositiveIntegerField()
    terlambat = models.PositiveIntegerField()
    ditahan = models.PositiveIntegerField()

    class Meta:
        verbose_name = "posisi tahap"
        verbose_name_plural = "posisi tahap"
        constraints = [
            models.UniqueConstraint("instansi", "layanan", "tahap", name="posisi_tahap_sekali", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.tahap}: {self.jumlah}"


class BulanTerhitung(models.Model):
    """That a month was counted, and when that began: what came later is not in it."""

    bulan = models.DateField(primary_key=True)
    pada = models.DateTimeField()

    class Meta:
        verbose_name = "bulan terhitung"
        verbose_name_plural = "bulan terhitung"

    def __str__(self) -> str:
        return f"{self.bulan:%Y-%m}"
