"""What follows a usulan when SIASN corrects its person."""

from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from siapp.akun.peran import Mesin
from usulan import tahap as alur
from usulan.actions.dasar import catat_usulan, kunci, simpan
from usulan.models import Usulan
from usulan.peristiwa.isi import NipDikoreksi


def samakan_nip() -> int:
    """Let every usulan on its way bear the NIP that Data ASN has now; return how many changed.

    Those that ended keep the NIP they ended with, which stands on the decree, and are found by the new one too. Running
    it again changes nothing.
    """
    beda = Usulan.objects.exclude(nip=F("asn__nip"))
    _dapat_dicari(beda.filter(tahap__in=alur.AKHIR))
    beda = beda.exclude(tahap__in=alur.AKHIR)
    return sum(_samakan(usulan_id) for usulan_id in beda.values_list("pk", flat=True))


def _dapat_dicari(berakhir: QuerySet[Usulan]) -> None:
    """What only helps to find a usulan changes nothing of it: no version, no Peristiwa."""
    for usulan in berakhir.exclude(cari__contains=F("asn__nip")).select_related("asn"):
        Usulan.objects.filter(pk=usulan.pk).update(cari=f"{usulan.cari} {usulan.asn.nip}")


@transaction.atomic(durable=True)
def _samakan(usulan_id: UUID) -> bool:
    usulan = kunci(usulan_id)
    lama, baru = usulan.nip, usulan.asn.nip
    if lama == baru or usulan.tahap_kini in alur.AKHIR:
        return False
    usulan.nip = baru
    simpan(usulan, "nip", menua=False)
    catat_usulan(usulan, NipDikoreksi(lama, baru), oleh=Mesin.SISTEM)
    return True
