"""How fast a caller may come."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connections
from pytest_django.fixtures import Settings

from integrasi.api.laju import Jatah
from integrasi.models import JatahLaju, PanggilanBaca
from tests.integrasi.api.conftest import BuatMitra, Mitra, masalah

SAAT = datetime(2026, 11, 23, 3, 0, 15, tzinfo=UTC)
ALAMAT = "/api/v1/salinan-keppres"


@pytest.fixture
def jam() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SAAT, tick=False) as pengelana:
        yield pengelana


def test_klien_yang_terlalu_cepat_429_dengan_jeda_sampai_menit_berikut(
    jam: time_machine.Traveller, mitra: Mitra, settings: Settings
) -> None:
    settings.API_LAJU_KLIEN = 5
    assert [mitra.ambil(ALAMAT).status_code for _ in range(6)] == [200] * 5 + [429]
    jawaban = mitra.ambil(ALAMAT)
    assert masalah(jawaban)["type"] == "urn:siapp:galat:terlalu-cepat"
    assert jawaban["Retry-After"] == "45"
    assert PanggilanBaca.objects.get(api=12).gagal == 2
    jam.shift(45)
    assert mitra.ambil(ALAMAT).status_code == 200


def test_klien_lain_tidak_ikut_tertahan(jam: time_machine.Traveller, buat_mitra: BuatMitra, settings: Settings) -> None:
    settings.API_LAJU_KLIEN = 1
    satu, dua = buat_mitra("Satu").masuk(), buat_mitra("Dua").masuk()
    assert [satu.ambil(ALAMAT).status_code for _ in range(2)] == [200, 429]
    assert dua.ambil(ALAMAT).status_code == 200


def test_permintaan_token_dan_tautan_dibatasi_per_alamat(
    jam: time_machine.Traveller, buat_mitra: BuatMitra, settings: Settings
) -> None:
    settings.API_LAJU_ALAMAT = 2
    mitra = buat_mitra()
    assert [mitra.minta_token().status_code for _ in range(3)] == [200, 200, 429]
    assert [mitra.klien.get("/api/v1/unduh/x").status_code for _ in range(3)] == [404, 404, 429]
    assert mitra.klien.get("/api/v1/info", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_alamat_tidak_disimpan(buat_mitra: BuatMitra) -> None:
    mitra = buat_mitra()
    mitra.klien.get("/api/v1/info", REMOTE_ADDR="203.0.113.9")
    assert not [kunci for kunci in JatahLaju.objects.values_list("kunci", flat=True) if "203.0" in kunci]


def test_yang_sudah_ditolak_tidak_membebani_basis_data(db: None, django_assert_num_queries: Any) -> None:
    jatah = Jatah()
    with django_assert_num_queries(2):
        hasil = [jatah.pakai("x", 1, 1000.0) for _ in range(50)]
    assert hasil == [True] + [False] * 49


@pytest.mark.django_db(transaction=True)
def test_beberapa_proses_bersama_tidak_melampaui_batas() -> None:
    """Every Jatah is one process's memory; what they share is the row."""
    lolos: list[bool] = []

    def proses() -> None:
        jatah = Jatah()
        lolos.extend(jatah.pakai("bersama", 100, 1000.0) for _ in range(60))
        connections.close_all()

    utas = [threading.Thread(target=proses) for _ in range(4)]
    for satu in utas:
        satu.start()
    for satu in utas:
        satu.join()
    assert sum(lolos) == 100


def test_menit_baru_jatah_baru(db: None) -> None:
    jatah = Jatah()
    assert [jatah.pakai("y", 2, saat) for saat in (0, 1, 2, 60, 61, 62)] == [True, True, False, True, True, False]
    assert JatahLaju.objects.get(kunci="y").menit == 1
