"""A tiny answerer for what a well-behaved server cannot do: RST, half answers, drips, HTML, silence."""

import json
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TOKEN = "/oauth2/token"
SSO = "/auth/sso/token"
Aksi = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Catatan:
    metode: str
    jalur: str
    kepala: dict[str, str]
    isi: bytes
    asal: tuple[str, int]


@dataclass
class Mitra:
    """Answers each data call with the next of `giliran` (the last one stays), tokens with fresh ones."""

    url: str = ""
    giliran: deque[Aksi] = field(default_factory=deque)
    catatan: list[Catatan] = field(default_factory=list)
    token_dibuat: dict[str, int] = field(default_factory=lambda: {TOKEN: 0, SSO: 0})
    aksi_token: Aksi | None = None
    umur_token: int = 3600
    jeda_baca: float = 0.0
    kunci: threading.Lock = field(default_factory=threading.Lock)

    def jawab(self, *aksi: Aksi) -> None:
        self.giliran = deque(aksi)

    @property
    def data(self) -> list[Catatan]:
        return [c for c in self.catatan if c.jalur.partition("?")[0] not in (TOKEN, SSO)]


def isi(badan: Any, status: int = 200, tipe: str = "application/json", **kepala: str) -> Aksi:
    """Answer with `badan`: bytes as they are, anything else as JSON."""
    muatan = badan if isinstance(badan, bytes) else json.dumps(badan).encode()

    def aksi(h: BaseHTTPRequestHandler) -> None:
        h.send_response(status)
        h.send_header("Content-Type", tipe)
        h.send_header("Content-Length", str(len(muatan)))
        for nama, nilai in kepala.items():
            h.send_header(nama.replace("_", "-"), nilai)
        h.end_headers()
        h.wfile.write(muatan)

    return aksi


def reset(h: BaseHTTPRequestHandler) -> None:
    """Cut the connection with a RST."""
    h.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    h.close_connection = True
    h.connection.shutdown(socket.SHUT_RD)
    h.rfile.close()
    h.connection.close()


def tutup(h: BaseHTTPRequestHandler) -> None:
    """Close politely without a single byte of answer."""
    h.close_connection = True


def setengah(h: BaseHTTPRequestHandler) -> None:
    """Promise more than is sent."""
    h.send_response(200)
    h.send_header("Content-Length", "1000")
    h.end_headers()
    h.wfile.write(b'{"code":1,"data":')
    h.close_connection = True


def potong_setengah(h: BaseHTTPRequestHandler) -> None:
    """The same with chunks."""
    h.send_response(200)
    h.send_header("Transfer-Encoding", "chunked")
    h.end_headers()
    h.wfile.write(b'5\r\n{"cod\r\n')
    h.close_connection = True


def diam(detik: float) -> Aksi:
    def aksi(h: BaseHTTPRequestHandler) -> None:
        time.sleep(detik)
        h.close_connection = True

    return aksi


def tetes(detik: float) -> Aksi:
    """An answer that never ends, one byte at a time."""

    def aksi(h: BaseHTTPRequestHandler) -> None:
        h.send_response(200)
        h.send_header("Content-Length", "100000")
        h.end_headers()
        akhir = time.monotonic() + detik
        h.close_connection = True
        try:
            while time.monotonic() < akhir:
                h.wfile.write(b" ")
                time.sleep(0.02)
        except OSError:
            return

    return aksi


def sukses(data: Any = None) -> Aksi:
    return isi({"code": 1, "count": 1, "data": data, "message": "success"})


class _Peladen(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Cut connections are the point of these tests, not noise for their output."""


def _penangan(mitra: Mitra) -> type[BaseHTTPRequestHandler]:
    class Penangan(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20
        disable_nagle_algorithm = True

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def _layani(self) -> None:
            jalur = self.path.partition("?")[0]
            if jalur not in mitra.token_dibuat:
                time.sleep(mitra.jeda_baca)
            badan = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with mitra.kunci:
                mitra.catatan.append(
                    Catatan(self.command, self.path, dict(self.headers.items()), badan, self.client_address)
                )
                if jalur in mitra.token_dibuat:
                    mitra.token_dibuat[jalur] += 1
                    nomor = mitra.token_dibuat[jalur]
                    aksi = mitra.aksi_token or isi(
                        {"access_token": f"{jalur.rsplit('/', 1)[-2][-3:]}-{nomor}", "expires_in": mitra.umur_token}
                    )
                else:
                    aksi = mitra.giliran.popleft() if len(mitra.giliran) > 1 else mitra.giliran[0]
            aksi(self)

        do_GET = do_POST = do_DELETE = _layani  # noqa: N815  (names of http.server)

    return Penangan


def nyalakan(sertifikat: Path | None = None) -> tuple[Mitra, _Peladen]:
    """Start one on a free port of 127.0.0.1; with `sertifikat` (PEM, key and certificate) it speaks TLS."""
    mitra = Mitra()
    peladen = _Peladen(("127.0.0.1", 0), _penangan(mitra))
    if sertifikat:
        konteks = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        konteks.load_cert_chain(sertifikat)
        peladen.socket = konteks.wrap_socket(peladen.socket, server_side=True)
    mitra.url = f"{'https' if sertifikat else 'http'}://127.0.0.1:{peladen.server_port}"
    threading.Thread(target=peladen.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return mitra, peladen
