from collections.abc import Iterator
from typing import Any

import pytest

from integrasi.siasn.konfigurasi import Konfigurasi
from integrasi.siasn.token import GudangMemori
from integrasi.siasn.transport import Transport
from tests.integrasi.siasn.mitra import SSO, TOKEN, Mitra


def konfigurasi(url: str, **lain: Any) -> Konfigurasi:
    bawaan = {
        "base_url": url,
        "token_url": url + TOKEN,
        "client_id": "kunci",
        "client_secret": "rahasia",
        "sso_url": url + SSO,
        "sso_client_id": "siapp",
        "sso_username": "199001012015011001",
        "sso_password": "sandi",
        "connect_timeout": 1.0,
        "read_timeout": 1.0,
        "read_timeout_berkas": 5.0,
    }
    return Konfigurasi(**{**bawaan, **lain})


@pytest.fixture
def transport(mitra: Mitra) -> Iterator[Transport]:
    with Transport(konfigurasi(mitra.url), GudangMemori()) as satu:
        yield satu
