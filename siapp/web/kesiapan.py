"""Whether this process can serve people: what a load balancer, systemd or Kubernetes asks every few seconds.

Asked apart from the road of requests: no session, no pool (a pool that waits is busy, not broken), and whoever asks
gets an answer within a second however silent the database is.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, TimeoutError
from enum import StrEnum
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile

import psycopg
import structlog
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

log = structlog.get_logger(__name__)

BATAS_JAWAB = 0.8
"""Seconds that the database has for its answer."""

_BATAS_SAMBUNG = 2
_DITINGGALKAN = 10.0
"""Seconds after which a question that nobody answered is given up and asked anew."""

_CONTOH_STATIS = "css/siapp.css"


class Halangan(StrEnum):
    """What keeps a process from serving; the word that `/siap` says."""

    BASIS_DATA = "basisdata"
    MIGRASI = "migrasi"
    STATIS = "statis"
    PENYIMPANAN = "penyimpanan"


def halangan() -> Halangan | None:
    """Return what keeps this process from serving people, None if nothing does. Takes a second at the most."""
    dibutuhkan = migrasi_dibutuhkan()
    try:
        terpasang = _penanya.tanya()
    except (psycopg.Error, TimeoutError, OSError) as galat:
        log.warning("belum_siap", sebab=Halangan.BASIS_DATA, galat=type(galat).__name__)
        return Halangan.BASIS_DATA
    if not dibutuhkan <= terpasang:
        return Halangan.MIGRASI
    if not _statis_ada():
        return Halangan.STATIS
    return None if _dapat_menyimpan() else Halangan.PENYIMPANAN


@cache
def migrasi_dibutuhkan() -> frozenset[tuple[str, str]]:
    """Return app and name of every migration that this code comes with."""
    return frozenset(MigrationLoader(None).disk_migrations)


def migrasi_terpasang() -> frozenset[tuple[str, str]]:
    """Ask the database, on a connection of its own, which migrations it has. Raises psycopg.Error."""
    isi = connection.get_connection_params()
    # A silent network ends the question as well, not only a silent server.
    batas = {"connect_timeout": _BATAS_SAMBUNG, "tcp_user_timeout": 1000 * _BATAS_SAMBUNG}
    with psycopg.connect(**{**isi, **batas, "autocommit": True, "cursor_factory": psycopg.Cursor}) as sendiri:
        ada = sendiri.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
        if not ada or not ada[0]:
            return frozenset()
        return frozenset(sendiri.execute("SELECT app, name FROM django_migrations").fetchall())


class Penanya:
    """Asks one question at a time, however many want to know: probes of strangers cost the database nothing more."""

    def __init__(self, tanyakan: Callable[[], frozenset[tuple[str, str]]]) -> None:
        self._tanyakan = tanyakan
        self._kunci = threading.Lock()
        self._berjalan: Future[frozenset[tuple[str, str]]] | None = None
        self._sejak = 0.0

    def tanya(self) -> frozenset[tuple[str, str]]:
        """Return the answer. Raises TimeoutError after `BATAS_JAWAB`, or what the question raised."""
        with self._kunci:
            kini = time.monotonic()
            lama = self._berjalan
            if lama is None or lama.done() or kini - self._sejak > _DITINGGALKAN:
                self._berjalan, self._sejak = Future(), kini
                threading.Thread(target=self._jalankan, args=(self._berjalan,), daemon=True).start()
            jawaban = self._berjalan
        assert jawaban is not None  # noqa: S101 - set above
        return jawaban.result(BATAS_JAWAB)

    def _jalankan(self, jawaban: "Future[frozenset[tuple[str, str]]]") -> None:
        try:
            jawaban.set_result(self._tanyakan())
        except Exception as galat:
            jawaban.set_exception(galat)


_penanya = Penanya(migrasi_terpasang)


def _statis_ada() -> bool:
    """Whether pages would find their style: the files were collected, and the list of their names is there."""
    if not hasattr(staticfiles_storage, "stored_name"):
        return finders.find(_CONTOH_STATIS) is not None  # names without a hash: served from where they lie
    try:
        return staticfiles_storage.exists(staticfiles_storage.stored_name(_CONTOH_STATIS))
    except ValueError:
        return False


def _dapat_menyimpan() -> bool:
    """Whether the folder of documents takes bytes; what is written has no name and is gone at once.

    S3 is not asked: losing it concerns all processes alike, and taking all of them away would help nobody. Its
    alarm is another one (`siapp_penyimpanan_dapat_ditulis`).
    """
    if not isinstance(default_storage, FileSystemStorage):
        return True
    return dapat_ditulis(Path(default_storage.location))


def dapat_ditulis(folder: Path) -> bool:
    """Whether `folder` takes a block of bytes; a folder that is not there yet is made by the first document."""
    ada = next(calon for calon in (folder, *folder.parents) if calon.exists())
    try:
        with TemporaryFile(dir=ada, buffering=0) as coba:
            coba.write(b"\0" * 4096)
    except OSError:
        return False
    return True
