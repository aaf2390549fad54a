"""Fixtures of the accounts' tests."""

from collections.abc import Callable

import pytest
from django.test import Client

from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from tests.dunia import SANDI, buat_pengguna

Masuk = Callable[..., Client]


@pytest.fixture
def orang(db: None) -> Pengguna:
    return buat_pengguna("Sinta Contoh", Peran(jenis=JenisPeran.DUKUNGAN))


def coba_masuk(client: Client, nip: str, sandi: str = SANDI, alamat: str = "10.0.0.1") -> bool:
    """Try to sign in at the real door; return whether it worked."""
    isian = {"login": nip, "password": sandi, "next": "/akun/profil/"}
    return client.post("/akun/login/", isian, REMOTE_ADDR=alamat).status_code == 302
