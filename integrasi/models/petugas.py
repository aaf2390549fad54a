"""What people of the exchange propose and are told."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from integrasi.izin import boleh_melihat
from siapp.akun.models import Pengguna


class UsulPenyelesaianQuerySet(models.QuerySet["UsulPenyelesaian"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """All for those who watch the exchange, nothing for others."""
        return self if boleh_melihat(pengguna) else self.none()

    def terbuka(self) -> Self:
        """Those that nobody has decided about yet."""
        return self.filter(diputus_pada=None)


class UsulPenyelesaian(models.Model):
    """What one person proposes to do with a call of API 3, 5 or 11; a second one confirms or refuses it."""

    class Tindakan(models.TextChoices):
        SAMPAI = "SAMPAI", "Nyatakan sampai"
        TIDAK_SAMPAI = "TIDAK_SAMPAI", "Nyatakan tidak sampai dan kirim ulang"
        SURAT = "SURAT", "Tandai disampaikan lewat surat"
        BATAL = "BATAL", "Batalkan kiriman"
        KOREKSI_ID = "KOREKSI_ID", "Koreksi ID Usulan"

    pengiriman = models.ForeignKey("integrasi.Pengiriman", models.PROTECT, related_name="usul_penyelesaian")
    tindakan = models.CharField(max_length=12, choices=Tindakan)
    # Keyword arguments of the action: id_usulan, nomor, alasan.
    isian = models.JSONField(default=dict)
    diusulkan_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    diusulkan_pada = models.DateTimeField(auto_now_add=True)
    dikonfirmasi_oleh = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    diputus_pada = models.DateTimeField(null=True, blank=True)
    diterima = models.BooleanField(null=True)

    objects = UsulPenyelesaianQuerySet.as_manager()

    class Meta:
        verbose_name = "usul penyelesaian"
        verbose_name_plural = "usul penyelesaian"
        constraints = [
            models.UniqueConstraint(
                fields=["pengiriman"],
                name="usul_penyelesaian_satu_terbuka",
                condition=Q(diputus_pada=None),
                violation_error_message="Kiriman ini sudah mempunyai usul yang menunggu konfirmasi.",
            ),
            models.CheckConstraint(
                name="usul_penyelesaian_orang_kedua",
                condition=~Q(diterima=True)
                | Q(dikonfirmasi_oleh__isnull=False) & ~Q(dikonfirmasi_oleh=F("diusulkan_oleh")),
                violation_error_message="Usul harus dikonfirmasi orang lain.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_tindakan_display()


class PeringatanQuerySet(models.QuerySet["Peringatan"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """All for those who watch the exchange, nothing for others."""
        return self if boleh_melihat(pengguna) else self.none()

    def terbuka(self) -> Self:
        """What is not over."""
        return self.filter(berakhir_pada=None)


class Peringatan(models.Model):
    """One trouble of the exchange from its beginning to its end; operators are told of both once .

    `sebab`: "pemutus", "mandek", "kiriman:<cause of a call>" or "masuk:<state of a notice>".
    """

    sebab = models.CharField(max_length=60)
    jumlah = models.PositiveIntegerField(default=1)
    mulai = models.DateTimeField()
    terlihat_pada = models.DateTimeField()
    berakhir_pada = models.DateTimeField(null=True, blank=True)
    # When the mail of its beginning and that of its end went out.
    diberitahukan_pada = models.DateTimeField(null=True, blank=True)
    akhir_diberitahukan_pada = models.DateTimeField(null=True, blank=True)

    objects = PeringatanQuerySet.as_manager()

    class Meta:
        verbose_name = "peringatan"
        verbose_name_plural = "peringatan"
        constraints = [
            models.UniqueConstraint(
                fields=["sebab"], name="peringatan_satu_terbuka_per_sebab", condition=Q(berakhir_pada=None)
            )
        ]
        indexes = [
            models.Index(
                fields=["mulai"],
                name="peringatan_belum_dikirim",
                condition=Q(diberitahukan_pada=None) | Q(akhir_diberitahukan_pada=None),
            )
        ]

    def __str__(self) -> str:
        return self.sebab
