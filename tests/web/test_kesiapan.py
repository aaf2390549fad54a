"""What a load balancer asks: alive, ready, and in one word why not."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

from siapp.akun.peran import JenisPeran
from siapp.web import kesiapan
from tests.sarana import port_bebas

Masuk = Callable[..., Client]


@pytest.fixture(autouse=True)
def penanya_baru(monkeypatch: pytest.MonkeyPatch) -> None:
    """No question of another test is still under way."""
    monkeypatch.setattr(kesiapan, "_penanya", kesiapan.Penanya(kesiapan.migrasi_terpasang))
    monkeypatch.setattr(kesiapan, "BATAS_JAWAB", 20.0)


@pytest.fixture
def basis_data_hilang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", str(port_bebas()))


@pytest.fixture
def basis_data_diam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server that takes the connection and says nothing."""
    monkeypatch.setattr(kesiapan, "BATAS_JAWAB", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as pendengar:
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", str(pendengar.getsockname()[1]))
        yield


def _siap(klien: Client, **kepala: str) -> tuple[int, dict[str, Any]]:
    jawaban = klien.get("/siap", headers=kepala)
    return jawaban.status_code, jawaban.json()


@pytest.mark.django_db
def test_proses_yang_lengkap_mengaku_siap(client: Client) -> None:
    assert _siap(client) == (200, {"status": "siap"})


def test_hidup_dijawab_tanpa_basis_data(client: Client, basis_data_hilang: None) -> None:
    jawaban = client.get("/hidup")
    assert (jawaban.status_code, jawaban.json()) == (200, {"status": "hidup"})
    assert "no-store" in jawaban["Cache-Control"]


def test_basis_data_yang_hilang_disebut_dengan_satu_kata(client: Client, basis_data_hilang: None) -> None:
    assert _siap(client) == (503, {"status": "belum", "halangan": "basisdata"})


def test_basis_data_yang_diam_tidak_menahan_jawaban(client: Client, basis_data_diam: None) -> None:
    assert _siap(client) == (503, {"status": "belum", "halangan": "basisdata"})


def test_kuki_sesi_tidak_mengubah_jawaban_saat_basis_data_hilang(
    masuk: Masuk, basis_data_hilang: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    klien = masuk(JenisPeran.ADMINISTRATOR)
    with django_assert_num_queries(0):
        assert _siap(klien)[0] == 503
        assert klien.get("/hidup").status_code == 200


def test_yang_bertanya_bersamaan_berbagi_satu_pertanyaan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kesiapan, "BATAS_JAWAB", 0.05)
    from threading import Event

    ditanya, boleh = [], Event()

    def tanyakan() -> frozenset[tuple[str, str]]:
        ditanya.append(1)
        boleh.wait(20)
        return frozenset({("a", "0001")})

    penanya = kesiapan.Penanya(tanyakan)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            penanya.tanya()
    assert len(ditanya) == 1
    boleh.set()
    monkeypatch.setattr(kesiapan, "BATAS_JAWAB", 20.0)
    assert penanya.tanya() == {("a", "0001")}


@pytest.mark.django_db
def test_migrasi_yang_kurang_disebut(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    kurang = kesiapan.migrasi_dibutuhkan() | {("usulan", "9999_besok")}
    monkeypatch.setattr(kesiapan, "migrasi_dibutuhkan", lambda: kurang)
    assert _siap(client) == (503, {"status": "belum", "halangan": "migrasi"})


@pytest.mark.django_db
def test_migrasi_rilis_berikutnya_tidak_menghalangi_rilis_ini(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sebagian = frozenset(sorted(kesiapan.migrasi_dibutuhkan())[:-1])
    monkeypatch.setattr(kesiapan, "migrasi_dibutuhkan", lambda: sebagian)
    assert _siap(client)[0] == 200


@pytest.mark.django_db
def test_berkas_statis_yang_belum_dikumpulkan_disebut(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kosong = CompressedManifestStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    monkeypatch.setattr(kesiapan, "staticfiles_storage", kosong)
    assert _siap(client) == (503, {"status": "belum", "halangan": "statis"})
    assert kesiapan.staticfiles_storage is not staticfiles_storage


@pytest.mark.django_db
def test_penyimpanan_yang_tidak_menerima_tulisan_disebut(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_storage._wrapped, "location", "/proc/tidak-dapat-ditulis")
    assert _siap(client) == (503, {"status": "belum", "halangan": "penyimpanan"})


@pytest.mark.django_db
def test_pemantau_boleh_menyebut_nama_apa_pun_dan_tidak_dialihkan(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["siapp.contoh.go.id"]
    settings.SECURE_SSL_REDIRECT = True
    for jalan in ("/hidup", "/siap", "/sehat"):
        jawaban = client.get(jalan, headers={"Host": "10.1.2.3:8000"})
        assert jawaban.status_code == 200
        assert b"10.1.2.3" not in jawaban.content
    assert client.get("/bantuan/", headers={"Host": "10.1.2.3:8000"}).status_code in {301, 400}
