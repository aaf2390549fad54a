"""What leaves the installation for those who watch it: spans and errors, joined, and no personal data in them."""

import base64
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sentry_sdk
from celery import signals
from django.core.checks import Error
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from pytest_django import Settings

from integrasi.mitra.setelan import buka_transport
from integrasi.siasn.errors import GalatSiasn
from integrasi.siasn.transport import Permintaan
from siapp import laporan
from siapp.celery import app
from siapp.jejak import KEPALA, NAMA
from siapp.laporan import galat, rentang
from siapp.web.akses import publik
from tests.integrasi.conftest import Siasn, siasn
from tests.sarana import tunggu

__all__ = ["siasn"]

NIP, NAMA_ORANG, RAHASIA = "198765432109876543", "Kenari Sulistyowati", "kenari-rahasia-42"
KENARI = (NIP, NAMA_ORANG, NAMA_ORANG.split()[0], RAHASIA, "kenari=")
PENERIMA = """
import base64, gzip, http.server, json, sys
class Terima(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        isi = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            isi = gzip.decompress(isi)
        with open(sys.argv[1], "a") as berkas:
            berkas.write(json.dumps([self.path, base64.b64encode(isi).decode()]) + "\\n")
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Terima)
print(server.server_port, flush=True)
server.serve_forever()
"""


@dataclass
class Penerima:
    """A receiver in a process of its own."""

    port: int
    berkas: Path

    def datang(self) -> list[tuple[str, bytes]]:
        baris = self.berkas.read_text().splitlines() if self.berkas.exists() else []
        return [(jalan, base64.b64decode(isi)) for jalan, isi in map(json.loads, baris)]


@pytest.fixture
def penerima(tmp_path: Path) -> Iterator[Penerima]:
    perintah = [sys.executable, "-c", PENERIMA, str(tmp_path / "datang")]
    proses = subprocess.Popen(perintah, stdout=subprocess.PIPE, text=True)
    assert proses.stdout
    yield Penerima(int(proses.stdout.readline()), tmp_path / "datang")
    proses.kill()
    proses.communicate()


@publik
def baik(request: HttpRequest, nomor: int) -> HttpResponse:
    return HttpResponse(NAMA_ORANG)


@publik
def rusak(request: HttpRequest) -> HttpResponse:
    nama, nip = NAMA_ORANG, NIP
    try:
        raise LookupError(f"Key (nama)=({nama}) {nip} {RAHASIA}")
    except LookupError as sebab:
        raise RuntimeError(f"{nama} {nip} {RAHASIA}") from sebab


urlpatterns = [path("uji/<int:nomor>/baik", baik), path("uji/rusak", rusak), path("", include("siapp.urls"))]


def handler500(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=500)


@app.task(name="integrasi.tasks.kirim_uji_laporan")
def tanya_siasn() -> None:
    # SIASN knows nobody of that NIP, which stands in the address.
    with buka_transport() as transport, suppress(GalatSiasn):
        transport.panggil(Permintaan(api="asn", metode="GET", isian={"nip": NIP}))


@pytest.fixture
def alamat_uji(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def klien(alamat_uji: None, db: None) -> Client:
    klien = Client(raise_request_exception=False, headers={"X-Kenari": RAHASIA, "Authorization": f"Bearer {RAHASIA}"})
    klien.cookies["kenari"] = RAHASIA
    return klien


@pytest.fixture
def spans(penerima: Penerima, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Penerima]:
    settings.OTEL_EXPORTER_OTLP_ENDPOINT = f"http://127.0.0.1:{penerima.port}"
    monkeypatch.setattr(rentang, "_pengirim", None)
    rentang.nyalakan()
    yield penerima
    assert rentang._pengirim
    rentang._pengirim.shutdown()


@pytest.fixture
def kesalahan(penerima: Penerima, settings: Settings) -> Iterator[Penerima]:
    settings.SENTRY_DSN = f"http://kunci@127.0.0.1:{penerima.port}/7"
    galat.nyalakan()
    yield penerima
    sentry_sdk.get_client().close()
    # What it turns on by itself patches `subprocess` for good.
    sentry_sdk.init(default_integrations=False, auto_enabling_integrations=False)
    akar = logging.getLogger()
    akar.handlers = [satu for satu in akar.handlers if not isinstance(satu, galat.Pelapor)]


def _bersih(penerima: Penerima) -> None:
    isi = b"".join(isi for _, isi in penerima.datang())
    assert isi
    assert [kenari for kenari in KENARI if kenari.encode() in isi] == []


def _spans(penerima: Penerima) -> dict[str, Any]:
    semua = {}
    for jalan, isi in penerima.datang():
        assert jalan == "/v1/traces"
        for sumber in ExportTraceServiceRequest.FromString(isi).resource_spans:
            semua |= {satu.name: satu for ruang in sumber.scope_spans for satu in ruang.spans}
    return semua


def _isi(satu: Any) -> dict[str, Any]:
    return {a.key: a.value.string_value or a.value.int_value for a in satu.attributes}


def _sebagai_pekerja(permintaan: str) -> None:
    """Run the task as a worker does: what a message carries in its headers stands in the request of the task."""
    tanya_siasn.push_request(id="satu", **{NAMA: permintaan})
    try:
        signals.task_prerun.send(sender=tanya_siasn, task_id="satu", task=tanya_siasn)
        tanya_siasn.run()
        signals.task_postrun.send(sender=tanya_siasn, task_id="satu", state="SUCCESS")
    finally:
        tanya_siasn.pop_request()


def test_permintaan_tugas_dan_panggilan_siasn_satu_jejak(siasn: Siasn, klien: Client, spans: Penerima) -> None:
    jawaban = klien.post(f"/uji/12/baik?nip={NIP}&nama={NAMA_ORANG}", {"nama": NAMA_ORANG, "sandi": RAHASIA})
    permintaan = jawaban.headers[KEPALA]
    _sebagai_pekerja(permintaan)
    assert rentang._pengirim
    rentang._pengirim.force_flush()
    web, tugas, panggilan = (_spans(spans)[nama] for nama in ("permintaan", "tugas", "panggilan"))
    assert {satu.trace_id.hex() for satu in (web, tugas, panggilan)} == {permintaan}
    assert (web.parent_span_id, tugas.parent_span_id, panggilan.parent_span_id) == (b"", web.span_id, tugas.span_id)
    assert _isi(web) == {"siapp.metode": "POST", "siapp.rute": "uji/<int:nomor>/baik", "siapp.status": 200}
    assert _isi(tugas) == {"siapp.tugas": tanya_siasn.name, "siapp.hasil": "SUCCESS"}
    assert _isi(panggilan).items() >= {"siapp.api": "asn", "siapp.metode": "GET"}.items()
    _bersih(spans)


def test_galat_dilaporkan_dengan_tempatnya_tanpa_kata_dan_isinya(klien: Client, kesalahan: Penerima) -> None:
    jawaban = klien.post(f"/uji/rusak?nip={NIP}", {"nama": NAMA_ORANG, "sandi": RAHASIA})
    assert jawaban.status_code == 500
    sentry_sdk.flush()
    tunggu(lambda: kesalahan.datang() != [])
    ((jalan, isi),) = kesalahan.datang()
    assert jalan == "/api/7/envelope/"
    kejadian = json.loads(isi.splitlines()[2])
    rantai = kejadian["exception"]["values"]
    assert [satu["type"] for satu in rantai] == ["LookupError", "RuntimeError"]
    assert rantai[-1]["stacktrace"]["frames"][-1]["function"] == "rusak"
    assert kejadian["tags"] == {"permintaan": jawaban.headers[KEPALA]}
    assert set(kejadian) <= {*galat.UTUH, "tags", "exception", "sdk", "contexts"}
    _bersih(kesalahan)


def test_galat_yang_dicatat_sendiri_dan_oleh_pustaka_dilaporkan(kesalahan: Penerima) -> None:
    for pencatat in ("integrasi.keluar", "celery.app.trace"):
        try:
            raise ValueError(NAMA_ORANG)
        except ValueError:
            logging.getLogger(pencatat).exception("gagal %s", NIP)
    logging.getLogger("integrasi.keluar").error("tanpa galat %s", NIP)
    sentry_sdk.flush()
    tunggu(lambda: len(kesalahan.datang()) == 2)
    _bersih(kesalahan)


def test_tanpa_penerima_tidak_ada_yang_dikirim_dan_pustaka_tidak_dimuat() -> None:
    naskah = (
        "import sys, django; django.setup(); from siapp.laporan.rentang import rentang\n"
        "with rentang('x') as isi: isi['status'] = 1\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('opentelemetry', 'sentry_sdk')])"
    )
    hasil = subprocess.run([sys.executable, "-c", naskah], capture_output=True, text=True, check=True)
    assert hasil.stdout.strip() == "[]"


def test_yang_dinyalakan_tetapi_belum_terpasang_disebut_caranya(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SENTRY_DSN = "https://kunci@galat.contoh.go.id/1"
    settings.OTEL_EXPORTER_OTLP_ENDPOINT = "https://jejak.contoh.go.id"
    assert laporan.periksa_pustaka() == []
    monkeypatch.setattr(laporan, "PUSTAKA", dict.fromkeys(laporan.PUSTAKA, "tidak.ada.di_sini"))
    keluhan = laporan.periksa_pustaka()
    assert [satu.id for satu in keluhan] == ["siapp.E008"] * 2
    assert all(isinstance(satu, Error) and "requirements-pantau.txt" in str(satu.hint) for satu in keluhan)
    assert not laporan.menyala("SENTRY_DSN")
