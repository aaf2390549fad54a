"""Whether a draft lies with its writer because who signs gave it back: told by the Peristiwa (keputusan/0103)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siapp.audit.models import Peristiwa
from usulan.models import Usulan
from usulan.peristiwa import Jenis, aliran_usulan

# The last of these says where it lies.
_LETAK = (Jenis.DRAF_DIKEMBALIKAN, Jenis.DRAF_DISERAHKAN, Jenis.DIAJUKAN, Jenis.PERBAIKAN_DIAJUKAN)


@dataclass(frozen=True, slots=True)
class Pengembalian:
    """Who gave the draft back, when, and what has to change."""

    oleh_id: int
    oleh: str
    waktu: datetime
    catatan: str


def pengembalian(usulan: Usulan) -> Pengembalian | None:
    """Return why `usulan` lies with its writer; None when it does not. One query."""
    aliran = Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk), jenis__in=_LETAK)
    p = aliran.select_related("oleh").order_by("-urutan").first()
    if p is None or p.oleh is None or p.jenis != Jenis.DRAF_DIKEMBALIKAN:
        return None
    return Pengembalian(p.oleh.pk, p.oleh.nama, p.waktu, p.alasan)


def pengembali(usulan: Iterable[Usulan]) -> dict[UUID, int | None]:
    """Return {id of a usulan that was given back: who gave it back} of those of `usulan`. One query, none for none."""
    aliran = {aliran_usulan(u.pk): u.pk for u in usulan}
    if not aliran:
        return {}
    letak = Peristiwa.objects.filter(aliran__in=aliran, jenis__in=_LETAK).order_by("aliran", "-urutan")
    terakhir = letak.distinct("aliran").values_list("aliran", "jenis", "oleh_id")
    return {aliran[satu]: oleh for satu, jenis, oleh in terakhir if jenis == Jenis.DRAF_DIKEMBALIKAN}
