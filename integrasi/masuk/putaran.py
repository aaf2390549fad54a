"""The round that SIASN knows: it begins when the signature of a correction (API 5) reaches SIASN.

Our own round begins earlier, when the PIC signs. What BKN says in between is still about the round before
(keputusan/0037), and so is what it dates before the day on which it got the correction.
"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.keluar.rencana import PERBAIKAN
from integrasi.models import Pengiriman


def sejak_putaran(usulan_id: UUID, hari: date, paling_lambat: datetime | None = None) -> datetime | None:
    """Return since when SIASN has had the newest correction that it had on `hari`, None in the first round.

    `hari`: BKN's date of what it says. `paling_lambat`: not later than this; when a notice came, so that working it
    again finds its first effect.
    """
    tiba = Q(keadaan=Keadaan.SELESAI) | (~Q(keadaan=Keadaan.BATAL) & Q(tidak_pasti_sejak__isnull=False))
    teken = Pengiriman.objects.filter(tiba, usulan=usulan_id, api=Api.APPROVE, muatan__jenis_usulan=PERBAIKAN)
    tiba_hari = TruncDate(Coalesce("selesai_pada", "tidak_pasti_sejak"), tzinfo=timezone.get_default_timezone())
    baris = teken.annotate(tiba_hari=tiba_hari).filter(tiba_hari__lte=hari).order_by("-gelombang").first()
    sejak = None if baris is None else baris.selesai_pada or baris.tidak_pasti_sejak
    return sejak and min(sejak, paling_lambat or sejak)
