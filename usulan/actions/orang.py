"""What follows a usulan when SIASN corrects its person."""

from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from siapp.akun.peran import Mesin
from usulan import tahap as alur
from usulan.actions.dasar import catat_usulan, kunci, simpan
from usulan.models import Usulan
from usulan.peristiwa.isi import NipDikoreksi
from usulan.tempat import asn_pindah

# So many are looked at in one transaction.
SEKALI_PASTIKAN = 1_000


def samakan_nip(asn_id: str = "") -> int:
    """Let every usulan on its way bear the NIP that Data ASN has now; return how many changed.

    `asn_id`: only those of this person (key of `ASN`) are compared; else all, which reads all of history.

    Those that ended keep the NIP they ended with, which stands on the decree, and are found by the new one too. Running
    it again changes nothing.
    """
    semua = Usulan.objects.filter(asn=asn_id) if asn_id else Usulan.objects.all()
    beda = semua.exclude(nip=F("asn__nip"))
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


def pastikan_tempat() -> int:
    """Take the doubt from usulan whose persons are at home; return from how many. What is locked waits for next time.

    The person is held meanwhile: a load of Data ASN that moves them comes before, and is seen, or after, and marks.
    """
    return sum(iter(_pastikan_sebagian, 0))


@transaction.atomic(durable=True)
def _pastikan_sebagian() -> int:
    di_tempat = (
        Usulan.objects.filter(tempat_diragukan=True).exclude(asn_pindah()).select_related("asn").only("pk", "asn")
    )
    terkunci = di_tempat.select_for_update(of=("self", "asn"), skip_locked=True, no_key=True)[:SEKALI_PASTIKAN]
    return Usulan.objects.filter(pk__in=[satu.pk for satu in terkunci]).update(tempat_diragukan=False)
