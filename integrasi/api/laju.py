"""How fast a caller may come: so many calls in a minute, counted over all web processes.

One row per caller holds what the running minute has given out. A process takes a twentieth of the limit at a time and
spends it from memory. So the count is exact in sum and costs a query every so many calls. A caller that was refused
costs none until the minute is over. Addresses are counted in 4,096 groups by hash, so that neither the table grows with
the internet nor an address is kept.
"""

import hashlib
import math
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from integrasi.api.galat import TERLALU_CEPAT, GalatApi
from integrasi.api.otentikasi import KlienApi
from integrasi.models import JatahLaju
from siapp.web.alamat import alamat_klien

PANJANG_MENIT = 60
BAGIAN = 20
PALING_BANYAK = 5000
_SQL = """
INSERT INTO {tabel} AS j (kunci, menit, terpakai) VALUES (%s, %s, %s)
ON CONFLICT (kunci) DO UPDATE SET
    menit = EXCLUDED.menit,
    terpakai = EXCLUDED.terpakai + CASE WHEN j.menit = EXCLUDED.menit THEN j.terpakai ELSE 0 END
RETURNING terpakai
"""


@dataclass(slots=True)
class _Saku:
    menit: int
    sisa: int = 0
    habis: bool = False

    def bayar(self) -> bool:
        ada = self.sisa > 0
        self.sisa -= ada
        return ada


class Jatah:
    """What this process may still spend of each caller's minute."""

    def __init__(self) -> None:
        self._kunci = threading.Lock()
        self._saku: dict[str, _Saku] = {}

    def pakai(self, kunci: str, batas: int, sekarang: float) -> bool:
        """Spend one call of `kunci` out of `batas` a minute at `sekarang` (Unix seconds); False if none is left."""
        menit = int(sekarang // PANJANG_MENIT)
        with self._kunci:
            saku = self._saku_menit(kunci, menit)
            if saku.sisa or saku.habis:
                return saku.bayar()
        # Outside the lock: a thread that waits for a connection must not hold up those that have one.
        dapat = _ambil(kunci, menit, batas)
        with self._kunci:
            saku.sisa += dapat
            saku.habis = dapat == 0
            return saku.bayar()

    def _saku_menit(self, kunci: str, menit: int) -> _Saku:
        saku = self._saku.get(kunci)
        if saku is not None and saku.menit == menit:
            return saku
        if len(self._saku) > PALING_BANYAK:
            self._saku.clear()
        self._saku[kunci] = _Saku(menit)
        return self._saku[kunci]

    def kosongkan(self) -> None:
        self._saku.clear()


jatah = Jatah()


def _ambil(kunci: str, menit: int, batas: int) -> int:
    minta = max(1, batas // BAGIAN)
    with connection.cursor() as kursor:
        kursor.execute(_SQL.format(tabel=f'"{JatahLaju._meta.db_table}"'), [kunci, menit, minta])
        terpakai = int(kursor.fetchone()[0])
    return max(0, min(minta, batas - (terpakai - minta)))


def _batasi(kunci: str, batas: int) -> None:
    sekarang = time.time()
    if not jatah.pakai(kunci, batas, sekarang):
        jeda = math.ceil(PANJANG_MENIT - sekarang % PANJANG_MENIT)
        raise GalatApi(TERLALU_CEPAT, kepala={"Retry-After": str(jeda)})


def batasi_klien(pemanggil: KlienApi) -> None:
    """Spend one of the `API_LAJU_KLIEN` calls a minute of a client. Raises GalatApi (429) when none is left."""
    sidik = hashlib.sha256(pemanggil.id.encode()).hexdigest()
    _batasi(f"klien:{sidik}", settings.API_LAJU_KLIEN)


def batasi_alamat(request: HttpRequest, tampilan: str) -> None:
    """Spend one of the `API_LAJU_ALAMAT` calls a minute of a group of addresses, where nobody is known.

    `tampilan`: what is called; each has a count of its own. Raises GalatApi (429) when none is left.
    """
    sidik = hashlib.sha256(f"{settings.SECRET_KEY}{alamat_klien(request)}".encode()).hexdigest()
    _batasi(f"alamat:{tampilan}:{sidik[:3]}", settings.API_LAJU_ALAMAT)
