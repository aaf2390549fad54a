"""The gate of `make kembang`: who comes while the web starts again waits, and is told when it cannot."""

import http.server
import threading
from collections.abc import Callable, Iterator

import pytest
import requests

from siapp.lokal.gerbang import Gerbang
from tests.sarana import SABAR, port_bebas, tunggu


class _Jawab(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        isi = b"x" * 300_000
        self.send_response(200)
        self.send_header("Content-Length", str(len(isi)))
        self.end_headers()
        self.wfile.write(isi)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def gerbang() -> Iterator[Gerbang]:
    with Gerbang(port_bebas(), port_bebas()) as satu:
        yield satu


@pytest.fixture
def web(gerbang: Gerbang) -> Iterator[Callable[[], None]]:
    """Start the web behind the gate."""
    jalan: list[http.server.ThreadingHTTPServer] = []

    def mulai() -> None:
        jalan.append(http.server.ThreadingHTTPServer(("127.0.0.1", gerbang.port_web), _Jawab))
        threading.Thread(target=jalan[0].serve_forever, daemon=True).start()

    yield mulai
    for satu in jalan:
        satu.shutdown()
        satu.server_close()


def _minta(gerbang: Gerbang, hasil: list[requests.Response]) -> threading.Thread:
    def kerjakan() -> None:
        hasil.append(requests.get(f"http://127.0.0.1:{gerbang.port}/", timeout=SABAR))

    utas = threading.Thread(target=kerjakan)
    utas.start()
    return utas


def test_permintaan_menunggu_web_yang_sedang_dimulai(gerbang: Gerbang, web: Callable[[], None]) -> None:
    hasil: list[requests.Response] = []
    utas = _minta(gerbang, hasil)
    utas.join(0.3)
    assert utas.is_alive()
    web()
    utas.join(SABAR)
    assert [len(satu.content) for satu in hasil] == [300_000]


def test_permintaan_tidak_sampai_kepada_web_yang_akan_dihentikan(gerbang: Gerbang, web: Callable[[], None]) -> None:
    web()
    gerbang.ditahan = True
    hasil: list[requests.Response] = []
    utas = _minta(gerbang, hasil)
    utas.join(0.3)
    assert hasil == []
    gerbang.ditahan = False
    tunggu(lambda: [satu.status_code for satu in hasil] == [200])


def test_web_yang_mati_disebut_dan_tidak_ditunggu(gerbang: Gerbang) -> None:
    gerbang.mati = True
    jawaban = requests.get(f"http://127.0.0.1:{gerbang.port}/", timeout=SABAR)
    assert jawaban.status_code == 503
    assert "Web berhenti karena kesalahan di berkas yang diubah" in jawaban.text


def test_port_yang_terpakai_diketahui_dan_port_dilepas_pada_akhir(gerbang: Gerbang) -> None:
    with pytest.raises(OSError, match="address already in use"), Gerbang(gerbang.port, gerbang.port_web):
        pass
    port = port_bebas()
    for _ in range(2):
        with Gerbang(port, gerbang.port_web):
            pass
