"""The process that is asked by a monitor and looks after the alarms: `manage.py jalankan metrik`.

It needs no worker, no timer and no broker. So what watches them does not stand still with them (keputusan/0047).
"""

import threading
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import structlog
from prometheus_client import CollectorRegistry, make_wsgi_app

from integrasi.pengamatan import bacaan
from integrasi.pengamatan.metrik import Pengumpul
from integrasi.petugas import peringatan
from siapp.koneksi import lepas_koneksi

log = structlog.get_logger(__name__)

JALAN = "/metrik"
JEDA = 30.0
"""Seconds between two looks at what is wrong."""


class Peladen(ThreadingMixIn, WSGIServer):
    """A small HTTP server of its own port, each request in a thread."""

    daemon_threads = True


class _Diam(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing of each scrape."""


def aplikasi(pengumpul: Pengumpul) -> Callable[..., Iterable[bytes]]:
    """Return the WSGI application: the metrics below `JALAN`, nothing anywhere else."""
    daftar = CollectorRegistry(auto_describe=False)
    daftar.register(pengumpul)
    metrik = make_wsgi_app(daftar)

    def jawab(environ: dict[str, Any], mulai: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == JALAN:
            isi: Iterable[bytes] = metrik(environ, mulai)
            return isi
        mulai("404 Not Found", [("Content-Type", "text/plain")])
        return [b"Tidak ditemukan.\n"]

    return jawab


def buka(host: str, port: int, pengumpul: Pengumpul) -> Peladen:
    """Answer on `host` and `port` (0: any free one). Raises OSError when it is taken."""
    peladen = Peladen((host, port), _Diam)
    peladen.set_app(aplikasi(pengumpul))
    return peladen


def awasi(pengumpul: Pengumpul, berhenti: threading.Event, jeda: float = JEDA) -> None:
    """Every `jeda` seconds: bring the alarms up to date and mail them, and see whether the storage answers.

    The workers do the former too; whoever comes first does it, and the lock in the database keeps them apart. No
    fault ends it.
    """
    while not berhenti.is_set():
        try:
            peringatan.periksa()
        except Exception as galat:
            log.warning("awasi_gagal", galat=type(galat).__name__)
        pengumpul.penyimpanan = bacaan.penyimpanan_menjawab()
        if pengumpul.penyimpanan:
            pengumpul.satu_pemasangan = bacaan.satu_pemasangan(sebelumnya=pengumpul.satu_pemasangan)
        lepas_koneksi()
        berhenti.wait(jeda)
