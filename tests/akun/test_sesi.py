"""How long a session lives, and what counts as fresh."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from siapp.akun.models import Pengguna
from siapp.akun.segar import perlu_masuk_segar
from siapp.audit.models import Akses
from siapp.web.akses import akses_masuk
from tests.akun.conftest import coba_masuk
from tests.dunia import SANDI

AWAL = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PROFIL = "/akun/profil/"


@akses_masuk
@perlu_masuk_segar
def resmi(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.method} {request.POST.get('isi', '')}")


urlpatterns = [path("resmi/", resmi), path("", include("siapp.urls"))]


@pytest.fixture
def jam() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AWAL, tick=False) as penjelajah:
        yield penjelajah


def _masih_masuk(client: Client) -> bool:
    return client.get(PROFIL).status_code == 200


def test_sesi_berakhir_setelah_lima_belas_menit_tanpa_kegiatan(
    client: Client, orang: Pengguna, jam: time_machine.Traveller
) -> None:
    client.force_login(orang)
    assert _masih_masuk(client)
    jam.move_to(AWAL + timedelta(minutes=15))
    assert _masih_masuk(client)
    jam.move_to(AWAL + timedelta(minutes=30, seconds=1))
    jawaban = client.get(PROFIL)
    assert jawaban["Location"] == f"/akun/login/?next={PROFIL}"
    assert Akses.objects.get(tindakan="KELUAR").rincian == {"sebab": "menganggur"}


def test_sesi_berakhir_setelah_delapan_jam_walau_selalu_dipakai(
    client: Client, orang: Pengguna, jam: time_machine.Traveller
) -> None:
    client.force_login(orang)
    for menit in range(0, 8 * 60 + 1, 10):
        jam.move_to(AWAL + timedelta(minutes=menit))
        assert _masih_masuk(client), menit
    jam.move_to(AWAL + timedelta(hours=8, seconds=1))
    assert not _masih_masuk(client)
    assert Akses.objects.get(tindakan="KELUAR").rincian == {"sebab": "batas waktu sesi"}


def test_masuk_kembali_memulai_hitungan_baru(client: Client, orang: Pengguna, jam: time_machine.Traveller) -> None:
    client.force_login(orang)
    _masih_masuk(client)
    jam.move_to(AWAL + timedelta(hours=9))
    assert not _masih_masuk(client)
    assert coba_masuk(client, orang.nip)
    assert _masih_masuk(client)


def test_yang_baru_masuk_tidak_ditanya_sandi_lagi(
    client: Client, orang: Pengguna, jam: time_machine.Traveller, settings: Settings
) -> None:
    settings.ROOT_URLCONF = __name__
    coba_masuk(client, orang.nip)
    jam.shift(timedelta(minutes=14))
    assert client.post("/resmi/", {"isi": "a"}).content == b"POST a"


def test_langkah_resmi_meminta_sandi_lalu_melanjutkan_kiriman_yang_sama(
    client: Client, orang: Pengguna, jam: time_machine.Traveller, settings: Settings
) -> None:
    settings.ROOT_URLCONF = __name__
    coba_masuk(client, orang.nip)
    jam.shift(timedelta(minutes=10))
    client.get("/resmi/")
    jam.shift(timedelta(minutes=10))
    assert client.get("/resmi/").content == b"GET "
    jawaban = client.post("/resmi/", {"isi": "teken"})
    assert jawaban["Location"] == "/akun/reauthenticate/?next=%2Fresmi%2F"
    salah = client.post(jawaban["Location"], {"password": "keliru", "next": "/resmi/"})
    assert "Kata sandi tidak cocok" in salah.content.decode()
    lanjut = client.post(jawaban["Location"], {"password": SANDI, "next": "/resmi/"})
    assert lanjut.content == b"POST teken"
    assert client.post("/resmi/", {"isi": "lagi"}).content == b"POST lagi"
