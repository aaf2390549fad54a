"""The notice above the verifier's desk: what moved since the page was opened, who else looks at it (keputusan/0102)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Subquery

from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from usulan.models import Usulan
from usulan.peristiwa import aliran_usulan
from usulan.tampilan.linimasa import Kamus, kejadian

DITAMPILKAN = 5
"""Events that are told; more are counted."""


def _oleh_orang_lain(usulan_id: UUID, pengguna: Pengguna) -> QuerySet[Peristiwa]:
    return Peristiwa.objects.filter(aliran=aliran_usulan(usulan_id)).exclude(oleh=pengguna)


def tanda_kini(usulan_id: UUID, pengguna: Pengguna) -> str | None:
    """Return what the present state is known by: the last event that is not `pengguna`'s own, and the age of Data ASN.

    One query. None for a usulan that `pengguna` does not see.
    """
    terakhir = _oleh_orang_lain(usulan_id, pengguna).order_by("-urutan").values("urutan")[:1]
    terlihat = Usulan.objects.untuk(pengguna).filter(pk=usulan_id).annotate(terakhir=Subquery(terakhir))
    satu = terlihat.values_list("terakhir", "asn__diubah_pada").first()
    return None if satu is None else f"{satu[0] or 0}-{satu[1].timestamp():.6f}"


def susun_kini(
    usulan_id: UUID, pengguna: Pengguna, *, awal: str, tanda: str, lain: Sequence[int] = ()
) -> dict[str, Any]:
    """The context of the notice. `awal` is the mark with which the page was made, `lain` who else is there (ids)."""
    awal = awal or tanda
    (dari, asn), (kini, asn_kini) = awal.partition("-")[::2], tanda.partition("-")[::2]
    kejadian_baru: list[Any] = []
    banyak = 0
    if dari != kini and dari.isdecimal() and len(dari) < 10:
        usulan = Usulan.objects.select_related("layanan").get(pk=usulan_id)
        baru = _oleh_orang_lain(usulan_id, pengguna).filter(urutan__gt=int(dari)).select_related("oleh")
        semua = list(baru.order_by("-urutan"))
        banyak, kamus = len(semua), Kamus.untuk(usulan, pengguna)
        kejadian_baru = [kejadian(p, kamus) for p in semua[:DITAMPILKAN]]
    return {
        "usulan_id": usulan_id,
        "tanda_awal": awal,
        "tanda": tanda,
        "hadir": ",".join(map(str, lain)),
        "hadir_nama": list(Pengguna.objects.filter(pk__in=lain).values_list("nama", flat=True)) if lain else [],
        "kejadian_baru": kejadian_baru,
        "kejadian_sisa": banyak - len(kejadian_baru),
        "asn_berubah": asn != asn_kini,
    }
