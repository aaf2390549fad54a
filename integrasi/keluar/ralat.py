"""What a correction of a Keppres means for calls of API 11 about the version before (keputusan/0032).

Whoever corrected the decree made them pointless; the relay and the sender find them here.
"""

from collections.abc import Collection

from django.db.models import Exists, OuterRef
from django.utils import timezone

from integrasi.enums import Api
from integrasi.keadaan import KIRIMAN, GerakKiriman
from integrasi.keluar.rencana import JENIS_SALINAN
from integrasi.models import Pengiriman, Percobaan
from integrasi.sebab import SEBAB, Kode
from siapp.audit.models import Peristiwa
from siapp.pindah import pindah


def yang_digantikan(peristiwa: Collection[int]) -> frozenset[int]:
    """Those of `peristiwa` (ids) that tell of a copy which a later one of its stream replaced.

    BKN gets the new one or none.
    """
    if not peristiwa:
        return frozenset()
    lanjutan = Peristiwa.objects.filter(
        aliran=OuterRef("aliran"), urutan__gt=OuterRef("urutan"), jenis__in=JENIS_SALINAN
    )
    kena = Peristiwa.objects.filter(Exists(lanjutan), pk__in=peristiwa, jenis__in=JENIS_SALINAN)
    return frozenset(kena.values_list("pk", flat=True))


def gantikan_yang_berhenti(peristiwa: Peristiwa) -> None:
    """End calls of API 11 that stopped and wait for a person: they would hold up the copy that replaces theirs."""
    lama = Pengiriman.objects.select_for_update(of=("self",)).filter(
        aliran=peristiwa.aliran,
        api=Api.SALINAN_KEPPRES,
        peristiwa__urutan__lt=peristiwa.urutan,
        keadaan__in=KIRIMAN.dari(GerakKiriman.RALAT_MENGGANTI),
    )
    for baris in lama:
        pindah(baris, GerakKiriman.RALAT_MENGGANTI)
        baris.sebab, baris.pesan = Kode.DIGANTIKAN, SEBAB[Kode.DIGANTIKAN].kalimat
        baris.sebab, baris.pesan = Kode.DIGANTIKAN, SEBAB[Kode.DIGANTIKAN].kalimat
        baris.save(update_fields=["keadaan", "sebab", "pesan"])
        kini = timezone.now()
        Percobaan.objects.create(
            pengiriman=baris,
            mulai=kini,
            selesai=kini,
            keadaan=baris.keadaan,
            sebab=Kode.DIGANTIKAN,
            oleh=peristiwa.oleh,
        )
