"""Connections that know whether a request has begun to leave, and bodies read within limits.

A refused connection, DNS or TLS failure proves that nothing reached SIASN; the same exception classes after
the first byte prove nothing. Exception types cannot tell these apart (an SSLError may be either), so the
connection itself notes the moment it begins to write.
"""

import http.client
import logging
import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Protocol, cast
from urllib.parse import unquote, urlsplit

import certifi
import urllib3.exceptions as u3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager, ProxyManager
from urllib3.response import BaseHTTPResponse
from urllib3.util import Timeout, make_headers

from integrasi.sebab import Kode
from integrasi.siasn.errors import GalatSiasn, KirimUlangNanti, ragu
from integrasi.siasn.konfigurasi import Konfigurasi

# Read size for bodies that are files: 256 KiB was measured 1.2 times as fast as urllib3's 16 KiB.
UKURAN_BLOK = 256 * 1024
UKURAN_BACA = 64 * 1024

# urllib3 writes each address at DEBUG, and API 1 has a NIP in its path.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

_GALAT_HTTP = (u3.HTTPError, http.client.HTTPException, OSError)


class _Jejak(threading.local):
    """Of the request this thread is making: has it begun to leave, and how long may one write stall (seconds)."""

    terkirim = False
    batas_tulis = 60.0


_jejak = _Jejak()


class _Berjejak:
    """Mixed into both connection classes of urllib3."""

    sock: socket.socket | None

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()  # type: ignore[attr-defined]
        if self.sock is not None:
            # urllib3 leaves the connect time-out on the socket here, too short for a partner that stalls mid-upload.
            self.sock.settimeout(_jejak.batas_tulis)
        _jejak.terkirim = True
        super().send(data)  # type: ignore[misc]


class _SambunganHttp(_Berjejak, HTTPConnection):
    pass


class _SambunganHttps(_Berjejak, HTTPSConnection):
    def _tunnel(self) -> None:
        # What is asked of the proxy is not the request: until the tunnel stands nothing has begun to leave.
        try:
            super()._tunnel()
        finally:
            _jejak.terkirim = False


class _KolamHttp(HTTPConnectionPool):
    ConnectionCls = _SambunganHttp


class _KolamHttps(HTTPSConnectionPool):
    ConnectionCls = _SambunganHttps


_KOLAM = {"http": _KolamHttp, "https": _KolamHttps}


class Isi(Protocol):
    """A body that is read while it leaves: `len` bytes in all."""

    len: int

    def read(self, ukuran: int = -1) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Surat:
    """One request, ready to leave."""

    metode: str
    url: str
    kepala: Mapping[str, str]
    isi: bytes | Isi | None = None


def _pengelola(konfigurasi: Konfigurasi, skema: str) -> PoolManager:
    """Keep-alive pools of one thread, for three hosts at most: SIASN and its two token services."""
    pilihan: dict[str, Any] = {
        "num_pools": 3,
        "maxsize": konfigurasi.pool_size,
        "blocksize": UKURAN_BLOK,
        "cert_reqs": "CERT_REQUIRED",
        "ca_certs": konfigurasi.ca_bundle or certifi.where(),
    }
    pengelola = PoolManager(**pilihan)
    # Without TLS only this machine is called (`konfigurasi`): no proxy stands on that way.
    if konfigurasi.proksi and skema == "https":
        akun = urlsplit(konfigurasi.proksi)
        sandi = f"{unquote(akun.username or '')}:{unquote(akun.password or '')}" if akun.username else None
        pengelola = ProxyManager(konfigurasi.proksi, proxy_headers=make_headers(proxy_basic_auth=sandi), **pilihan)
    pengelola.pool_classes_by_scheme = _KOLAM
    return pengelola


class Saluran:
    """The connections of one thread of one process.

    On urllib3 itself: what `requests` adds (redirects, cookies, netrc, proxies of the environment) is not wanted, and
    its way there costs as much as the call.
    """

    def __init__(self, konfigurasi: Konfigurasi) -> None:
        self.pid = os.getpid()
        self._pengelola = {skema: _pengelola(konfigurasi, skema) for skema in _KOLAM}
        self._kolam: dict[str, HTTPConnectionPool] = {}
        self._umur_diam = konfigurasi.umur_diam
        self._terakhir = time.monotonic()

    @contextmanager
    def tukar(self, surat: Surat, *, waktu: tuple[float, float], tulis: bool) -> Iterator[BaseHTTPResponse]:
        """Send and give the answer with its body unread; the connection is kept when the body was read to its end.

        `waktu`: connect and read time-out in seconds. Raises `KirimUlangNanti` or `LihatDulu`.
        """
        respons = self._kirim(surat, waktu, tulis)
        try:
            yield respons
        finally:
            respons.close()

    def _kirim(self, surat: Surat, waktu: tuple[float, float], tulis: bool) -> BaseHTTPResponse:
        if time.monotonic() - self._terakhir > self._umur_diam:
            self.tutup()
        _jejak.terkirim = False
        _jejak.batas_tulis = waktu[1]
        skema, _, sisa = surat.url.partition("://")
        tuan, garis, jalan = sisa.partition("/")
        try:
            return self._ke(skema, tuan).urlopen(
                surat.metode,
                garis + jalan or "/",
                body=cast("bytes | IO[bytes] | None", surat.isi),
                headers=surat.kepala,
                timeout=Timeout(connect=waktu[0], read=waktu[1]),
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
            )
        except _GALAT_HTTP as galat:
            gagal = _galat_jaringan(galat, tulis)
        finally:
            self._terakhir = time.monotonic()
        raise gagal  # outside the except: the original carries the address, and with it perhaps a NIP

    def _ke(self, skema: str, tuan: str) -> HTTPConnectionPool:
        kunci = f"{skema}://{tuan}"
        if kunci not in self._kolam:
            self._kolam[kunci] = self._pengelola[skema].connection_from_url(kunci)
        return self._kolam[kunci]

    def tutup(self) -> None:
        """Close idle connections; new ones are made when needed."""
        self._kolam.clear()
        for pengelola in self._pengelola.values():
            pengelola.clear()


def _galat_jaringan(galat: Exception, tulis: bool) -> GalatSiasn:
    """No complete answer came. Only when nothing had begun to leave is a write proven not accepted."""
    if _jejak.terkirim:
        habis = isinstance(galat, u3.TimeoutError | TimeoutError) or "timed out" in str(galat)
        return ragu(Kode.WAKTU_HABIS if habis else Kode.SAMBUNGAN_PUTUS, tulis=tulis)
    if isinstance(galat, u3.ProxyError):
        return KirimUlangNanti(Kode.PROKSI)
    if isinstance(galat, u3.SSLError):
        return KirimUlangNanti(Kode.TLS)
    if isinstance(galat, u3.NameResolutionError):
        return KirimUlangNanti(Kode.DNS)
    # Of urllib3 a refused connection is a kind of ConnectTimeoutError.
    habis = isinstance(galat, u3.ConnectTimeoutError) and not isinstance(galat, u3.NewConnectionError)
    return KirimUlangNanti(Kode.WAKTU_SAMBUNG_HABIS if habis else Kode.SAMBUNGAN_DITOLAK)


def _baca_satu(respons: BaseHTTPResponse, tulis: bool) -> bytes:
    try:
        return respons.read1(UKURAN_BACA, decode_content=True) or b""
    except _GALAT_HTTP as galat:
        gagal = _galat_jaringan(galat, tulis)
    raise gagal


def potongan(respons: BaseHTTPResponse, *, batas_waktu: float, tulis: bool) -> Iterator[bytes]:
    """The body as it arrives; a partner that drips byte by byte is cut off after `batas_waktu` seconds."""
    akhir = time.monotonic() + batas_waktu
    while isi := _baca_satu(respons, tulis):
        yield isi
        if time.monotonic() > akhir:
            raise ragu(Kode.WAKTU_HABIS, tulis=tulis, status=respons.status)


def kumpulkan(bagian: Iterator[bytes], *, batas: int, tulis: bool) -> bytes:
    """All of a body in memory, at most `batas` bytes; raises with JAWABAN_TERLALU_BESAR above."""
    isi = bytearray()
    for satu in bagian:
        isi += satu
        if len(isi) > batas:
            raise ragu(Kode.JAWABAN_TERLALU_BESAR, tulis=tulis)
    return bytes(isi)
