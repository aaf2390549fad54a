"""Verdicts of both authorities, BKN's stages, and Pertek: each with its history."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from siapp.berkas.models import Berkas
from usulan.keadaan import PERTEK, KeadaanPertek
from usulan.models.usulan import Lembaga, StatusPutusan, Usulan


class Putusan(models.Model):
    """A verdict on a usulan. Biro APP's has one per round, and one that ends; BKN's come as BKN sends them.

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
    # Biro APP only: the TMS of somebody who died after the approval, which stays beside it (keputusan/0040).
    mengakhiri = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["-id"]
        verbose_name = "putusan"
        verbose_name_plural = "putusan"
        indexes = [
            # The few TMS that wait for a second person are counted on each page of the queue.
            models.Index(fields=["usulan", "putaran"], name="putusan_menunggu", condition=Q(terbit_pada=None)),
            # Those of a month are counted (usulan.statistik).
            models.Index(fields=["terbit_pada"], name="putusan_terbit", condition=Q(terbit_pada__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                "usulan",
                "putaran",
                name="putusan_biro_satu_per_putaran",
                condition=Q(lembaga=Lembaga.BIRO_APP, mengakhiri=False),
                violation_error_message="Putusan Biro APP untuk putaran ini sudah ada.",
            ),
            models.UniqueConstraint(
                "usulan",
                name="putusan_mengakhiri_sekali",
                condition=Q(mengakhiri=True),
                violation_error_message="Usulan ini sudah diakhiri.",
            ),
            models.CheckConstraint(
                name="putusan_mengakhiri_tms_terbit",
                condition=Q(mengakhiri=False)
                | Q(lembaga=Lembaga.BIRO_APP, status=StatusPutusan.TMS, terbit_pada__isnull=False),
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


class KonsepPutusan(models.Model):
    """What a verifier typed and has not given yet: one field of the composer, or of a document's verdict.

    Its writer's alone: no other person is shown it, and it goes when the verdict is given (keputusan/0049).
    """

    usulan = models.ForeignKey(Usulan, models.CASCADE, related_name="konsep")
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # Empty for the composer, whose fields are about the whole usulan.
    dokumen = models.ForeignKey("usulan.Dokumen", models.CASCADE, null=True, blank=True, related_name="konsep")
    bidang = models.CharField(max_length=100)
    teks = models.TextField(blank=True)
    pada = models.DateTimeField()

    class Meta:
        verbose_name = "konsep putusan"
        verbose_name_plural = "konsep putusan"
        constraints = [
            models.UniqueConstraint(
                "usulan", "oleh", "dokumen", "bidang", name="konsep_satu_per_bidang", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.bidang


class TahapBkn(models.Model):
    """A stage of the usulan in SIASN as API 7 told it; unknown codes are kept as received. The newest stage first."""

    usulan = models.ForeignKey(Usulan, models.CASCADE, related_name="riwayat_bkn")
    # The partner's words, as long as they are: never cut.
    status_tahapan = models.CharField(max_length=64)
    nama = models.TextField(blank=True)
    tanggal = models.DateField(null=True, blank=True)
    keterangan = models.TextField(blank=True)
    diterima_pada = models.DateTimeField()

    class Meta:
        # By BKN's date; a stage without one stands on the day on which it came.
        ordering = [Coalesce("tanggal", TruncDate("diterima_pada")).desc(), "-id"]
        verbose_name = "tahap di BKN"
        verbose_name_plural = "tahap di BKN"

    def __str__(self) -> str:
        return f"{self.status_tahapan} {self.nama}"

    @property
    def hari(self) -> date:
        """The day of the stage: BKN's, or the one on which it came."""
        return self.tanggal or timezone.localdate(self.diterima_pada)


class Pertek(models.Model):
    """A technical consideration of the head of BKN (Lampiran API 6); a Ralat is a further row.

    It is known by its nomor, jenis, tanggal and content (`sidik`, the SHA-256 of its file) together. `rujukan` is what
    BKN calls its file. `keadaan` follows from all Pertek of the usulan: `usulan.keadaan`.
    """

    class Jenis(models.TextChoices):
        BARU = "Baru", "Pertek"
        PERBAIKAN = "Perbaikan", "Ralat Pertek"

    class SebabBatal(models.TextChoices):
        DITARIK = "DITARIK", "Dibatalkan BKN"
        HILANG = "HILANG", "Tidak lagi didaftar BKN"

    usulan = models.ForeignKey(Usulan, models.CASCADE, related_name="pertek")
    nomor = models.CharField(max_length=255, blank=True)
    # By what two numbers are one for those who read them: siapp.teks.kunci_nomor.
    kunci_nomor = models.TextField(default="", db_default="", editable=False)
    tanggal = models.DateField(null=True, blank=True)
    jenis = models.CharField(max_length=10, choices=Jenis)
    keadaan = models.CharField(
        max_length=16, choices=PERTEK.pilihan, default=KeadaanPertek.DITUNGGU, db_default=KeadaanPertek.DITUNGGU
    )
    berkas = models.ForeignKey(Berkas, models.PROTECT, null=True, blank=True, related_name="pertek")
    sidik = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    rujukan = models.TextField(blank=True, default="", db_default="", editable=False)
    # Why the last file that BKN gave could not be taken in; "" when it was, or when there is none yet.
    tolak = models.CharField("sebab berkas ditolak", max_length=500, blank=True, default="", db_default="")
    percobaan = models.PositiveSmallIntegerField(default=0, db_default=0)
    minta_lagi_pada = models.DateTimeField(null=True, blank=True)
    sebab_batal = models.CharField(max_length=8, choices=SebabBatal, blank=True, default="", db_default="")
    dibatalkan_pada = models.DateTimeField(null=True, blank=True)
    diterima_pada = models.DateTimeField()

    TABEL: ClassVar = PERTEK

    class Meta:
        ordering = ["-id"]
        verbose_name = "Pertek"
        verbose_name_plural = "Pertek"
        constraints = [
            models.UniqueConstraint(
                "usulan",
                "nomor",
                "jenis",
                "tanggal",
                "sidik",
                name="pertek_dikenal_dari_isinya",
                condition=~Q(sidik=""),
                violation_error_message="Pertek yang sama sudah tercatat pada usulan ini.",
            ),
            models.UniqueConstraint(
                "usulan",
                "kunci_nomor",
                "jenis",
                "tanggal",
                "sidik",
                name="pertek_satu_bagi_pembacanya",
                condition=~Q(sidik="") & ~Q(kunci_nomor=""),
                violation_error_message="Pertek yang sama sudah tercatat pada usulan ini.",
            ),
            models.UniqueConstraint(
                "usulan", name="pertek_satu_yang_berlaku", condition=Q(keadaan=KeadaanPertek.BERLAKU)
            ),
            models.CheckConstraint(
                name="pertek_berlaku_lengkap",
                condition=~Q(keadaan=KeadaanPertek.BERLAKU)
                | Q(tanggal__isnull=False, berkas__isnull=False) & ~Q(nomor="") & ~Q(sidik=""),
                violation_error_message="Pertek yang berlaku harus mempunyai nomor, tanggal, dan berkas.",
            ),
            models.CheckConstraint(
                name="pertek_batal_ada_sebabnya",
                condition=Q(keadaan=KeadaanPertek.DIBATALKAN, dibatalkan_pada__isnull=False) & ~Q(sebab_batal="")
                | ~Q(keadaan=KeadaanPertek.DIBATALKAN) & Q(dibatalkan_pada=None, sebab_batal=""),
            ),
        ]
        indexes = [
            models.Index(fields=["-diterima_pada", "-id"], name="pertek_diterima"),
            models.Index("usulan", name="pertek_berkas_ditolak", condition=Q(keadaan=KeadaanPertek.BERKAS_DITOLAK)),
            models.Index(fields=["jenis", "-diterima_pada", "-id"], name="pertek_jenis"),
            models.Index(
                fields=["keadaan", "-diterima_pada", "-id"],
                name="pertek_tidak_berlaku",
                condition=Q(keadaan__in=sorted(set(KeadaanPertek) - {KeadaanPertek.BERLAKU})),
            ),
        ]

    def __str__(self) -> str:
        return self.nomor or "tanpa nomor"

    @property
    def sebutan(self) -> str:
        """What people call it: kind and number."""
        return f"{self.get_jenis_display()} {self.nomor or 'tanpa nomor'}"

    @property
    def berlaku(self) -> bool:
        return self.keadaan == KeadaanPertek.BERLAKU
