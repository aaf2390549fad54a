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
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
import urllib3.exceptions as u3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

from integrasi.sebab import Kode
from integrasi.siasn.errors import GalatSiasn, KirimUlangNanti, ragu
from integrasi.siasn.konfigurasi import Konfigurasi

# Read size for bodies that are files: 256 KiB was measured 1.2 times as fast as urllib3's 16 KiB.
UKURAN_BLOK = 256 * 1024
UKURAN_BACA = 64 * 1024

# urllib3 writes each address at DEBUG, and API 1 has a NIP in its path.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

_GALAT_HTTP = (requests.RequestException, u3.HTTPError, http.client.HTTPException, OSError)


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


class _Adaptor(HTTPAdapter):
    """Keep-alive pool of one thread: no retries of its own, large blocks for uploads."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:
        self.poolmanager = PoolManager(
            num_pools=connections, maxsize=maxsize, block=block, blocksize=UKURAN_BLOK, **pool_kwargs
        )
        self.poolmanager.pool_classes_by_scheme = _KOLAM

    def proxy_manager_for(self, proxy: str, **pilihan: Any) -> Any:
        baru = proxy not in self.proxy_manager
        pengelola = super().proxy_manager_for(proxy, blocksize=UKURAN_BLOK, **pilihan)
        if baru:
            pengelola.pool_classes_by_scheme = _KOLAM
        return pengelola


class Saluran:
    """The connections of one thread of one process."""

    def __init__(self, konfigurasi: Konfigurasi) -> None:
        self.pid = os.getpid()
        # Three hosts at most: SIASN and its two token services.
        self._adaptor = _Adaptor(pool_connections=3, pool_maxsize=konfigurasi.pool_size, max_retries=0)
        self._umur_diam = konfigurasi.umur_diam
        self._verifikasi: bool | str = konfigurasi.ca_bundle or True
        # Without TLS only this machine is called (`konfigurasi`): no proxy stands on that way.
        self._proksi = {"https": konfigurasi.proksi} if konfigurasi.proksi else {}
        self._terakhir = time.monotonic()

    @contextmanager
    def tukar(
        self, siap: requests.PreparedRequest, *, waktu: tuple[float, float], tulis: bool
    ) -> Iterator[requests.Response]:
        """Send and give the answer with its body unread; the connection is kept when the body was read to its end.

        `waktu`: connect and read time-out in seconds. Raises `KirimUlangNanti` or `LihatDulu`.
        """
        respons = self._kirim(siap, waktu, tulis)
        try:
            yield respons
        finally:
            respons.close()

    def _kirim(self, siap: requests.PreparedRequest, waktu: tuple[float, float], tulis: bool) -> requests.Response:
        """Send on the adapter itself: a Session adds redirects, cookies, netrc, proxies of the environment."""
        if time.monotonic() - self._terakhir > self._umur_diam:
            self.tutup()
        _jejak.terkirim = False
        _jejak.batas_tulis = waktu[1]
        try:
            return self._adaptor.send(siap, stream=True, timeout=waktu, verify=self._verifikasi, proxies=self._proksi)
        except _GALAT_HTTP as galat:
            gagal = _galat_jaringan(galat, tulis)
        finally:
            self._terakhir = time.monotonic()
        raise gagal  # outside the except: the original carries the address, and with it perhaps a NIP

    def tutup(self) -> None:
        """Close idle connections; new ones are made when needed."""
        self._adaptor.close()


def _galat_jaringan(galat: Exception, tulis: bool) -> GalatSiasn:
    """No complete answer came. Only when nothing had begun to leave is a write proven not accepted."""
    alasan = getattr(galat.args[0], "reason", galat.args[0]) if galat.args else galat
    if _jejak.terkirim:
        habis = isinstance(galat, requests.Timeout | u3.TimeoutError | TimeoutError) or "timed out" in str(alasan)
        return ragu(Kode.WAKTU_HABIS if habis else Kode.SAMBUNGAN_PUTUS, tulis=tulis)
    if isinstance(galat, requests.exceptions.ProxyError):
        return KirimUlangNanti(Kode.PROKSI)
    if isinstance(galat, requests.exceptions.SSLError):
        return KirimUlangNanti(Kode.TLS)
    if isinstance(alasan, u3.NameResolutionError):
        return KirimUlangNanti(Kode.DNS)
    habis = isinstance(galat, requests.Timeout)
    return KirimUlangNanti(Kode.WAKTU_SAMBUNG_HABIS if habis else Kode.SAMBUNGAN_DITOLAK)


def _baca_satu(respons: requests.Response, tulis: bool) -> bytes:
    try:
        return respons.raw.read1(UKURAN_BACA, decode_content=True) or b""
    except _GALAT_HTTP as galat:
        gagal = _galat_jaringan(galat, tulis)
    raise gagal


def potongan(respons: requests.Response, *, batas_waktu: float, tulis: bool) -> Iterator[bytes]:
    """The body as it arrives; a partner that drips byte by byte is cut off after `batas_waktu` seconds."""
    akhir = time.monotonic() + batas_waktu
    while isi := _baca_satu(respons, tulis):
        yield isi
        if time.monotonic() > akhir:
            raise ragu(Kode.WAKTU_HABIS, tulis=tulis, status=respons.status_code)


def kumpulkan(bagian: Iterator[bytes], *, batas: int, tulis: bool) -> bytes:
    """All of a body in memory, at most `batas` bytes; raises with JAWABAN_TERLALU_BESAR above."""
    isi = bytearray()
    for satu in bagian:
        isi += satu
        if len(isi) > batas:
            raise ragu(Kode.JAWABAN_TERLALU_BESAR, tulis=tulis)
    return bytes(isi)
