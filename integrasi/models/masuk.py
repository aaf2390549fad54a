"""What BKN tells us: the inbox of API 9."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from integrasi.izin import boleh_melihat
from integrasi.keadaan import DIOLAH_SENDIRI, MASUK, KeadaanMasuk
from siapp.akun.models import Pengguna
from usulan.models import Usulan


class KejadianMasukQuerySet(models.QuerySet["KejadianMasuk"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """The inbox for those who watch the exchange, nothing for others."""
        return self if boleh_melihat(pengguna) else self.none()


class KejadianMasuk(models.Model):
    """One notice of BKN (API 9), stored raw before anything else. Its id is the receipt we answer with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kunci = models.CharField(max_length=64, unique=True)
    id_usulan = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=20, blank=True)
    tanggal = models.DateField(null=True, blank=True)
    keterangan = models.CharField(max_length=255, blank=True)
    mentah = models.TextField()
    klien = models.CharField(max_length=100, blank=True)
    diterima_pada = models.DateTimeField()
    keadaan = models.CharField(max_length=16, choices=MASUK.pilihan, default=KeadaanMasuk.BARU)
    catatan = models.CharField(max_length=500, blank=True)
    usulan = models.ForeignKey(Usulan, models.PROTECT, null=True, blank=True, related_name="kejadian_masuk")
    percobaan_ke = models.PositiveIntegerField(default=0)
    jatuh_tempo = models.DateTimeField()
    ditutup_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    TABEL: ClassVar = MASUK
    objects = KejadianMasukQuerySet.as_manager()

    class Meta:
        verbose_name = "kejadian masuk"
        verbose_name_plural = "kejadian masuk"
        indexes = [
            models.Index(
                Upper("id_usulan"),
                "diterima_pada",
                name="kejadian_masuk_kerja",
                condition=Q(keadaan__in=list(DIOLAH_SENDIRI)),
            ),
            models.Index(fields=["id_usulan", "diterima_pada"], name="kejadian_masuk_id_usulan"),
            models.Index(fields=["keadaan", "-diterima_pada", "-id"], name="kejadian_masuk_keadaan"),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.keadaan}"


class UsulPencocokanQuerySet(models.QuerySet["UsulPencocokan"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """All for those who watch the exchange, nothing for others."""
        return self if boleh_melihat(pengguna) else self.none()

    def terbuka(self) -> Self:
        """Those that nobody has decided about yet."""
        return self.filter(diputus_pada=None)


class UsulPencocokan(models.Model):
    """What one person says a notice with an unknown id is about; a second one confirms or refuses it."""

    kejadian = models.ForeignKey(KejadianMasuk, models.PROTECT, related_name="usul_pencocokan")
    usulan = models.ForeignKey(Usulan, models.PROTECT, related_name="usul_pencocokan")
    alasan = models.CharField(max_length=255)
    # Stage, round and newest verdict of the usulan before it was applied, for the way back.
    sebelum = models.JSONField(default=dict)
    diusulkan_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    diusulkan_pada = models.DateTimeField(auto_now_add=True)
    dikonfirmasi_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    diputus_pada = models.DateTimeField(null=True, blank=True)
    diterima = models.BooleanField(null=True)
    ditarik_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ditarik_pada = models.DateTimeField(null=True, blank=True)

    objects = UsulPencocokanQuerySet.as_manager()

    class Meta:
        verbose_name = "usul pencocokan"
        verbose_name_plural = "usul pencocokan"
        constraints = [
            models.UniqueConstraint(
                fields=["kejadian"],
                name="usul_pencocokan_satu_terbuka",
                condition=Q(diputus_pada=None),
                violation_error_message="Pemberitahuan ini sudah mempunyai usul yang menunggu konfirmasi.",
            ),
            models.CheckConstraint(
                name="usul_pencocokan_orang_kedua",
                condition=~Q(diterima=True)
                | Q(dikonfirmasi_oleh__isnull=False) & ~Q(dikonfirmasi_oleh=F("diusulkan_oleh")),
                violation_error_message="Usul harus dikonfirmasi orang lain.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kejadian} – {self.usulan}"
