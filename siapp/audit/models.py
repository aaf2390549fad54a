"""Peristiwa: timeline, audit trail and outbox in one row (alur.md 6); Akses: who read what."""

from typing import Self

from django.conf import settings
from django.db import models

from siapp.akun.models import Pengguna
from siapp.akun.peran import LABEL_MESIN
from siapp.audit.izin import Urusan, hak

MESIN = list(LABEL_MESIN.items())


class KepalaAliran(models.Model):
    """The last Peristiwa of a stream: serialises its writers and shows a tail that was cut off."""

    aliran = models.CharField(primary_key=True, max_length=64)
    urutan = models.PositiveIntegerField(default=0)
    sidik = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        verbose_name = "kepala aliran"

    def __str__(self) -> str:
        return f"{self.aliran} #{self.urutan}"


class PeristiwaQuerySet(models.QuerySet["Peristiwa"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """The whole trail for those who may read it, nothing for others (they see timelines of what is theirs)."""
        return self if hak.boleh(pengguna, Urusan.BACA_JEJAK) else self.none()


class Peristiwa(models.Model):
    """One change: who, when, what, old and new, why. Append-only; chained by hash within its stream."""

    aliran = models.CharField(max_length=64)
    urutan = models.PositiveIntegerField()
    jenis = models.CharField(max_length=48)
    oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="peristiwa_dilakukan",
        db_index=False,  # the index peristiwa_oleh begins with it
    )
    mesin = models.CharField(max_length=8, choices=MESIN, blank=True)
    waktu = models.DateTimeField()
    data = models.JSONField(default=dict)
    alasan = models.TextField(blank=True)
    sidik_sebelum = models.CharField(max_length=64, blank=True)
    sidik = models.CharField(max_length=64)
    # The id of the key that signed (`siapp.audit.kunci_jejak`); none in rows of releases that had no keys.
    kunci = models.CharField(max_length=8, blank=True, default="", db_default="")

    objects = PeristiwaQuerySet.as_manager()

    class Meta:
        verbose_name = "peristiwa"
        verbose_name_plural = "peristiwa"
        constraints = [
            models.UniqueConstraint("aliran", "urutan", name="peristiwa_urutan_unik"),
            models.CheckConstraint(
                name="peristiwa_satu_pelaku",
                condition=models.Q(oleh__isnull=False, mesin="") | models.Q(oleh__isnull=True) & ~models.Q(mesin=""),
            ),
        ]
        indexes = [
            models.Index(fields=["jenis", "id"], name="peristiwa_jenis"),
            # One index per filter of the audit screen, each ending in its sort key.
            models.Index(fields=["waktu", "id"], name="peristiwa_waktu"),
            models.Index(fields=["oleh", "waktu", "id"], name="peristiwa_oleh"),
            models.Index(fields=["jenis", "waktu", "id"], name="peristiwa_jenis_waktu"),
        ]

    def __str__(self) -> str:
        return f"{self.aliran} #{self.urutan} {self.jenis}"


class AksesQuerySet(models.QuerySet["Akses"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """All for those who may read the trail, for others what they did themselves."""
        return self if hak.boleh(pengguna, Urusan.BACA_JEJAK) else self.filter(pengguna=pengguna)


class Akses(models.Model):
    """One reading of personal data, one download of a file, one coming or going of a person. Append-only.

    Sign-ins stand here and not among the Peristiwa: they change nothing that was decided. Who failed to sign in is not
    known: such a row has neither person nor machine, and `objek` names the account that was tried, if there is one.
    """

    class Tindakan(models.TextChoices):
        LIHAT = "LIHAT", "Melihat"
        UNDUH = "UNDUH", "Mengunduh"
        EKSPOR = "EKSPOR", "Mengekspor"
        MASUK = "MASUK", "Masuk"
        KELUAR = "KELUAR", "Keluar"
        GAGAL = "GAGAL", "Gagal masuk"

    waktu = models.DateTimeField(auto_now_add=True)
    pengguna = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="akses_dilakukan",
        db_index=False,  # the index akses_pengguna begins with it
    )
    mesin = models.CharField(max_length=8, choices=MESIN, blank=True)
    tindakan = models.CharField(max_length=8, choices=Tindakan)
    objek = models.CharField(max_length=80)
    rincian = models.JSONField(default=dict, blank=True)

    objects = AksesQuerySet.as_manager()

    class Meta:
        verbose_name = "akses"
        verbose_name_plural = "akses"
        indexes = [
            models.Index(fields=["waktu", "id"], name="akses_waktu"),
            models.Index(fields=["objek", "waktu", "id"], name="akses_objek_waktu"),
            models.Index(fields=["pengguna", "waktu", "id"], name="akses_pengguna"),
            models.Index(fields=["tindakan", "waktu", "id"], name="akses_tindakan"),
        ]

    def __str__(self) -> str:
        return f"{self.tindakan} {self.objek}"


class JenisJejak(models.TextChoices):
    """The two tables of the trail."""

    PERISTIWA = "PERISTIWA", "Perubahan"
    AKSES = "AKSES", "Pembacaan"


class Segel(models.Model):
    """A seal over a batch of rows of one table: those after the last seal, up to `sampai_id`. Append-only (0078).

    `sidik` is signed under `kunci` and covers the rows, their number and the seal before.
    """

    jejak = models.CharField(max_length=9, choices=JenisJejak)
    nomor = models.PositiveIntegerField()
    sampai_id = models.BigIntegerField()
    jumlah = models.PositiveIntegerField()
    waktu = models.DateTimeField()
    sidik_sebelum = models.CharField(max_length=64, blank=True)
    sidik = models.CharField(max_length=64)
    kunci = models.CharField(max_length=8)

    class Meta:
        verbose_name = "segel"
        verbose_name_plural = "segel"
        constraints = [models.UniqueConstraint("jejak", "nomor", name="segel_nomor_unik")]

    def __str__(self) -> str:
        return f"{self.jejak} #{self.nomor}"


class Jangkar(models.Model):
    """An anchor that was written to a place outside this database: `isi` is its line, word for word. Append-only."""

    class Tujuan(models.TextChoices):
        FOLDER = "FOLDER", "Berkas di luar basis data"
        SUREL = "SUREL", "Surel pihak kedua"

    waktu = models.DateTimeField()
    tujuan = models.CharField(max_length=6, choices=Tujuan)
    isi = models.TextField()

    class Meta:
        verbose_name = "jangkar"
        verbose_name_plural = "jangkar"
        indexes = [models.Index(fields=["tujuan", "-waktu"], name="jangkar_tujuan_waktu")]

    def __str__(self) -> str:
        return f"{self.tujuan} {self.waktu:%d-%m-%Y %H.%M}"
