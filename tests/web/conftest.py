"""The tests here use URLs and templates of their own: `rute.py` and `templates/uji/`."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import PERAN_POKJA, JenisPeran

BuatPengguna = Callable[..., Pengguna]


@pytest.fixture(autouse=True)
def rute_uji(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.web.rute"
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates


@pytest.fixture
def buat_pengguna(db: None) -> BuatPengguna:
    """Make a person with the roles asked for (pokja roles in KP)."""
    nomor = iter(range(1, 1000))

    def buat(*jenis: JenisPeran) -> Pengguna:
        pengguna = Pengguna.objects.create_user(f"19000101192501{next(nomor):04}", "sandi-uji-panjang", nama="Contoh")
        for j in jenis:
            Peran.objects.create(pengguna=pengguna, jenis=j, kategori=Kategori.KP if j in PERAN_POKJA else "")
        return pengguna

    return buat


@pytest.fixture
def masuk(client: Client, buat_pengguna: BuatPengguna) -> Callable[..., Client]:
    """Sign in as a new person with the roles asked for."""

    def _masuk(*jenis: JenisPeran) -> Client:
        client.force_login(buat_pengguna(*jenis))
        return client

    return _masuk
