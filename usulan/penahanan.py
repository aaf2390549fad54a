"""What people have to decide before a Keppres, or after one: a usulan once, whatever number of causes it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from usulan.models import Tahanan, Usulan, UsulTahanan
from usulan.perbedaan import alasan_meninggal, tinggal_diakhiri


def perlu_diputuskan(terlihat: QuerySet[Usulan]) -> QuerySet[Usulan]:
    """Of `terlihat` those with an open hold, and those that can enter no Keppres because their person died.

    Of the finished ones too: after the publication a hold tells a person what BKN changed. Both are found first and
    joined then: one condition over both would be asked of all that was ever filed.
    """
    ditahan = Tahanan.objects.terbuka().order_by().values("usulan_id")
    berakhir = tinggal_diakhiri(Usulan.objects.order_by()).values("pk")
    return terlihat.filter(pk__in=ditahan.union(berakhir))


def menurut_sejak(semua: QuerySet[Usulan]) -> QuerySet[Usulan]:
    """Give each `sejak`: when its newest open hold began, else since when it is in its stage."""
    mulai = Max("tahanan__sejak", filter=Q(tahanan__selesai_pada=None))
    return semua.annotate(sejak=Coalesce(mulai, F("tahap_sejak")))


@dataclass(frozen=True, slots=True)
class BarisPenahanan:
    """One usulan in the list of holds: `sebab` (what happened, in which words) each, and what is proposed about it."""

    usulan: Usulan
    sebab: list[tuple[str, str]]
    sejak: datetime
    usul: UsulTahanan | None


def baris_penahanan(semua: Sequence[Usulan]) -> list[BarisPenahanan]:
    """The rows of `semua`, which have their asn at hand and bear `sejak`; two queries for all of them."""
    terbuka: dict[object, list[tuple[str, str]]] = {}
    for t in Tahanan.objects.terbuka().filter(usulan__in=semua).order_by("sejak", "pk"):
        terbuka.setdefault(t.usulan_id, []).append((t.get_sebab_display(), t.keterangan))
    menunggu = UsulTahanan.objects.filter(usulan__in=semua, diputus_pada=None).select_related("diusulkan_oleh")
    usul = {u.usulan_id: u for u in menunggu}
    return [
        BarisPenahanan(u, terbuka.get(u.pk, []) + _meninggal(u), getattr(u, "sejak", u.tahap_sejak), usul.get(u.pk))
        for u in semua
    ]


def _meninggal(usulan: Usulan) -> list[tuple[str, str]]:
    alasan = alasan_meninggal(usulan)
    return [("Orangnya meninggal", alasan)] if alasan else []
