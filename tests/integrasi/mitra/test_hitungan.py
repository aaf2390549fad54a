"""What BKN calls is counted in the process and written now and then; what fails is tried again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection

from integrasi.enums import Api
from integrasi.mitra import hitungan
from integrasi.mitra.hitungan import Tabungan, hitung_panggilan
from integrasi.models import PanggilanBaca

pytestmark = pytest.mark.django_db


@pytest.fixture
def dipesan(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What was put off until later."""
    semua: list[Callable[[], None]] = []
    monkeypatch.setattr(hitungan, "nanti", semua.append)
    return semua


def test_banyak_panggilan_ditulis_sekali(dipesan: list[Callable[[], None]], django_assert_num_queries: Any) -> None:
    tabungan = Tabungan()
    with django_assert_num_queries(0):
        for _ in range(5):
            tabungan.tambah(Api.STATUS_BIRO, berhasil=True, sebab="")
        tabungan.tambah(Api.STATUS_BIRO, berhasil=False, sebab="tidak-ditemukan")
    (tulis,) = dipesan
    with django_assert_num_queries(1):
        tulis()
    baris = PanggilanBaca.objects.get(api=Api.STATUS_BIRO)
    assert (baris.berhasil, baris.gagal, baris.sebab) == (5, 1, "tidak-ditemukan")
    tabungan.tambah(Api.STATUS_BIRO, berhasil=True, sebab="")
    assert len(dipesan) == 2


def test_yang_gagal_ditulis_disimpan_sampai_panggilan_berikutnya(
    dipesan: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    tabungan = Tabungan()
    tabungan.tambah(Api.STATUS_BIRO, berhasil=False, sebab="sibuk")

    def putus() -> None:
        raise DatabaseError

    with monkeypatch.context() as rusak:
        rusak.setattr(connection, "cursor", putus)
        dipesan.pop()()
    assert not PanggilanBaca.objects.exists()
    tabungan.tambah(Api.STATUS_BIRO, berhasil=True, sebab="")
    dipesan.pop()()
    baris = PanggilanBaca.objects.get(api=Api.STATUS_BIRO)
    assert (baris.berhasil, baris.gagal, baris.sebab) == (1, 1, "sibuk")


def test_hitungan_yang_datang_terlambat_tidak_memundurkan_saat(dipesan: list[Callable[[], None]]) -> None:
    tabungan = Tabungan()
    tabungan.tambah(Api.STATUS_BIRO, berhasil=False, sebab="sibuk")
    hitung_panggilan(Api.STATUS_BIRO, berhasil=True)
    terakhir = PanggilanBaca.objects.get(api=Api.STATUS_BIRO).terakhir_berhasil
    dipesan.pop()()
    baris = PanggilanBaca.objects.get(api=Api.STATUS_BIRO)
    assert (baris.terakhir_berhasil, baris.sebab) == (terakhir, "sibuk")
