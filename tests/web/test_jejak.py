"""One id from the proxy to the worker and to SIASN, and back on every page of an error."""

import re
from typing import Any

import pytest
import structlog
from django.test import Client
from pytest_django import Settings
from structlog.testing import capture_logs

from integrasi import tasks
from siapp import bangun
from siapp.celery import app
from siapp.jejak import jejak_kini, mulai_jejak, wajar
from siapp.jejak_tugas import tugas_mulai, tugas_selesai

DARI_PROKSI = "4f0c1d2e3a4b5c6d7e8f9a0b1c2d3e4f"


def _baris(klien: Client, jalan: str, **kepala: str) -> tuple[Any, dict[str, Any]]:
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as catatan:
        jawaban = klien.get(jalan, headers=kepala)
    (satu,) = [c for c in catatan if c["event"] == "permintaan_dijawab"]
    return jawaban, satu


@pytest.mark.django_db
def test_id_dari_proksi_dipakai_dan_dikembalikan(client: Client, settings: Settings) -> None:
    settings.PROKSI_TEPERCAYA = 1
    jawaban, baris = _baris(client, "/terbuka/", **{"X-Request-ID": DARI_PROKSI})
    assert jawaban["X-Request-ID"] == baris["permintaan"] == DARI_PROKSI


@pytest.mark.django_db
def test_tanpa_proksi_kita_sendiri_yang_memberi_id(client: Client, settings: Settings) -> None:
    settings.PROKSI_TEPERCAYA = 0
    jawaban = client.get("/terbuka/", headers={"X-Request-ID": DARI_PROKSI})
    assert jawaban["X-Request-ID"] != DARI_PROKSI
    assert wajar(jawaban["X-Request-ID"])


@pytest.mark.parametrize("usul", ["", "pendek", "a" * 65, "ada spasi di dalam", "199001012015031001", "a\r\nb: cccccc"])
def test_id_yang_tidak_wajar_diganti(usul: str) -> None:
    satu = mulai_jejak(usul)
    assert satu != usul
    assert satu == jejak_kini()


@pytest.mark.django_db
def test_baris_menyebut_rute_dan_lamanya_tanpa_alamat_dan_kueri(client: Client) -> None:
    _, baris = _baris(client, "/terbuka/?nip=199001012015031001&kunci=rahasia")
    assert (baris["metode"], baris["rute"], baris["status"]) == ("GET", "terbuka/", 200)
    assert isinstance(baris["ms"], int)
    assert "rahasia" not in str(baris)
    assert "1990" not in str(baris)


@pytest.mark.django_db
def test_pemantau_yang_menemukan_semua_baik_tidak_memenuhi_catatan(client: Client) -> None:
    _, baris = _baris(client, "/hidup")
    assert baris["log_level"] == "debug"


@pytest.mark.django_db
@pytest.mark.parametrize(("jalan", "status"), [("/tidak-ada/", 404), ("/kendala-tanpa-kata/", 500)])
def test_halaman_galat_menyebut_nomor_permintaan(client: Client, jalan: str, status: int) -> None:
    client.raise_request_exception = False
    jawaban = (client.post if status == 500 else client.get)(jalan)
    assert jawaban.status_code == status
    nomor = re.search(r"Nomor permintaan: <code>(\w+)</code>", jawaban.content.decode())
    assert nomor
    assert nomor[1] == jawaban["X-Request-ID"]


@pytest.mark.django_db
def test_galat_api_membawa_id_pada_tajuknya(client: Client) -> None:
    assert wajar(client.get("/api/tidak-ada")["X-Request-ID"])


def test_id_ikut_membangunkan_pekerja_dan_menjadi_jejaknya(monkeypatch: pytest.MonkeyPatch) -> None:
    dikirim: list[dict[str, Any]] = []
    monkeypatch.setattr(app, "send_task", lambda *_, **isi: dikirim.append(isi))
    mulai_jejak(DARI_PROKSI)
    assert bangun.bangunkan("integrasi.tasks.kirim")
    (pesan,) = dikirim
    tugas = tasks.kirim
    tugas.push_request(**pesan["headers"])
    try:
        tugas_mulai("nomor-tugas", tugas)
        assert jejak_kini() == DARI_PROKSI
        with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as catatan:
            tugas_selesai("nomor-tugas", "SUCCESS")
    finally:
        tugas.pop_request()
    assert [(c["event"], c["tugas"], c["log_level"]) for c in catatan] == [
        ("tugas_selesai", "integrasi.tasks.kirim", "info")
    ]
    assert jejak_kini() == ""


def test_sapuan_tanpa_kerja_tidak_memenuhi_catatan() -> None:
    tugas = tasks.kirim
    tugas_mulai("nomor-sapuan-1", tugas)
    assert jejak_kini() == "nomor-sapuan-1"
    with capture_logs() as catatan:
        tugas_selesai("nomor-sapuan-1", "SUCCESS")
    assert [c["log_level"] for c in catatan] == ["debug"]
