"""Until when the agreement is in force (Pasal 7)."""

from django.conf import settings
from django.db import models


class MasaPerjanjian(models.Model):
    """One change of the day on which the agreement ends, with its basis; the newest counts, none is ever edited.

    Without a row the agreement's own five years count (`integrasi.mitra.perjanjian`).
    """

    berakhir = models.DateField()
    dasar = models.CharField(max_length=255)
    oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dicatat_pada = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "masa perjanjian"
        verbose_name_plural = "masa perjanjian"

    def __str__(self) -> str:
        return f"{self.berakhir:%d-%m-%Y}"
