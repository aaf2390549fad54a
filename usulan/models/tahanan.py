"""Holds: why a Keppres must not rest on a usulan now, and what people propose to do about it (alur.md 2)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from usulan.models.usulan import Usulan
from usulan.models.verifikasi import Pertek


class SebabTahan(models.TextChoices):
    """What happened. Each ends by itself when its cause is gone (usulan.actions.tahanan)."""

    PUTUSAN = "PUTUSAN", "BKN mengubah putusannya"
    TAHAP = "TAHAP", "BKN menarik kembali persetujuannya"
    PERTEK = "PERTEK", "Tidak ada Pertek yang berlaku lagi"
    RALAT = "RALAT", "Pertek yang berlaku bukan dasar rancangan"
    PERTEK_LAMA = "PERTEK_LAMA", "Pertek lebih tua daripada BTL terakhir BKN"


class TahananQuerySet(models.QuerySet["Tahanan"]):
    def terbuka(self) -> Self:
        """Holds that nothing has ended yet."""
        return self.filter(selesai_pada=None)


class Tahanan(models.Model):
    """One hold from its beginning to its end. `tanggal` is BKN's day of the cause, `pertek` the one it is about.

    After the publication nothing can be held any more: the row then tells a person what BKN changed.
    """

    class Cara(models.TextChoices):
        SEBAB_HILANG = "SEBAB_HILANG", "Sebabnya hilang"
        DIPUTUSKAN = "DIPUTUSKAN", "Diputuskan dua orang"
        DIIKUTI = "DIIKUTI", "Putusan BKN diikuti"
        DIAKHIRI = "DIAKHIRI", "Usulan diakhiri karena orangnya meninggal"
        DIKELUARKAN = "DIKELUARKAN", "Usulan dikeluarkan dari Keppres"
        DIKETAHUI = "DIKETAHUI", "Diketahui sesudah Keppres terbit"

    usulan = models.ForeignKey(Usulan, models.CASCADE, related_name="tahanan")
    sebab = models.CharField(max_length=12, choices=SebabTahan)
    keterangan = models.CharField(max_length=500)
    tanggal = models.DateField()
    pertek = models.ForeignKey(Pertek, models.PROTECT, null=True, blank=True, related_name="+")
    sejak = models.DateTimeField()
    selesai_pada = models.DateTimeField(null=True, blank=True)
    cara = models.CharField(max_length=12, choices=Cara, blank=True)

    objects = TahananQuerySet.as_manager()

    class Meta:
        ordering = ["sejak", "id"]
        verbose_name = "penahanan"
        verbose_name_plural = "penahanan"
        constraints = [
            models.UniqueConstraint("usulan", "sebab", name="tahanan_satu_per_sebab", condition=Q(selesai_pada=None)),
            models.CheckConstraint(
                name="tahanan_selesai_ada_caranya",
                condition=Q(selesai_pada=None, cara="") | Q(selesai_pada__isnull=False) & ~Q(cara=""),
            ),
        ]
        indexes = [models.Index(fields=["sejak", "id"], name="tahanan_terbuka", condition=Q(selesai_pada=None))]

    def __str__(self) -> str:
        return self.keterangan


class UsulTahanan(models.Model):
    """What one person proposes about a held usulan, one in a decree at the President, or one whose person died.

    A second person confirms or refuses it; it lapses when what it was founded on changes.
    """

    class Pilihan(models.TextChoices):
        LEPAS = "LEPAS", "Lanjutkan dengan Pertek yang berlaku"
        IKUTI = "IKUTI", "Ikuti putusan BKN"
        KELUAR = "KELUAR", "Keluarkan dari Keppres"
        AKHIRI = "AKHIRI", "Akhiri sebagai TMS karena meninggal"

    class Hasil(models.TextChoices):
        DISETUJUI = "DISETUJUI", "Dikonfirmasi"
        DITOLAK = "DITOLAK", "Ditolak"
        GUGUR = "GUGUR", "Gugur karena keadaannya berubah"

    usulan = models.ForeignKey(Usulan, models.CASCADE, related_name="usul_tahanan")
    pilihan = models.CharField(max_length=8, choices=Pilihan)
    alasan = models.TextField()
    diusulkan_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    diusulkan_pada = models.DateTimeField(auto_now_add=True)
    diputus_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    diputus_pada = models.DateTimeField(null=True, blank=True)
    hasil = models.CharField(max_length=10, choices=Hasil, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "usul atas penahanan"
        verbose_name_plural = "usul atas penahanan"
        constraints = [
            models.UniqueConstraint(
                "usulan",
                name="usul_tahanan_satu_terbuka",
                condition=Q(diputus_pada=None),
                violation_error_message="Usulan ini sudah mempunyai usul yang menunggu konfirmasi.",
            ),
            models.CheckConstraint(
                name="usul_tahanan_orang_kedua",
                condition=~Q(hasil="DISETUJUI") | Q(diputus_oleh__isnull=False) & ~Q(diputus_oleh=F("diusulkan_oleh")),
                violation_error_message="Usul harus dikonfirmasi orang lain, bukan pengusulnya.",
            ),
            models.CheckConstraint(
                name="usul_tahanan_diputus_ada_hasilnya",
                condition=Q(diputus_pada=None, hasil="") | Q(diputus_pada__isnull=False) & ~Q(hasil=""),
            ),
        ]

    def __str__(self) -> str:
        return self.get_pilihan_display()


def usul_terbuka(usulan: Usulan) -> UsulTahanan | None:
    """Return the proposal about `usulan` that waits for its second person, if any."""
    menunggu = UsulTahanan.objects.filter(usulan=usulan, diputus_pada=None)
    return menunggu.select_related("diusulkan_oleh").first()
