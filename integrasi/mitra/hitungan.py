"""Counts of reading calls and of what BKN calls, per day.

A count of our own calls is written at once. Those of BKN's would make all of its calls wait for one row, so each
process adds them up and writes the sum at most `JEDA` seconds later: so old may be what is shown, and so much is lost
when a process ends (Granian waits for no thread of ours).
"""

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from threading import Timer

import structlog
from django.db import DatabaseError, connection
from django.utils import timezone

from integrasi.enums import Api
from integrasi.sebab import Kode, KodeApi
from siapp.koneksi import lepas_koneksi

log = structlog.get_logger(__name__)

JEDA = 1.0
_SISIP = """
INSERT INTO integrasi_panggilanbaca AS p (api, hari, berhasil, gagal, terakhir_berhasil, terakhir_gagal, sebab)
VALUES (%(api)s, %(hari)s, %(ya)s, %(tidak)s, %(saat_ya)s, %(saat_tidak)s, %(sebab)s)
ON CONFLICT (api, hari) DO UPDATE SET
    berhasil = p.berhasil + excluded.berhasil,
    gagal = p.gagal + excluded.gagal,
    terakhir_berhasil = greatest(excluded.terakhir_berhasil, p.terakhir_berhasil),
    terakhir_gagal = greatest(excluded.terakhir_gagal, p.terakhir_gagal),
    sebab = CASE WHEN excluded.terakhir_gagal >= coalesce(p.terakhir_gagal, excluded.terakhir_gagal)
        THEN excluded.sebab ELSE p.sebab END
"""


@dataclass(slots=True)
class _Jumlah:
    """What happened to one API on one day."""

    ya: int = 0
    tidak: int = 0
    saat_ya: datetime | None = None
    saat_tidak: datetime | None = None
    sebab: str = ""

    def tambah(self, kini: datetime, *, berhasil: bool, sebab: str) -> None:
        if berhasil:
            self.ya, self.saat_ya = self.ya + 1, kini
        else:
            self.tidak, self.saat_tidak, self.sebab = self.tidak + 1, kini, sebab

    def tulis(self, api: Api, hari: date) -> None:
        with connection.cursor() as kursor:
            kursor.execute(_SISIP, {**asdict(self), "api": api, "hari": hari})


def nanti(kerja: Callable[[], None]) -> None:
    """Do `kerja` in `JEDA` seconds, in a thread of its own that ends with the process."""

    def jalan() -> None:
        try:
            kerja()
        finally:
            lepas_koneksi()

    penunda = Timer(JEDA, jalan)
    penunda.daemon = True
    penunda.start()


class Tabungan:
    """What this process counted and has not written yet."""

    def __init__(self) -> None:
        self._kunci = threading.Lock()
        self._isi: dict[tuple[Api, date], _Jumlah] = {}
        self._dipesan = False

    def tambah(self, api: Api, *, berhasil: bool, sebab: str) -> None:
        """Count one call, and see to it that it will be written."""
        kini = timezone.now()
        with self._kunci:
            self._isi.setdefault((api, timezone.localdate(kini)), _Jumlah()).tambah(
                kini, berhasil=berhasil, sebab=sebab
            )
            dipesan, self._dipesan = self._dipesan, True
        if not dipesan:
            nanti(self.tulis)

    def tulis(self) -> None:
        """Write all there is. What cannot be written is kept, and tried again after the next call."""
        with self._kunci:
            isi, self._isi, self._dipesan = self._isi, {}, False
        while isi:
            (api, hari), jumlah = next(iter(isi.items()))
            try:
                jumlah.tulis(api, hari)
            except DatabaseError:
                log.warning("hitungan_gagal", api=api)
                self._kembalikan(isi)
                return
            del isi[api, hari]

    def _kembalikan(self, isi: dict[tuple[Api, date], _Jumlah]) -> None:
        with self._kunci:
            for milik, lama in isi.items():
                baru = self._isi.setdefault(milik, _Jumlah())
                baru.ya, baru.tidak = baru.ya + lama.ya, baru.tidak + lama.tidak
                baru.saat_ya = baru.saat_ya or lama.saat_ya
                if baru.saat_tidak is None:
                    baru.saat_tidak, baru.sebab = lama.saat_tidak, lama.sebab


tabungan = Tabungan()


def hitung_panggilan(api: Api, *, berhasil: bool, sebab: Kode | KodeApi | None = None) -> None:
    """Count one call of `api` (one that reads) under today; `sebab`: why it failed."""
    kini = timezone.now()
    jumlah = _Jumlah()
    jumlah.tambah(kini, berhasil=berhasil, sebab=sebab or "")
    jumlah.tulis(api, timezone.localdate(kini))


def hitung_panggilan_nanti(api: Api, *, berhasil: bool, sebab: KodeApi | None = None) -> None:
    """Count one call that BKN made under today, to be written within `JEDA` seconds; never raises for a database."""
    tabungan.tambah(api, berhasil=berhasil, sebab=sebab or "")
