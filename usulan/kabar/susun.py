"""From Peristiwa to notices: in the background, so that no action waits for it or fails by it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from usulan.kabar.aturan import ATURAN, Ditujukan, Kejadian, Nanti
from usulan.kabar.tulis import kabari
from usulan.models import PeristiwaBerkabar, Usulan
from usulan.peristiwa.baca import baca_peristiwa

log = structlog.get_logger(__name__)

ROMBONGAN = 100
JEDA_GAGAL = timedelta(hours=1)
JEDA_NANTI = timedelta(seconds=20)
_AWALAN = "usulan:"


def kabarkan_tertunda() -> int:
    """Write the notices of all Peristiwa that wait for it; return of how many. Several may run at once."""
    jumlah = 0
    while dikerjakan := _satu_rombongan():
        jumlah += dikerjakan
    return jumlah


@transaction.atomic(durable=True)
def _satu_rombongan() -> int:
    """Work some and take them off the list in one transaction: after a crash they are worked again, not twice."""
    menunggu = PeristiwaBerkabar.objects.select_for_update(of=("self",), skip_locked=True)
    tempo = menunggu.filter(jatuh_tempo__lte=timezone.now()).select_related("peristiwa")
    baris = list(tempo.order_by("jatuh_tempo", "pk")[:ROMBONGAN])
    usulan = _usulan(baris)
    selesai = [satu.pk for satu in baris if _kabarkan(satu, usulan)]
    PeristiwaBerkabar.objects.filter(pk__in=selesai).delete()
    return len(baris)


def _usulan(baris: Sequence[PeristiwaBerkabar]) -> dict[str, Usulan]:
    milik = [UUID(satu.peristiwa.aliran.removeprefix(_AWALAN)) for satu in baris]
    return {f"{_AWALAN}{pk}": usulan for pk, usulan in Usulan.objects.in_bulk(milik).items()}


def _kabarkan(satu: PeristiwaBerkabar, usulan: dict[str, Usulan]) -> bool:
    """Write the notices of one Peristiwa. One that fails waits an hour and holds up no other."""
    try:
        with transaction.atomic():
            for kabar in _susun(satu, usulan):
                _tulis(satu, kabar, usulan)
    except Nanti:
        PeristiwaBerkabar.objects.filter(pk=satu.pk).update(jatuh_tempo=timezone.now() + JEDA_NANTI)
        return False
    except Exception:
        log.exception("kabar_gagal", peristiwa=satu.pk)
        PeristiwaBerkabar.objects.filter(pk=satu.pk).update(jatuh_tempo=timezone.now() + JEDA_GAGAL)
        return False
    return True


def _susun(satu: PeristiwaBerkabar, usulan: dict[str, Usulan]) -> Iterator[Ditujukan]:
    peristiwa = satu.peristiwa
    if peristiwa.jenis in ATURAN and peristiwa.aliran in usulan:
        kejadian = Kejadian(peristiwa, baca_peristiwa(peristiwa), usulan[peristiwa.aliran])
        yield from ATURAN[peristiwa.jenis](kejadian)


def _tulis(satu: PeristiwaBerkabar, kabar: Ditujukan, usulan: dict[str, Usulan]) -> None:
    # Nobody is told what they did themselves.
    kabari(
        kabar.jenis,
        kabar.kepada if kabar.juga_pelaku else kabar.kepada - {satu.peristiwa.oleh_id},
        kabar.sekali or f"peristiwa:{satu.pk}:{kabar.jenis}",
        isi=kabar.isi,
        usulan=None if kabar.rujukan else usulan[satu.peristiwa.aliran],
        rujukan=kabar.rujukan,
    )
