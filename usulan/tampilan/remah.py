"""Breadcrumbs: the way back from pages that stand below another."""

from django.urls import reverse, reverse_lazy

from usulan.models import Keppres, Usulan
from usulan.tahap import Tahap

REMAH_PIC = [("PIC dan peran", reverse_lazy("usulan:pic_daftar"))]
REMAH_KEPPRES = [("Keppres", reverse_lazy("usulan:keppres_daftar"))]
REMAH_TAHANAN = [*REMAH_KEPPRES, ("Penahanan", reverse_lazy("usulan:tahanan_daftar"))]


def remah_susun(usulan: Usulan) -> list[tuple[str, str]]:
    """The breadcrumb of the pages below the task list, or below the correction."""
    induk = "usulan:perbaikan" if usulan.tahap_kini is Tahap.PERBAIKAN else "usulan:tugas"
    return [("Beranda", reverse("beranda")), (usulan.nomor, reverse(induk, args=[usulan.pk]))]


def remah_keppres(keppres: Keppres) -> list[tuple[str, str]]:
    """The breadcrumb of the pages below one draft of a Keppres."""
    induk = [(kata, str(alamat)) for kata, alamat in REMAH_KEPPRES]
    return [*induk, (str(keppres), reverse("usulan:keppres_rinci", args=[keppres.pk]))]
