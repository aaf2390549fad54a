"""Tokens: who gets one, what is stored of it, what it opens and for how long."""

import hashlib
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from integrasi.api import otentikasi
from integrasi.api.klien import cabut_klien
from siapp.akun.peran import Mesin
from tests.integrasi.api.conftest import FORMULIR, SEMUA_LINGKUP, BuatMitra, Mitra, masalah

TAK_ADA = "/api/v1/usulan/tidak-ada-1/status-verifikasi"
SALINAN = "/api/v1/salinan-keppres"


def test_token_berlaku_lima_belas_menit_dan_tersimpan_sebagai_sidik(buat_mitra: BuatMitra) -> None:
    jawaban = buat_mitra().minta_token()
    isi = jawaban.json()
    assert set(isi) == {"access_token", "expires_in", "token_type", "scope"}
    assert (isi["token_type"], isi["expires_in"]) == ("Bearer", 900)
    assert isi["scope"].split() == list(SEMUA_LINGKUP)
    assert jawaban["Cache-Control"] == "no-store"
    tersimpan = AccessToken.objects.get()
    assert tersimpan.token == ""
    assert tersimpan.token_checksum == hashlib.sha256(isi["access_token"].encode()).hexdigest()
    assert timedelta(minutes=14) < tersimpan.expires - timezone.now() <= timedelta(minutes=15)


def test_rahasia_klien_tersimpan_sebagai_sidik(buat_mitra: BuatMitra) -> None:
    mitra = buat_mitra()
    assert mitra.rahasia not in Application.objects.get().client_secret


def test_klien_boleh_dikenal_dengan_http_basic(buat_mitra: BuatMitra) -> None:
    mitra = buat_mitra()
    basic = b64encode(f"{mitra.id}:{mitra.rahasia}".encode()).decode()
    jawaban = mitra.klien.post(
        "/oauth2/token", "grant_type=client_credentials", FORMULIR, headers={"Authorization": f"Basic {basic}"}
    )
    assert jawaban.status_code == 200


@pytest.mark.parametrize(
    ("isi", "status", "galat"),
    [
        ({"client_secret": "salah"}, 401, "invalid_client"),
        ({"client_id": "tidak-ada"}, 401, "invalid_client"),
        ({"client_id": "%00"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, 400, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, 400, "unsupported_grant_type"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"scope": "asing"}, 400, "invalid_scope"),
        ({"resource": "bukan-alamat"}, 400, "invalid_target"),
    ],
)
def test_permintaan_token_yang_salah_ditolak_menurut_rfc(
    buat_mitra: BuatMitra, isi: dict[str, str], status: int, galat: str
) -> None:
    jawaban = buat_mitra().minta_token(**isi)
    assert jawaban.status_code == status
    data = jawaban.json()
    assert (data["error"], data["code"]) == (galat, 0)
    assert data["message"]
    assert not AccessToken.objects.exists()


def test_token_tidak_dilayani_dengan_get_json_atau_isi_raksasa(buat_mitra: BuatMitra) -> None:
    mitra = buat_mitra()
    assert masalah(mitra.klien.get("/oauth2/token"))["status"] == 405
    assert masalah(mitra.klien.post("/oauth2/token", "{}", "application/json"))["status"] == 415
    assert masalah(mitra.klien.post("/oauth2/token", b"a=" + b"x" * 70_000, FORMULIR))["status"] == 413
    assert masalah(mitra.klien.post("/oauth2/token", b"a=\xff", FORMULIR))["status"] == 400


@pytest.mark.parametrize(
    "alamat", ["/oauth2/authorize", "/oauth2/revoke_token", "/oauth2/introspect", "/oauth2/token/"]
)
def test_alamat_oauth_lain_tidak_ada(db: None, alamat: str) -> None:
    for metode in ("get", "post"):
        assert masalah(getattr(Client(), metode)(alamat))["status"] == 404


@pytest.mark.parametrize(
    "kepala",
    [{}, {"Authorization": ""}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer"}, {"Authorization": "x"}],
)
def test_tanpa_token_401_dengan_tantangan(db: None, kepala: dict[str, str]) -> None:
    jawaban = Client().get(TAK_ADA, headers=kepala)
    assert masalah(jawaban)["type"] == "urn:siapp:galat:tanpa-token"
    assert jawaban["WWW-Authenticate"] == 'Bearer realm="SIAPP"'


@pytest.mark.parametrize("token", ["salah", "ÿþ", "a" * 5000, "a b", "' OR 1=1"])
def test_token_asing_401_dengan_tantangan(db: None, token: str) -> None:
    jawaban = Client().get(TAK_ADA, headers={"Authorization": f"Bearer {token}"})
    assert masalah(jawaban)["type"] == "urn:siapp:galat:token-tidak-berlaku"
    assert jawaban.status_code == 401
    assert 'error="invalid_token"' in jawaban["WWW-Authenticate"]


@pytest.mark.parametrize("lingkup", SEMUA_LINGKUP)
def test_setiap_api_meminta_lingkupnya_sendiri(buat_mitra: BuatMitra, lingkup: str) -> None:
    mitra = buat_mitra().masuk(scope=lingkup)
    panggilan: dict[str, Any] = {
        "status-verifikasi": lambda: mitra.ambil(TAK_ADA),
        "notifikasi-verifikasi": lambda: mitra.kirim({}),
        "salinan-keppres": lambda: mitra.ambil(SALINAN),
    }
    for nama, panggil in panggilan.items():
        jawaban = panggil()
        assert (jawaban.status_code == 403) is (nama != lingkup), nama
        if nama != lingkup:
            assert masalah(jawaban)["type"] == "urn:siapp:galat:lingkup-kurang"
            assert f'error="insufficient_scope", scope="{nama}"' in jawaban["WWW-Authenticate"]


def test_klien_tidak_mendapat_lingkup_yang_bukan_haknya(buat_mitra: BuatMitra) -> None:
    mitra = buat_mitra(lingkup=("status-verifikasi",))
    assert mitra.minta_token(scope="salinan-keppres").json()["error"] == "invalid_scope"
    assert mitra.minta_token().json()["scope"] == "status-verifikasi"


def test_token_mati_pada_waktunya_walau_masih_diingat(mitra: Mitra) -> None:
    assert mitra.ambil(SALINAN).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(seconds=890), tick=False):
        assert mitra.ambil(SALINAN).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(seconds=901), tick=False):
        assert mitra.ambil(SALINAN).status_code == 401


def test_token_yang_diingat_tidak_menanyai_basis_data(
    mitra: Mitra, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_assert_num_queries(1):
        assert otentikasi.klien_dari_token(mitra.token)
    with django_assert_num_queries(0):
        assert otentikasi.klien_dari_token(mitra.token)
    monkeypatch.setattr(otentikasi, "INGAT", -1.0)
    otentikasi.ingatan.kosongkan()
    with django_assert_num_queries(2):
        otentikasi.klien_dari_token(mitra.token)
        otentikasi.klien_dari_token(mitra.token)


def test_token_yang_dicabut_mati_seketika(mitra: Mitra) -> None:
    assert mitra.ambil(SALINAN).status_code == 200
    AccessToken.objects.all().delete()
    assert mitra.ambil(SALINAN).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_klien_yang_dicabut_tidak_bisa_apa_apa_lagi(buat_mitra: BuatMitra) -> None:
    mitra = buat_mitra().masuk()
    assert mitra.ambil(SALINAN).status_code == 200
    assert cabut_klien("SIASN uji", oleh=Mesin.SISTEM) == 1
    assert mitra.ambil(SALINAN).status_code == 401
    assert mitra.minta_token().status_code == 401


def test_ingatan_token_tidak_tumbuh_tanpa_batas(mitra: Mitra, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(otentikasi, "PALING_BANYAK", 3)
    klien = otentikasi.klien_dari_token(mitra.token)
    assert klien
    for nomor in range(10):
        otentikasi.ingatan.simpan(str(nomor), klien)
    assert sum(otentikasi.ingatan.ambil(str(nomor)) is not None for nomor in range(10)) <= 3


@pytest.mark.parametrize("kosong", ["", " ", "%20%20"])
def test_lingkup_kosong_berarti_semua_lingkup_klien(buat_mitra: BuatMitra, kosong: str) -> None:
    jawaban = buat_mitra().minta_token(scope=kosong)
    assert jawaban.status_code == 200
    assert jawaban.json()["scope"].split() == list(SEMUA_LINGKUP)


def test_klien_yang_ditolak_diberi_tahu_cara_mengenalkan_diri(buat_mitra: BuatMitra) -> None:
    mitra = buat_mitra()
    basic = b64encode(f"{mitra.id}:salah".encode()).decode()
    lewat_kepala = mitra.klien.post(
        "/oauth2/token", "grant_type=client_credentials", FORMULIR, headers={"Authorization": f"Basic {basic}"}
    )
    for jawaban in (lewat_kepala, mitra.minta_token(client_secret="salah")):
        assert jawaban.status_code == 401
        assert jawaban["WWW-Authenticate"] == 'Basic realm="SIAPP"'
