"""Asking SIASN again about the people of open usulan and drafts before their data grow old (API 1; keputusan/0040).

The nightly list tells of everybody once a day. Where decisions are made a day is long: people die, move and are
promoted. What differs is shown where it is decided, as after any other load.
"""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from integrasi.mitra import pemutus, sakelar
from integrasi.mitra.setelan import host
from integrasi.siasn.errors import Dihentikan, Ditolak, GalatSiasn, TidakDitemukan
from integrasi.tanya.sinkron import segarkan_asn
from referensi.models import ASN
from siapp.koneksi import lepas_koneksi
from usulan.models import Usulan
from usulan.tahap import AKHIR

log = structlog.get_logger(__name__)

SEKALI = 20
"""People asked about in one run, one after the other: who is due first waits longest, and SIASN sees no storm."""
JEDA_ULANG = timedelta(hours=1)
"""Who could not be had (unreadable, not found, SIASN away) is asked about again after this."""


def usang() -> QuerySet[ASN]:
    """People of open usulan and drafts whose data SIASN last said longer ago than settings.SIASN_UMUR_DATA_ASN."""
    terbuka = Usulan.objects.exclude(tahap__in=AKHIR).order_by().values("asn_id")
    sejak = timezone.now() - settings.SIASN_UMUR_DATA_ASN
    return ASN.objects.alias(saat=Coalesce("dilihat_pada", "diubah_pada")).filter(pk__in=terbuka, saat__lt=sejak)


def segarkan_usang() -> int:
    """Ask about those who are due, `SEKALI` at most; return how many were asked about.

    Nobody while the exchange is off, the breaker open or the setting zero. The first failure that is not about one
    person ends the run: the others are due again at once, and the next run tries with one of them.
    """
    if not settings.SIASN_UMUR_DATA_ASN or sakelar.dihentikan() or pemutus.terbuka_sejak(host()) is not None:
        return 0
    antre = _ambil()
    for urutan, (_, nip) in enumerate(antre, start=1):
        lepas_koneksi()
        galat = segarkan_asn(nip).galat
        _catat(galat)
        if galat is not None and not isinstance(galat, Ditolak | TidakDitemukan):
            log.info("penyegaran_terhenti", sebab=galat.kode, ditanya=urutan)
            _lepas([pk for pk, _ in antre[urutan:]])
            return urutan
    return len(antre)


@transaction.atomic(durable=True)
def _ambil() -> list[tuple[str, str]]:
    """Take people who are due; nobody else asks about them meanwhile."""
    kini = timezone.now()
    tenang = Q(ditanya_pada=None) | Q(ditanya_pada__lt=kini - JEDA_ULANG)
    urut = (F("ditanya_pada").asc(nulls_first=True), Coalesce("dilihat_pada", "diubah_pada"))
    antre = usang().filter(tenang).order_by(*urut).select_for_update(skip_locked=True)[:SEKALI]
    milik = [(asn.pk, asn.nip) for asn in antre]
    ASN.objects.filter(pk__in=[pk for pk, _ in milik]).update(ditanya_pada=kini)
    return milik


def _lepas(milik: list[str]) -> None:
    ASN.objects.filter(pk__in=milik).update(ditanya_pada=None)


def _catat(galat: GalatSiasn | None) -> None:
    if not isinstance(galat, Dihentikan):
        gagal = galat is not None and galat.gangguan_mitra
        pemutus.catat_hasil(host(), gagal=gagal, sebab=galat.kode if galat else None)
