"""The menu against the real addresses: each entry leads somewhere, and never to a door that stays shut."""

import pytest
from django.urls import resolve
from pytest_django import Settings

from siapp.web.akses import Macam, aturan_akses
from siapp.web.menu import MENU, Butir, url_jika_ada


@pytest.fixture(autouse=True)
def rute_nyata(rute_uji: None, settings: Settings) -> None:
    settings.ROOT_URLCONF = "siapp.urls"


@pytest.mark.parametrize("butir", MENU, ids=lambda butir: butir.nama_url)
def test_butir_menu_menuju_halaman_yang_terbuka_bagi_semua_perannya(butir: Butir) -> None:
    url = url_jika_ada(butir.nama_url)
    assert url, f"no address is named {butir.nama_url}"
    aturan = aturan_akses(resolve(url))
    assert aturan is not None
    assert aturan.macam is Macam.MASUK or set(butir.peran) <= set(aturan.peran)
