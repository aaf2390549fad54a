"""What BKN is answered while the exchange is stopped (Pasal 8)."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import KejadianMasuk
from integrasi.petugas.pertukaran import hentikan, mulai_lagi
from tests import dunia as d
from tests.integrasi.api.conftest import Mitra, dikenal_siasn

BAIK = {"id_usulan": "abc-12345", "status": "BTL", "tanggal_verifikasi": "14-03-2025", "keterangan": "Kurang."}


def _ditolak(jawaban: Any) -> None:
    isi = jawaban.json()
    assert jawaban.status_code == 503
    assert jawaban["Retry-After"] == "3600"
    assert jawaban["Content-Type"] == "application/problem+json"
    assert isi["type"] == "urn:siapp:galat:dihentikan"
    assert "Perjanjian dibatalkan." in isi["message"]


@pytest.fixture
def berhenti(dunia: d.Dunia) -> None:
    hentikan("Perjanjian dibatalkan.", oleh=dunia.administrator)


def test_api_8_9_dan_12_menjawab_503_dengan_alasannya(mitra: Mitra, berhenti: None) -> None:
    _ditolak(mitra.kirim(BAIK))
    _ditolak(mitra.ambil("/api/v1/salinan-keppres"))
    _ditolak(mitra.ambil("/api/v1/usulan/abc-12345/status-verifikasi"))
    assert not KejadianMasuk.objects.exists()


def test_yang_tanpa_token_tidak_diberi_tahu(berhenti: None) -> None:
    assert Client().get("/api/v1/salinan-keppres").status_code == 401


def test_info_tetap_menjawab_dan_token_tetap_diberikan(mitra: Mitra, berhenti: None) -> None:
    assert Client().get("/api/v1/info").status_code == 200
    assert mitra.minta_token().status_code == 200


def test_tautan_salinan_menunggu_dan_terbuka_lagi(mitra: Mitra, dunia: d.Dunia) -> None:
    dikenal_siasn(d.keppres_terbit(dunia))
    rencanakan_tertunda()
    (satu,) = mitra.ambil("/api/v1/salinan-keppres").json()["data"]
    alamat = urlsplit(satu["download_url"]).path
    hentikan("Perjanjian dibatalkan.", oleh=dunia.administrator)
    _ditolak(Client().get(alamat))
    mulai_lagi("Uji.", oleh=dunia.administrator)
    assert b"".join(Client().get(alamat)).startswith(b"%PDF-")


def test_notifikasi_yang_dikirim_lagi_sesudahnya_diterima_sekali(mitra: Mitra, dunia: d.Dunia) -> None:
    hentikan("Perjanjian dibatalkan.", oleh=dunia.administrator)
    _ditolak(mitra.kirim(BAIK))
    mulai_lagi("Uji.", oleh=dunia.administrator)
    for _ in range(2):
        assert mitra.kirim(BAIK).status_code == 200
    assert KejadianMasuk.objects.count() == 1
