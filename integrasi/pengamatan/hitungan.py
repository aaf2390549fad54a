"""Counters that grow with what was sent: read from PostgreSQL since the last look, so that no worker has to count.

They begin at zero with the process that holds them, as counters of Prometheus may.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, F
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

from integrasi.enums import KELUAR
from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman, Percobaan

# A row is stamped a moment before it is committed; what is younger is counted by the next look.
SELANG = timedelta(seconds=15)
# No try takes longer: its beginning is what there is an index of.
PERCOBAAN_TERLAMA = timedelta(hours=1)
BATAS_EMBER = (1, 5, 15, 60, 300, 900, 3600, 6 * 3600, 86_400)
"""Seconds between a decision and its arrival at SIASN."""


class Hitungan:
    """Tries by API and result, and how long delivered calls took from their decision."""

    def __init__(self) -> None:
        self._sampai = timezone.now() - SELANG
        self._percobaan: dict[tuple[str, str], int] = {}
        self._ember: dict[str, list[int]] = {}
        self._jumlah: dict[str, float] = {}

    def perbarui(self) -> None:
        """Add what came since the last look."""
        dari, sampai = self._sampai, timezone.now() - SELANG
        if sampai <= dari:
            return
        self._tambah_percobaan(dari, sampai)
        self._tambah_waktu(dari, sampai)
        self._sampai = sampai

    def _tambah_percobaan(self, dari: datetime, sampai: datetime) -> None:
        baru = Percobaan.objects.filter(
            selesai__gt=dari, selesai__lte=sampai, mulai__gt=dari - PERCOBAAN_TERLAMA, oleh=None
        )
        for api, hasil, banyak in baru.order_by().values_list("pengiriman__api", "keadaan").annotate(Count("pk")):
            kunci = (str(api), hasil)
            self._percobaan[kunci] = self._percobaan.get(kunci, 0) + banyak

    def _tambah_waktu(self, dari: datetime, sampai: datetime) -> None:
        sampai_siasn = Pengiriman.objects.filter(
            api__in=list(KELUAR),
            keadaan=Keadaan.SELESAI,
            selesai_pada__gt=dari,
            selesai_pada__lte=sampai,
            diselesaikan_oleh=None,
        )
        for api, lama in sampai_siasn.values_list("api", F("selesai_pada") - F("peristiwa__waktu")):
            ember = self._ember.setdefault(str(api), [0] * (len(BATAS_EMBER) + 1))
            detik = lama.total_seconds()
            ember[next((i for i, batas in enumerate(BATAS_EMBER) if detik <= batas), -1)] += 1
            self._jumlah[str(api)] = self._jumlah.get(str(api), 0.0) + detik

    def keluarga(self) -> Iterator[Metric]:
        """Yield both families."""
        percobaan = CounterMetricFamily(
            "siapp_percobaan", "Percobaan memanggil SIASN, per API dan hasil", labels=["api", "hasil"]
        )
        for (api, hasil), banyak in sorted(self._percobaan.items()):
            percobaan.add_metric([api, hasil], banyak)
        yield percobaan
        waktu = HistogramMetricFamily(
            "siapp_waktu_sampai_seconds", "Lama dari keputusan orang sampai diterima SIASN", labels=["api"]
        )
        for api, ember in sorted(self._ember.items()):
            waktu.add_metric([api], list(_menumpuk(ember)), self._jumlah[api])
        yield waktu


def _menumpuk(ember: list[int]) -> Iterator[tuple[str, float]]:
    """Yield upper bound and count of all that is not above it, as Prometheus wants it."""
    jumlah = 0
    for batas, isi in zip((*(str(float(b)) for b in BATAS_EMBER), "+Inf"), ember, strict=True):
        jumlah += isi
        yield batas, jumlah
