"""What a verifier types is kept as it is typed, for that person alone, until the verdict is given (layar.md 1.1)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from usulan.actions.dasar import check_dapat, kunci
from usulan.actions.draf import cap
from usulan.actions.verifikasi import check_tidak_menunggu
from usulan.models import KonsepPutusan
from usulan.tahap import Kerja


@transaction.atomic(durable=True)
def simpan_konsep(
    usulan_id: UUID,
    *,
    isian: Mapping[str, str],
    asal: Mapping[str, str],
    tanpa: Mapping[str, str],
    oleh: Pengguna,
    dokumen_id: int | None = None,
) -> dict[str, KonsepPutusan]:
    """Keep `isian` {field: text} of the composer, or of the verdict of the document `dokumen_id`.

    `asal` {field: mark of what the page was shown}: a field that another tab or device of the same person changed
    meanwhile is not written and comes back. `tanpa` {field: what the page shows where nothing is kept}: what equals it
    was not typed, and follows the next proposal. No Peristiwa is written and `versi` stays: nothing happened to the
    usulan yet, and what the writer throws away must not stay in a chain that forgets nothing (keputusan/0049).
    Raises TidakBerwenang, TidakMungkin, and Dokumen.DoesNotExist for a row of another usulan.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.NILAI, oleh=oleh)
    check_tidak_menunggu(usulan)
    dokumen = usulan.dokumen.get(pk=dokumen_id) if dokumen_id else None
    milik = KonsepPutusan.objects.filter(usulan=usulan, oleh=oleh, dokumen=dokumen)
    ada = {k.bidang: k for k in milik.filter(bidang__in=isian)}
    bentrok = {}
    for bidang, teks in isian.items():
        kini = ada.get(bidang)
        if kini and kini.teks != teks and asal.get(bidang) != cap(kini.teks):
            bentrok[bidang] = kini
        elif teks == tanpa.get(bidang, ""):
            milik.filter(bidang=bidang).delete()
        else:
            isi = {"teks": teks, "pada": timezone.now()}
            KonsepPutusan.objects.update_or_create(
                usulan=usulan, oleh=oleh, dokumen=dokumen, bidang=bidang, defaults=isi
            )
    return bentrok
