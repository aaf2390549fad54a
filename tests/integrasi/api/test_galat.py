"""Every error below /api/ and /oauth2/ has one shape and tells nothing about the inside."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from integrasi.api import salinan, unduh
from tests.integrasi.api.conftest import Mitra, masalah

ALAMAT = {
    "/api/v1/usulan/x/status-verifikasi": {"get", "head"},
    "/api/v1/notifikasi-verifikasi": {"post"},
    "/api/v1/salinan-keppres": {"get", "head"},
    "/api/v1/unduh/x": {"get", "head"},
    "/api/v1/info": {"get", "head"},
    "/api/v1/skema.json": {"get", "head"},
    "/api/v1/dokumentasi/": {"get", "head"},
}
METODE = ("get", "head", "post", "put", "patch", "delete", "options", "trace")


@pytest.mark.parametrize("alamat", ["/api/", "/api/v1/", "/api/v2/info", "/api/v1/info/", "/api/v1/x\ny", "/oauth2/"])
@pytest.mark.parametrize("metode", METODE)
def test_alamat_tak_dikenal_404_pada_setiap_metode(db: None, alamat: str, metode: str) -> None:
    jawaban = getattr(Client(), metode)(alamat)
    assert jawaban.status_code == 404
    if metode != "head":
        assert masalah(jawaban)["type"] == "urn:siapp:galat:tidak-ditemukan"


@pytest.mark.parametrize("alamat", ALAMAT)
def test_metode_yang_tidak_dilayani_405_dengan_allow(mitra: Mitra, alamat: str) -> None:
    for metode in set(METODE) - ALAMAT[alamat]:
        jawaban = getattr(mitra.klien, metode)(alamat, headers=mitra.kepala)
        assert jawaban.status_code == 405, metode
        assert {satu.strip().lower() for satu in jawaban["Allow"].split(",")} == ALAMAT[alamat]
        if metode != "head":
            assert masalah(jawaban)["type"] == "urn:siapp:galat:metode-salah"


@pytest.mark.parametrize(
    ("galat", "status", "jenis"),
    [(RuntimeError("SELECT rahasia"), 500, "kesalahan-kami"), (OperationalError("kata sandi"), 503, "sibuk")],
)
def test_kesalahan_kami_tidak_membocorkan_apa_pun(
    mitra: Mitra, monkeypatch: pytest.MonkeyPatch, galat: Exception, status: int, jenis: str
) -> None:
    def rusak(*_: Any) -> None:
        raise galat

    monkeypatch.setattr(salinan, "salinan_terbit", rusak)
    jawaban = mitra.ambil("/api/v1/salinan-keppres")
    isi = masalah(jawaban)
    assert (jawaban.status_code, isi["type"]) == (status, f"urn:siapp:galat:{jenis}")
    assert str(galat) not in jawaban.content.decode()
    assert jawaban.has_header("Retry-After") is (status == 503)


def test_token_tautan_tidak_masuk_log_walau_gagal(
    mitra: Mitra, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def rusak(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(unduh, "berkas_dari_tautan", rusak)
    assert mitra.klien.get("/api/v1/unduh/TOKEN-RAHASIA").status_code == 500
    assert "api_gagal" in caplog.text
    assert "TOKEN-RAHASIA" not in caplog.text


def test_accept_yang_aneh_tetap_dijawab_json(mitra: Mitra) -> None:
    kepala = {**mitra.kepala, "Accept": "text/xml"}
    assert mitra.klien.get("/api/v1/salinan-keppres", headers=kepala).json()["code"] == 1


def test_jawaban_tidak_disimpan_perantara_dan_tanpa_cookie(mitra: Mitra) -> None:
    jawaban = mitra.ambil("/api/v1/salinan-keppres")
    assert jawaban["Cache-Control"] == "no-store"
    assert jawaban["X-Content-Type-Options"] == "nosniff"
    assert not jawaban.cookies


@pytest.mark.parametrize("alamat", ["/api/v1/salinan-keppres", "/api/v1/tidak-ada", "/sehat"])
def test_jawaban_bagi_mesin_menyebut_panjangnya_dan_kebijakannya(mitra: Mitra, alamat: str) -> None:
    jawaban = mitra.ambil(alamat)
    assert int(jawaban["Content-Length"]) == len(jawaban.content)
    assert "default-src 'none'" in jawaban["Content-Security-Policy"]
