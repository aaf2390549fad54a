"""Lists and counts may be read from a replica of the database, by the setting DATABASE_REPLICA (keputusan/0071).

The views that bear `baca_replika` read what the rooms of work hold there, and nothing else does: who somebody is and
may do, sessions and every write stay with the primary. Whoever has just written reads from the primary until the
replica certainly has it. A replica that lags, is gone or was promoted is passed by, and nobody notices.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar, cast

import psycopg
import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connections
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase

log = structlog.get_logger(__name__)
V = TypeVar("V", bound=Callable[..., Any])

UTAMA, REPLIKA = "default", "replika"
# Who somebody is and what a role allows is asked of the primary: what was taken away counts at once.
RUANG = frozenset({"usulan", "integrasi", "referensi", "audit", "berkas", "jadwal"})
TERTINGGAL = 5.0
"""Seconds that the replica may be behind."""
JEDA = 1.0
"""Seconds between two comparisons with the primary."""
KUKI = "baru_menulis"
UMUR_KUKI = 15
"""Seconds that a browser which wrote reads from the primary: `TERTINGGAL`, two comparisons, and as much again."""

_dari_replika: ContextVar[bool] = ContextVar("dari_replika", default=False)


class Perute:
    """Django's question which database: the replica inside `baca_replika`, the primary for everything else."""

    def db_for_read(self, model: type[Model], **_: Any) -> str:
        """Inside a transaction, too, the primary: what it wrote must be read."""
        if not _dari_replika.get() or model._meta.app_label not in RUANG or connections[UTAMA].in_atomic_block:
            return UTAMA
        return REPLIKA

    def db_for_write(self, model: type[Model], **_: Any) -> str:  # noqa: ARG002 - Django's signature
        return UTAMA

    def allow_relation(self, satu: Model, lain: Model, **_: Any) -> bool:  # noqa: ARG002 - Django's signature
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:  # noqa: ARG002 - Django's signature
        return db == UTAMA


class Pengikut:
    """Watches in a thread of its own how far the replica is: no request waits for a server that says nothing.

    Positions of the primary's log are kept with the time at which they were read. The newest that the replica has
    passed tells up to when it certainly knows everything. No clock of another machine is believed.
    """

    def __init__(self) -> None:
        self._kunci = threading.Lock()
        self._utas: threading.Thread | None = None
        self._tahu_sampai = float("-inf")
        self._henti = threading.Event()

    def segar(self) -> bool:
        """Whether the replica knows everything but the last `TERTINGGAL` seconds; begins to watch when first asked."""
        with self._kunci:
            # A forked child has none of its parent's threads.
            if self._utas is None or not self._utas.is_alive():
                self._utas = threading.Thread(target=self._ikuti, name="pengikut-replika", daemon=True)
                self._utas.start()
        return time.monotonic() - self._tahu_sampai <= TERTINGGAL

    def tinggalkan(self) -> None:
        """Somebody found it broken: not to be used before the next comparison says otherwise."""
        self._tahu_sampai = float("-inf")

    def berhenti(self) -> None:
        """End the watch."""
        self._henti.set()
        if self._utas is not None:
            self._utas.join()

    def _ikuti(self) -> None:
        while not self._henti.wait(JEDA):
            try:
                with _sambung(UTAMA) as utama, _sambung(REPLIKA) as replika:
                    log.info("replika_diikuti")
                    self.bandingkan(utama, replika)
            except (psycopg.Error, OSError) as galat:
                self.tinggalkan()
                log.warning("replika_tidak_diikuti", galat=type(galat).__name__)

    def bandingkan(self, utama: psycopg.Connection[Any], replika: psycopg.Connection[Any]) -> None:
        """Compare again and again. Ends when the replica is none any more; raises psycopg.Error when one is gone."""
        posisi: deque[tuple[float, str]] = deque(maxlen=60)
        while not self._henti.wait(JEDA):
            posisi.append((time.monotonic(), _satu(utama, "SELECT pg_current_wal_lsn()::text")))
            sampai = _satu(replika, "SELECT pg_last_wal_replay_lsn()::text WHERE pg_is_in_recovery()")
            if not sampai:
                self.tinggalkan()
                return
            lewat = [saat for saat, di_utama in posisi if _angka(di_utama) <= _angka(sampai)]
            if lewat:
                self._tahu_sampai = max(lewat)


def _sambung(nama: str) -> psycopg.Connection[Any]:
    isi = connections[nama].get_connection_params()
    return psycopg.connect(**{**isi, "autocommit": True, "cursor_factory": psycopg.Cursor})


def _satu(koneksi: psycopg.Connection[Any], tanya: str) -> str:
    baris = koneksi.execute(tanya).fetchone()
    return str(baris[0]) if baris else ""


def _angka(lsn: str) -> int:
    """A position of PostgreSQL's log ("16/B374D848") as a number."""
    atas, bawah = lsn.split("/")
    return (int(atas, 16) << 32) | int(bawah, 16)


pengikut = Pengikut()


@contextmanager
def dari_replika() -> Iterator[None]:
    """Let what is read inside come from the replica."""
    tanda = _dari_replika.set(True)
    try:
        yield
    finally:
        _dari_replika.reset(tanda)


def baca_replika(view: V) -> V:
    """Let a list or a count read from the replica where there is one that is fresh.

    Only a GET, which may be asked twice: where the replica fails in the middle the primary answers instead. Stands
    below the access declaration.
    """

    @wraps(view)
    def pintu(request: HttpRequest, *isian: Any, **pilihan: Any) -> Any:
        if not _boleh(request):
            return view(request, *isian, **pilihan)
        try:
            with dari_replika():
                return view(request, *isian, **pilihan)
        except (OperationalError, InterfaceError) as galat:
            log.warning("replika_gagal", galat=type(galat).__name__)
            pengikut.tinggalkan()
        return view(request, *isian, **pilihan)

    return cast(V, pintu)


def _boleh(request: HttpRequest) -> bool:
    if REPLIKA not in settings.DATABASES or request.method not in ("GET", "HEAD") or KUKI in request.COOKIES:
        return False
    return pengikut.segar()


class BaruMenulisMiddleware:
    """Remember in the browser that it wrote: it sees its own work, on whichever node it asks next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        jawaban = self.get_response(request)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            pilihan = {"httponly": True, "secure": settings.HTTPS, "samesite": "Lax"}
            jawaban.set_cookie(KUKI, "1", max_age=UMUR_KUKI, **pilihan)  # type: ignore[arg-type]
        return jawaban
