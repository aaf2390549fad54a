"""Whether the exchange stands still: one figure, for the monitor and the alarm."""

from datetime import datetime, timedelta

from django.utils import timezone

from integrasi.keadaan import Keadaan
from integrasi.keluar.antrean import bisa_dikerjakan
from integrasi.keluar.relai import JENDELA, belum_direncanakan
from integrasi.mitra import sakelar
from integrasi.models import Pengiriman

ALARM = timedelta(seconds=120)

# "sampai": up to when this process knows every Peristiwa to be planned. To ask that of ten years takes a second look
# at each of millions; what is planned once stays so, and none is written with a time an hour past (JENDELA).
_terencana: dict[str, datetime] = {}


def umur_tertua() -> timedelta:
    """How long the oldest work has been waiting for a worker; zero when none waits. Above ALARM something stands still.

    Work is what is due, what nobody has planned, and what lies in the hands of a worker past its lease; what waits
    for a person is not, and while the exchange is stopped all of it waits on purpose.
    """
    if sakelar.dihentikan():
        return timedelta()
    kini, mulai = timezone.now(), sakelar.dimulai_lagi()
    sewa_lewat = Pengiriman.objects.filter(keadaan=Keadaan.KIRIM, sewa_sampai__lt=kini)
    sejak: list[datetime | None] = [
        bisa_dikerjakan().order_by("jatuh_tempo").values_list("jatuh_tempo", flat=True).first(),
        _tertua_belum_direncanakan(kini),
        sewa_lewat.order_by("sewa_sampai").values_list("sewa_sampai", flat=True).first(),
    ]
    return max((kini - max(satu, mulai or satu) for satu in sejak if satu is not None), default=timedelta())


def _tertua_belum_direncanakan(kini: datetime) -> datetime | None:
    """When the oldest Peristiwa happened that nobody planned; all of them are asked once by each process."""
    tertunda = belum_direncanakan()
    if sampai := _terencana.get("sampai"):
        tertunda = tertunda.filter(waktu__gte=sampai)
    tertua = tertunda.order_by("waktu").values_list("waktu", flat=True).first()
    _terencana["sampai"] = min(tertua or kini, kini - JENDELA)
    return tertua
