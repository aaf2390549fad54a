"""What the client is told, and how long one call may take at the most: leases and tasks rest on it (janji.md 1)."""

import pytest
from pytest_django import Settings

from integrasi.mitra import setelan


@pytest.mark.parametrize(
    ("batas", "biasa", "berkas"),
    [
        # Two tokens and two tries, each with 5 s to connect and the time-out to answer; five times that for a file.
        (60.0, 260.0, 740.0),
        (15.0, 80.0, 200.0),
        (1.0, 24.0, 32.0),
    ],
)
def test_lama_terpanjang_satu_panggilan(settings: Settings, batas: float, biasa: float, berkas: float) -> None:
    settings.SIASN_BATAS_WAKTU = batas
    assert setelan.batas_panggilan(berkas=False) == biasa
    assert setelan.batas_panggilan(berkas=True) == berkas
    klien = setelan.konfigurasi()
    token = klien.connect_timeout + klien.read_timeout
    assert 2 * token + 2 * (klien.connect_timeout + klien.read_timeout) == biasa
    assert 2 * token + 2 * (klien.connect_timeout + klien.read_timeout_berkas) == berkas


def test_klien_diberi_tahu_setiap_batas_waktu(settings: Settings) -> None:
    settings.SIASN_BATAS_WAKTU = 7.0
    klien = setelan.konfigurasi()
    assert (klien.connect_timeout, klien.read_timeout, klien.read_timeout_berkas) == (5.0, 7.0, 35.0)
