"""What the register of published decrees proposes for the next one; the memo's subject is another text."""

from typing import Any

from siapp.web.templatetags.siapp import tanggal
from usulan.keadaan import KeadaanKeppres
from usulan.models import Keppres, KeppresUsulan
from usulan.models.keppres import KeppresQuerySet


def _register(keppres: Keppres) -> KeppresQuerySet:
    terbit = Keppres.objects.filter(kategori=keppres.kategori, keadaan=KeadaanKeppres.TERBIT)
    return terbit.exclude(pk=keppres.pk).order_by("-tanggal", "-diubah_pada")


def usul_terbit(keppres: Keppres) -> dict[str, Any]:
    """Return what the form begins with: the day it came down, the title of the last decree on the same services.

    Without such a decree the title is empty: it stands on the paper, and nowhere else.
    """
    layanan = KeppresUsulan.objects.filter(keppres=keppres).values("usulan__layanan")
    serupa = _register(keppres).filter(baris__usulan__layanan__in=layanan).first()
    return {"tanggal": keppres.tanggal_turun, "judul": serupa.judul if serupa else ""}


def nomor_terakhir(keppres: Keppres) -> str:
    """Return a sentence with the number published last, to compare with; "" when there is none."""
    lalu = _register(keppres).first()
    return f"Terakhir tercatat: {lalu.nomor}, {tanggal(lalu.tanggal)}." if lalu else ""
