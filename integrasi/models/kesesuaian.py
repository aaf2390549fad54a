"""How SIASN keeps to the contract: checks that were run, and what daily traffic showed."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from integrasi.izin import boleh_melihat_kesesuaian
from integrasi.siasn.kontrak import nomor_api
from integrasi.siasn.selisih import PANJANG_KUNCI, RINGAN, Macam
from siapp.akun.models import Pengguna

# A check that has run for longer died with its worker; it is run again.
MASA_UJI = timedelta(minutes=20)


class UjiKontrakQuerySet(models.QuerySet["UjiKontrak"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """All for those who may see how SIASN keeps to the contract, nothing for others."""
        return self if boleh_melihat_kesesuaian(pengguna) else self.none()

    def menunggu(self) -> Self:
        """Asked for and in nobody's hands."""
        return self.filter(Q(mulai=None) | Q(mulai__lt=timezone.now() - MASA_UJI), selesai=None)


class UjiKontrak(models.Model):
    """One run of `uji_kontrak`: asked for by a person on the page, or made by the command.

    `hasil`: rows of `kesesuaian.BarisUji` as dicts; shapes and words only, no data of a person.
    """

    host = models.CharField(max_length=255)
    baca_saja = models.BooleanField(default=True)
    diminta_pada = models.DateTimeField()
    diminta_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    mulai = models.DateTimeField(null=True, blank=True)
    selesai = models.DateTimeField(null=True, blank=True)
    sesuai = models.BooleanField(null=True)
    hasil = models.JSONField(default=list)

    objects = UjiKontrakQuerySet.as_manager()

    class Meta:
        verbose_name = "uji kontrak"
        verbose_name_plural = "uji kontrak"
        constraints = [
            models.UniqueConstraint(
                fields=["host"],
                name="uji_kontrak_satu_berjalan",
                condition=Q(selesai=None),
                violation_error_message="Uji kontrak ke SIASN ini sedang berjalan.",
            ),
            models.CheckConstraint(
                name="uji_kontrak_selesai_bernilai",
                condition=Q(selesai=None, sesuai=None) | Q(selesai__isnull=False, sesuai__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["-diminta_pada", "-id"], name="uji_kontrak_terbaru")]

    def __str__(self) -> str:
        return f"{self.host} {self.diminta_pada:%d-%m-%Y}"


class PenyimpanganQuerySet(models.QuerySet["Penyimpangan"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """All for those who may see how SIASN keeps to the contract, nothing for others."""
        return self if boleh_melihat_kesesuaian(pengguna) else self.none()


class Penyimpangan(models.Model):
    """One kind of difference from the contract in daily traffic; `contoh` tells types and lengths, never a value."""

    class Jenis(models.TextChoices):
        BIDANG_BARU = Macam.BIDANG_BARU, "Bidang baru"
        BIDANG_HILANG = Macam.BIDANG_HILANG, "Bidang hilang"
        JENIS_BERUBAH = Macam.JENIS_BERUBAH, "Jenis isi berubah"
        TERLALU_PANJANG = Macam.TERLALU_PANJANG, "Isi terlalu panjang"
        KODE_BARU = Macam.KODE_BARU, "Kode belum dikenal"
        AMPLOP_ASING = Macam.AMPLOP_ASING, "Amplop tidak dikenal"

    api = models.CharField(max_length=40)
    jenis = models.CharField(max_length=16, choices=Jenis)
    kunci = models.CharField(max_length=PANJANG_KUNCI)
    contoh = models.CharField(max_length=120)
    pertama = models.DateTimeField()
    terakhir = models.DateTimeField()
    jumlah = models.PositiveBigIntegerField(default=1)

    objects = PenyimpanganQuerySet.as_manager()

    class Meta:
        verbose_name = "penyimpangan"
        verbose_name_plural = "penyimpangan"
        constraints = [models.UniqueConstraint("api", "jenis", "kunci", name="penyimpangan_sekali_per_jenis")]
        indexes = [models.Index(fields=["-terakhir", "-id"], name="penyimpangan_terbaru")]

    def __str__(self) -> str:
        return f"{self.api} {self.jenis} {self.kunci}"

    @property
    def nomor_api(self) -> int:
        return nomor_api(self.api)

    @property
    def ringan(self) -> bool:
        """Whether the client reads on without harm."""
        return self.jenis in RINGAN
