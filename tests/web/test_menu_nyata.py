"""The menu against the real addresses: each entry leads somewhere, and shows itself to whom it is of use."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import resolve
from pytest_django import Settings

from siapp.akun.peran import PERAN_BIRO, JenisPeran
from siapp.web.akses import Macam, aturan_akses
from siapp.web.menu import MENU, Butir, url_jika_ada

P = JenisPeran
# Written here a second time on purpose: who sees what.
TERLIHAT: dict[str, set[JenisPeran]] = {
    "beranda": set(P),
    "usulan:antrean": set(PERAN_BIRO),
    "usulan:daftar": {P.PIC},
    "usulan:baru": {P.PIC},
    "usulan:pertek_daftar": set(P),
    "usulan:keppres_daftar": {P.DUKUNGAN, P.KEPALA_BIRO, P.AUDITOR},
    "usulan:statistik": set(P),
    "usulan:pic_daftar": {P.ADMINISTRATOR, P.KEPALA_BIRO, P.AUDITOR},
    "referensi:indeks": {P.ADMINISTRATOR, P.DUKUNGAN, P.AUDITOR},
    "integrasi:pengiriman": {P.ADMINISTRATOR, P.DUKUNGAN, P.KEPALA_BIRO, P.AUDITOR},
    "integrasi:masuk": {P.ADMINISTRATOR, P.DUKUNGAN, P.KEPALA_BIRO, P.AUDITOR},
    "integrasi:pertukaran": {P.ADMINISTRATOR, P.KEPALA_BIRO, P.AUDITOR},
    "integrasi:pengumuman": {P.ADMINISTRATOR},
    "audit:jejak": {P.AUDITOR, P.ADMINISTRATOR, P.KEPALA_BIRO},
    "bantuan": set(P),
}


@pytest.fixture(autouse=True)
def rute_nyata(rute_uji: None, settings: Settings) -> None:
    settings.ROOT_URLCONF = "siapp.urls"


@pytest.mark.parametrize("butir", MENU, ids=lambda butir: butir.nama_url)
def test_butir_menu_tampak_bagi_yang_memakainya_dan_pintunya_terbuka_bagi_mereka(butir: Butir) -> None:
    url = url_jika_ada(butir.nama_url)
    assert url, f"no address is named {butir.nama_url}"
    assert set(butir.untuk(url)) == TERLIHAT[butir.nama_url]
    aturan = aturan_akses(resolve(url))
    assert aturan is not None
    assert aturan.macam is Macam.MASUK or TERLIHAT[butir.nama_url] <= set(aturan.peran)


def test_setiap_butir_menu_diperiksa() -> None:
    assert [butir.nama_url for butir in MENU] == list(TERLIHAT)


@pytest.mark.parametrize(
    ("alamat", "butir"),
    [("/kalender/", "Referensi"), ("/tahanan/", "Keppres"), ("/ketepatan/", "PIC"), ("/jejak-data/", "Jejak audit")],
)
def test_menu_menandai_juga_halaman_yang_alamatnya_di_luar(
    masuk: Callable[..., Client], alamat: str, butir: str
) -> None:
    peran = P.DUKUNGAN if butir == "Keppres" else P.ADMINISTRATOR
    menu = masuk(peran).get(alamat).context["menu"]
    assert [b.label for b in menu if b.kini] == [butir]
