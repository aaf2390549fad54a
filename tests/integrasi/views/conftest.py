"""People at the door of the exchange's screens, and calls in the states that people meet."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman
from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from tests.dunia import Dunia, buat_pengguna
from tests.integrasi.conftest import Siasn, jalankan, pakai_mode
from tests.integrasi.keluar.pembantu import hanya_api3, pic_didaftarkan

Masuk = Callable[[Pengguna], Client]


@pytest.fixture
def masuk() -> Masuk:
    def _masuk(pengguna: Pengguna) -> Client:
        klien = Client()
        klien.force_login(pengguna)
        return klien

    return _masuk


@pytest.fixture
def admin_lain(dunia: Dunia) -> Pengguna:
    """A second administrator."""
    return buat_pengguna("Ayu Contoh", Peran(jenis=JenisPeran.ADMINISTRATOR))


def ditolak(nomor: int = 1) -> Pengiriman:
    """API 2 that SIASN refused: letters where a NIP should be."""
    baris = pic_didaftarkan(nomor)
    Pengiriman.objects.filter(pk=baris.pk).update(muatan=baris.muatan | {"nip": "bukan-nip-sama-ini"})
    jalankan()
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.DITOLAK
    return baris


def perbaiki_semua() -> None:
    """Mend what SIASN refused."""
    for baris in Pengiriman.objects.filter(keadaan=Keadaan.DITOLAK):
        Pengiriman.objects.filter(pk=baris.pk).update(muatan=baris.muatan | {"nip": "198501022010011001"})


def tidak_pasti(siasn: Siasn, dunia: Dunia, settings: Settings, gangguan: str = "reset_sesudah") -> Pengiriman:
    """API 3 whose answer was lost, at a partner that gives machines no way to find out."""
    pakai_mode(siasn, settings, "manusia")
    baris = hanya_api3(dunia)
    siasn.gangguan({"api": "3", "jenis": gangguan})
    jalankan()
    siasn.gangguan()
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.TIDAK_PASTI
    return baris
