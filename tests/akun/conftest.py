"""Fixtures of the accounts' tests."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from tests.dunia import SANDI, buat_pengguna

Masuk = Callable[..., Client]


@pytest.fixture
def orang(db: None) -> Pengguna:
    return buat_pengguna("Sinta Contoh", Peran(jenis=JenisPeran.DUKUNGAN))


@pytest.fixture
def jam() -> Iterator[time_machine.Traveller]:
    """A standing clock: a code that is asked for twice would otherwise be another one now and then."""
    with time_machine.travel(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), tick=False) as pengelana:
        yield pengelana


def coba_masuk(client: Client, nip: str, sandi: str = SANDI, alamat: str = "10.0.0.1") -> bool:
    """Try to sign in at the real door; return whether it worked."""
    isian = {"login": nip, "password": sandi, "next": "/akun/profil/"}
    return client.post("/akun/login/", isian, REMOTE_ADDR=alamat).status_code == 302
