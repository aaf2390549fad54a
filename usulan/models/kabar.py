"""Notices to persons, and what waits to become one (keputusan/0080)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from usulan.kabar.jenis import CaraSurel, JenisKabar, terbaca
from usulan.models.usulan import Usulan


def _pilihan_jenis() -> list[tuple[str, str]]:
    """A function, so that a kind more is no migration."""
    return JenisKabar.choices


class KabarQuerySet(models.QuerySet["Kabar"]):
    def untuk(self, pengguna: Pengguna) -> Self:
        """The person's own notices, of them what the person may still know.

        Asked at each reading: who lost a role, or the right to a usulan, no longer reads what was told before.
        """
        jenis = terbaca({peran.jenis for peran in pengguna.peran_aktif})
        terlihat = Q(usulan=None) | Q(usulan__in=Usulan.objects.untuk(pengguna))
        return self.filter(terlihat, penerima=pengguna, jenis__in=jenis)

    def belum_dibaca(self) -> Self:
        return self.filter(dibaca_pada=None)


class Kabar(models.Model):
    """One notice to one person. `kunci` is what it is about: told once, however often it is found.

    It names no person: who a usulan is about is read from the usulan when the notice is shown.
    """

    penerima = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kabar", db_index=False)
    jenis = models.CharField(max_length=20, choices=_pilihan_jenis)
    kunci = models.CharField(max_length=80)
    usulan = models.ForeignKey(Usulan, models.CASCADE, null=True, blank=True, related_name="kabar")
    # Where it leads: the name of an address, and what that one takes besides the usulan.
    nama_url = models.CharField(max_length=60)
    rujukan = models.CharField(max_length=64, blank=True)
    isi = models.CharField(max_length=300, blank=True)
    pada = models.DateTimeField()
    dibaca_pada = models.DateTimeField(null=True, blank=True)
    # When it is due to be mailed, or tried again; none when nobody wants it mailed, or it was read before.
    surel_pada = models.DateTimeField(null=True, blank=True)
    tersurel_pada = models.DateTimeField(null=True, blank=True)
    percobaan = models.PositiveSmallIntegerField(default=0, db_default=0)

    objects = KabarQuerySet.as_manager()

    class Meta:
        verbose_name = "kabar"
        verbose_name_plural = "kabar"
        constraints = [models.UniqueConstraint("penerima", "kunci", name="kabar_sekali_per_orang")]
        indexes = [
            models.Index(fields=["penerima", "-pada", "-id"], name="kabar_terbaru"),
            models.Index(fields=["penerima", "-pada", "-id"], name="kabar_belum", condition=Q(dibaca_pada=None)),
            models.Index(
                fields=["surel_pada"],
                name="kabar_surel",
                condition=Q(surel_pada__isnull=False, tersurel_pada=None),
            ),
            models.Index(fields=["pada"], name="kabar_lama"),
        ]

    def __str__(self) -> str:
        return self.get_jenis_display()


class PilihanKabar(models.Model):
    """How a person wants a kind of notice mailed; without a row it is as the table of kinds says."""

    pengguna = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="pilihan_kabar", db_index=False)
    jenis = models.CharField(max_length=20, choices=_pilihan_jenis)
    cara = models.CharField(max_length=8, choices=CaraSurel)

    class Meta:
        verbose_name = "pilihan kabar"
        verbose_name_plural = "pilihan kabar"
        constraints = [models.UniqueConstraint("pengguna", "jenis", name="pilihan_kabar_satu_per_jenis")]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()}: {self.get_cara_display()}"


class PeristiwaBerkabar(models.Model):
    """A Peristiwa whose notices are not written yet: made in its transaction, gone with the one that writes them."""

    peristiwa = models.OneToOneField(Peristiwa, models.PROTECT, primary_key=True, related_name="berkabar")
    jatuh_tempo = models.DateTimeField()

    class Meta:
        verbose_name = "peristiwa yang belum dikabarkan"
        indexes = [models.Index(fields=["jatuh_tempo"], name="peristiwa_berkabar_tempo")]

    def __str__(self) -> str:
        return str(self.peristiwa_id)
