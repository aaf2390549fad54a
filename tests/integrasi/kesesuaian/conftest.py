from collections.abc import Iterator

import pytest

from integrasi.kesesuaian import BarisUji, Hasil
from tests.integrasi.siasn.mitra import Mitra, nyalakan


@pytest.fixture
def mitra() -> Iterator[Mitra]:
    """A partner that answers whatever a test wants."""
    satu, peladen = nyalakan()
    yield satu
    peladen.shutdown()
    peladen.server_close()


def baris(hasil: Hasil, awal: str) -> BarisUji:
    """The one row whose name begins so."""
    (satu,) = (isi for isi in hasil.baris if isi.nama.startswith(awal))
    return satu
