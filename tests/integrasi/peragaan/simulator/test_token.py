"""Both tokens, and what a call without a good one hears."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable

import requests

from tests.integrasi.peragaan.simulator.conftest import Sim, minta_apim, minta_sso
from tests.sarana import SABAR, tunggu


def _coba(sim: Sim, jalur: str, **kepala: str) -> requests.Response:
    return requests.get(sim.url + jalur, headers=kepala, timeout=SABAR)


def test_token_apim_berumur_dan_ditolak_dengan_rahasia_salah(sim: Sim) -> None:
    isi = minta_apim(sim).json()
    assert (isi["token_type"], isi["expires_in"]) == ("Bearer", 3600)
    assert minta_apim(sim, "salah").status_code == 401


def test_token_sso_adalah_jwt_dengan_exp_dan_ditolak_dengan_sandi_salah(sim: Sim) -> None:
    nilai = minta_sso(sim).json()["access_token"]
    badan = nilai.split(".")[1]
    exp = json.loads(base64.urlsafe_b64decode(badan + "=" * (-len(badan) % 4)))["exp"]
    assert 3500 < exp - time.time() <= 3600
    tolak = minta_sso(sim, "salah")
    assert (tolak.status_code, tolak.json()["error"]) == (401, "invalid_grant")


def test_tanpa_token_apim_dijawab_gerbang_900902(sim: Sim) -> None:
    jawaban = _coba(sim, "/siapp/asn")
    assert (jawaban.status_code, jawaban.json()["code"]) == (401, "900902")


def test_token_apim_salah_dijawab_gerbang_900901(sim: Sim) -> None:
    jawaban = _coba(sim, "/siapp/asn", Authorization="Bearer bohong")
    assert (jawaban.status_code, jawaban.json()["code"]) == (401, "900901")


def test_tanpa_token_sso_dijawab_jwt_kedaluwarsa(sim: Sim) -> None:
    apim = str(sim.sesi.headers["Authorization"])
    jawaban = _coba(sim, "/siapp/asn", Authorization=apim)
    assert (jawaban.status_code, jawaban.json()["message"]) == (401, "invalid or expired jwt")


def test_token_apim_di_tempat_sso_dijawab_mismatch(sim: Sim) -> None:
    apim = str(sim.sesi.headers["Authorization"])
    jawaban = _coba(sim, "/siapp/asn", Authorization=apim, Auth=apim)
    assert (jawaban.status_code, jawaban.json()["message"]) == (401, "Token SSO mismatch")


def test_referensi_cukup_dengan_token_apim(sim: Sim) -> None:
    apim = str(sim.sesi.headers["Authorization"])
    assert _coba(sim, "/siapp/referensi/golongan", Authorization=apim).status_code == 200


def test_token_yang_dimatikan_tidak_berlaku_lagi(sim: Sim) -> None:
    assert sim.ambil("/siapp/asn?limit=1").status_code == 200
    assert sim.kirim("/_sim/token/matikan", {"jenis": "sso"}).json()["mati"] >= 1
    assert sim.ambil("/siapp/asn?limit=1").json()["message"] == "invalid or expired jwt"
    sim.kirim("/_sim/token/matikan")
    assert sim.ambil("/siapp/asn?limit=1").json()["code"] == "900901"


def test_token_habis_menurut_umurnya(buat_sim: Callable[..., Sim]) -> None:
    sim = buat_sim("--token-umur", "4")
    sim.masuk()
    assert sim.ambil("/siapp/asn?limit=1").status_code == 200
    tunggu(lambda: sim.ambil("/siapp/asn?limit=1").status_code == 401)
