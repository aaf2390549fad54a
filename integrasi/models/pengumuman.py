"""What we announce to staff, PICs and BKN (Pasal 4 ayat (2) huruf e)."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class PengumumanQuerySet(models.QuerySet["Pengumuman"]):
    def terkini(self) -> Self:
        """Leave out versions that a newer one replaced, and what was withdrawn."""
        return self.filter(pengganti=None, ditarik_pada=None)

    def berlaku(self, saat: datetime) -> Self:
        """What should be read at `saat`: all that is not over yet, also what begins later; the soonest first."""
        return self.terkini().filter(Q(selesai=None) | Q(selesai__gt=saat)).order_by("mulai", "id")


class Pengumuman(models.Model):
    """One version of an announcement of trouble, repair, change or maintenance.

    A text is never edited: a change is a new row that names the one it replaces. A withdrawal is noted on the row.
    """

    class Jenis(models.TextChoices):
        KENDALA = "KENDALA", "Kendala"
        PEMELIHARAAN = "PEMELIHARAAN", "Pemeliharaan"
        PERBAIKAN = "PERBAIKAN", "Perbaikan"
        PERUBAHAN = "PERUBAHAN", "Perubahan"

    jenis = models.CharField(max_length=12, choices=Jenis)
    mulai = models.DateTimeField()
    selesai = models.DateTimeField(null=True, blank=True)
    teks = models.CharField(max_length=1000)
    # Those from before there was a screen were written for BKN.
    untuk_biro = models.BooleanField(default=False, db_default=False)
    untuk_pic = models.BooleanField(default=False, db_default=False)
    untuk_bkn = models.BooleanField(default=True, db_default=True)
    dibuat_pada = models.DateTimeField(db_default=Now())
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    menggantikan = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="pengganti")
    ditarik_pada = models.DateTimeField(null=True, blank=True)
    ditarik_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    alasan_tarik = models.CharField(max_length=500, blank=True, default="", db_default="")

    objects = PengumumanQuerySet.as_manager()

    class Meta:
        verbose_name = "pengumuman"
        verbose_name_plural = "pengumuman"
        constraints = [
            models.CheckConstraint(
                name="pengumuman_selesai_sesudah_mulai",
                condition=Q(selesai=None) | Q(selesai__gt=models.F("mulai")),
                violation_error_message="Pengumuman harus selesai sesudah mulai.",
            ),
            models.CheckConstraint(
                name="pengumuman_ada_pembacanya",
                condition=Q(untuk_biro=True) | Q(untuk_pic=True) | Q(untuk_bkn=True),
                violation_error_message="Pilih siapa yang membaca pengumuman ini.",
            ),
            models.CheckConstraint(
                name="pengumuman_ditarik_utuh",
                condition=Q(ditarik_pada=None, ditarik_oleh=None, alasan_tarik="")
                | (Q(ditarik_pada__isnull=False, ditarik_oleh__isnull=False) & ~Q(alasan_tarik="")),
                violation_error_message="Menarik pengumuman butuh saat, orang, dan alasan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.mulai:%d-%m-%Y}"

    def pengganti_terakhir(self) -> "Pengumuman":
        """Return the version that replaced this one, and so on to the last."""
        baris = self
        while pengganti := Pengumuman.objects.filter(menggantikan=baris).first():
            baris = pengganti
        return baris

    @property
    def pembaca(self) -> list[str]:
        """Whom it is for, in words."""
        siapa = ((self.untuk_biro, "Biro APP"), (self.untuk_pic, "PIC instansi"), (self.untuk_bkn, "BKN"))
        return [kata for ya, kata in siapa if ya]
