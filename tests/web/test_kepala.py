"""What every answer says in its headers; machines are not served in the clear (V3.4 and V4.1 in docs/asvs.md)."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django import Settings

from siapp import checks
from siapp.akun.peran import JenisPeran
from siapp.checks import periksa_sandi_jaringan

Masuk = Callable[..., Client]

SEMUA = [
    ("/akun/login/", 200),
    ("/entah/", 404),
    ("/akun/profil/", 302),
    ("/api/v1/entah/", 404),
    ("/oauth2/token", 405),
    ("/sehat", 200),
]


@pytest.fixture(autouse=True)
def rute_uji() -> None:
    """The product's own addresses, not those that the other tests of this folder use."""


@pytest.mark.django_db
@pytest.mark.parametrize(("jalan", "status"), SEMUA)
def test_setiap_jawaban_membawa_kepala_pengaman(client: Client, jalan: str, status: int) -> None:
    jawaban = client.get(jalan, secure=True)
    assert jawaban.status_code == status
    _periksa(dict(jawaban.headers))


@pytest.mark.django_db
def test_berkas_statis_pun_membawanya(client: Client, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "uji.css").write_text("body { margin: 0; }")
    settings.STATIC_ROOT = str(tmp_path)
    jawaban = client.get("/static/uji.css", secure=True)
    assert jawaban.status_code == 200
    _periksa(dict(jawaban.headers))
    jawaban.close()


def _periksa(kepala: dict[str, str]) -> None:
    kebijakan = kepala["Content-Security-Policy"]
    for bagian in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert bagian in kebijakan
    assert kepala["X-Content-Type-Options"] == "nosniff"
    assert kepala["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in kepala
    assert "Server" not in kepala


@pytest.mark.django_db
def test_hsts_setahun_dengan_subdomain(client: Client, orang_tls: Settings) -> None:
    for jalan in ("/akun/login/", "/api/v1/entah/", "/sehat"):
        kepala = client.get(jalan, secure=True)["Strict-Transport-Security"]
        assert kepala == "max-age=31536000; includeSubDomains; preload"


@pytest.mark.django_db
def test_mesin_tanpa_tls_ditolak_dan_orang_dialihkan(client: Client, orang_tls: Settings) -> None:
    orang = client.get("/akun/login/")
    assert (orang.status_code, orang["Location"][:8]) == (301, "https://")
    for jalan in ("/api/v1/info", "/oauth2/token"):
        jawaban = client.post(jalan, {"client_secret": "rahasia"})
        assert (jawaban.status_code, jawaban.json()) == (403, {"detail": "Hanya dilayani lewat HTTPS."})
    assert client.get("/sehat").status_code == 200
    assert client.get("/api/v1/entah/", secure=True).status_code == 404


@pytest.mark.django_db
def test_trace_tidak_dilayani(masuk: Masuk) -> None:
    client = masuk(JenisPeran.DUKUNGAN)
    assert client.trace("/akun/profil/").status_code == 405
    assert client.trace("/api/v1/info").status_code in {404, 405}


@pytest.fixture
def orang_tls(settings: Settings) -> Settings:
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    return settings


@pytest.mark.parametrize(
    ("basis", "redis", "disebut"),
    [
        ({"HOST": ""}, "redis://127.0.0.1:6379/0", []),
        ({"HOST": "/run/postgresql"}, "redis://localhost/0", []),
        ({"HOST": "db.dalam"}, "redis://[::1]/0", ["DATABASE_URL"]),
        ({"HOST": "10.0.0.5", "OPTIONS": {"sslmode": "require"}}, "rediss://mq.dalam/0", ["DATABASE_URL"]),
        ({"HOST": "db.dalam", "OPTIONS": {"sslmode": "verify-full"}}, "redis://mq.dalam/0", ["REDIS_URL"]),
    ],
)
def test_jalan_terbuka_ke_mesin_lain_disebut(
    monkeypatch: pytest.MonkeyPatch, basis: dict[str, object], redis: str, disebut: list[str]
) -> None:
    monkeypatch.setattr(checks, "settings", SimpleNamespace(DATABASES={"default": basis}, REDIS_URL=redis))
    pesan = periksa_sandi_jaringan()
    assert [(satu.id, satu.msg.split()[0]) for satu in pesan] == [("siapp.W004", nama) for nama in disebut]
