"""What daily traffic shows to differ from the contract: noted once per kind, so that a change at BKN is seen early.

The observer runs in the thread of every call, so it is cheap: an answer was parsed anyway, and each kind is written at
most once a minute per process. Counts of the minute before a process ends may be lost; that a kind exists is not.
"""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.db import connection
from django.utils import timezone

from integrasi.siasn.amatan import Amatan
from integrasi.siasn.selisih import Selisih, selisih
from siapp.koneksi import koneksi_sebentar

log = structlog.get_logger(__name__)

JEDA_TULIS = 60.0
# A partner whose keys are ids would fill the table; so many kinds per process say enough.
JENIS_TERBANYAK = 500

_SISIP = """
INSERT INTO integrasi_penyimpangan AS p (api, jenis, kunci, contoh, pertama, terakhir, jumlah)
VALUES (%(api)s, %(jenis)s, %(kunci)s, %(contoh)s, %(kini)s, %(kini)s, %(jumlah)s)
ON CONFLICT (api, jenis, kunci) DO UPDATE SET
    contoh = excluded.contoh, terakhir = excluded.terakhir, jumlah = p.jumlah + excluded.jumlah
"""


@dataclass
class _Jejak:
    """One kind in this process: how often seen since it was last written, and when that was."""

    belum_ditulis: int = 0
    ditulis: float | None = None


@dataclass
class Pencatat:
    """Remembers per kind when it was last written."""

    kunci: threading.Lock = field(default_factory=threading.Lock)
    isi: dict[tuple[str, str, str], _Jejak] = field(default_factory=dict)

    def tambah(self, api: str, satu: Selisih) -> int:
        """Count one sight of a kind; return how many sights must be written now, 0 if it can wait."""
        with self.kunci:
            if (jejak := self._jejak((api, satu.macam, satu.kunci))) is None:
                return 0
            jejak.belum_ditulis += 1
            kini = time.monotonic()
            if jejak.ditulis is not None and kini - jejak.ditulis < JEDA_TULIS:
                return 0
            jejak.ditulis, jumlah, jejak.belum_ditulis = kini, jejak.belum_ditulis, 0
            return jumlah

    def _jejak(self, jenis: tuple[str, str, str]) -> _Jejak | None:
        if jenis not in self.isi and len(self.isi) >= JENIS_TERBANYAK:
            return None
        return self.isi.setdefault(jenis, _Jejak())

    def lupakan(self) -> None:
        """Begin anew, as a new process does."""
        with self.kunci:
            self.isi.clear()


pencatat = Pencatat()


def amati(amatan: Amatan) -> None:
    """Note what differs in one answer; the observer of `mitra.buka_transport`."""
    for satu in selisih(amatan).values():
        if jumlah := pencatat.tambah(amatan.api, satu):
            _tulis(amatan.api, satu, jumlah)


def _tulis(api: str, satu: Selisih, jumlah: int) -> None:
    log.warning("siasn_menyimpang", api=api, jenis=str(satu.macam), kunci=satu.kunci, contoh=satu.contoh)
    isi: dict[str, Any] = {
        "api": api,
        "jenis": str(satu.macam),
        "kunci": satu.kunci,
        "contoh": satu.contoh[:120],
        "kini": timezone.now(),
        "jumlah": jumlah,
    }
    with koneksi_sebentar(), connection.cursor() as kursor:
        kursor.execute(_SISIP, isi)
