"""Whether the exchange with SIASN is on, and how long it has been (Pasal 8; keputusan/0041).

Every call asks `pastikan_berjalan` on its way out (`setelan.buka_transport`), so that no way to SIASN is left open.
Clocks that wait for the partner count only the time in which the exchange was on (`sebelum`).
"""

import time
from datetime import datetime, timedelta

from django.utils import timezone

from integrasi.models import PenghentianPertukaran
from integrasi.siasn.errors import Dihentikan
from siapp.koneksi import koneksi_sebentar


def penghentian() -> PenghentianPertukaran | None:
    """Return the stop that is in force, None while the exchange is on."""
    return PenghentianPertukaran.objects.terbuka().first()


def dihentikan() -> bool:
    """Whether the exchange is stopped now."""
    return PenghentianPertukaran.objects.terbuka().exists()


def pastikan_berjalan() -> None:
    """Raise Dihentikan while the exchange is stopped. Holds no database connection afterwards: HTTP follows."""
    with koneksi_sebentar():
        henti = dihentikan()
    if henti:
        raise Dihentikan


class Penjaga:
    """`pastikan_berjalan` for a sender that makes many calls: asks at most once in `UMUR` seconds.

    A call may therefore begin so long after the stop as one may be in the air anyway.
    """

    UMUR = 0.2

    def __init__(self) -> None:
        self._sampai = 0.0

    def __call__(self) -> None:
        """Raise Dihentikan while the exchange is stopped."""
        if (kini := time.monotonic()) < self._sampai:
            return
        pastikan_berjalan()
        self._sampai = kini + self.UMUR


class Ingatan:
    """`penghentian` for a server that is asked often: that the exchange is on is remembered for `UMUR` seconds.

    So long a call may still be answered after a stop, as one may that was being answered. A stop is not remembered.
    """

    UMUR = Penjaga.UMUR

    def __init__(self) -> None:
        self._sampai = 0.0

    def penghentian(self) -> PenghentianPertukaran | None:
        """Return the stop that is in force, None while the exchange is on."""
        if (kini := time.monotonic()) < self._sampai:
            return None
        henti = penghentian()
        self._sampai = kini + self.UMUR if henti is None else 0.0
        return henti


def dimulai_lagi() -> datetime | None:
    """Return when the exchange was last started again, None if it never was."""
    akhir = PenghentianPertukaran.objects.exclude(akhir=None).order_by("-akhir")
    return akhir.values_list("akhir", flat=True).first()


def sebelum(lama: timedelta, kini: datetime | None = None) -> datetime:
    """Return the moment since which the exchange was on for `lama` until `kini` (now): earlier by all stops between."""
    ujung = kini = kini or timezone.now()
    for mulai, akhir in PenghentianPertukaran.objects.order_by("-mulai").values_list("mulai", "akhir"):
        berjalan = max(ujung - min(akhir or kini, ujung), timedelta())
        if berjalan >= lama:
            break
        lama, ujung = lama - berjalan, min(mulai, ujung)
    return ujung - lama
