"""The process that dies on purpose: loads Django once, then forks a child for each order it is given.

An order is a line of JSON on stdin: `{"kerja": name, "mati_di": number or null}`. The child does the work and names
every point it passes (a commit, a write outside a transaction, a call over HTTP that was answered); at the point
`mati_di` it kills itself as `kill -9` would. The answer is a line of JSON: `{"titik": [...], "akhir": "mati", ...}`.
"""

import itertools
import json
import os
import re
import signal
import sys
import traceback
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn
from urllib.parse import urlsplit

import django

django.setup()

from django.core.files.storage import default_storage  # noqa: E402
from django.db import OperationalError  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402
from django.db.backends.signals import connection_created  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from integrasi.keadaan import TUNTAS  # noqa: E402
from integrasi.keluar import relai, selesai  # noqa: E402
from integrasi.keluar.antrean import buka_semua_giliran  # noqa: E402
from integrasi.keluar.kuras import kuras  # noqa: E402
from integrasi.mitra import pemutus  # noqa: E402
from integrasi.models import Pengiriman  # noqa: E402
from integrasi.siasn.sambungan import Saluran, Surat  # noqa: E402
from integrasi.tanya import sinkron  # noqa: E402
from siapp.celery import app  # noqa: E402
from tests.integrasi.conftest import jatuhkan_tempo  # noqa: E402

KAMI = ("integrasi.", "usulan.", "referensi.", "siapp.")
MENULIS = re.compile(
    r"\s*(WITH\b.*\b(INSERT|UPDATE|DELETE)|INSERT|UPDATE|DELETE|COPY|TRUNCATE|DROP|CREATE)\b", re.IGNORECASE | re.DOTALL
)
TANDA_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
Titik = Callable[[str], None]


def asal() -> str:
    """The function of ours that this point belongs to; for a decorated transaction the function that it wraps."""
    bingkai: FrameType | None = sys._getframe(2)
    while bingkai is not None:
        dibungkus = bingkai.f_locals.get("func") if bingkai.f_code.co_name == "inner" else None
        if dibungkus is not None and str(dibungkus.__module__).startswith(KAMI):
            return f"{dibungkus.__module__}.{dibungkus.__qualname__}"
        modul = str(bingkai.f_globals.get("__name__", ""))
        if modul.startswith(KAMI):
            return f"{modul}.{bingkai.f_code.co_qualname}"
        bingkai = bingkai.f_back
    return "?"


def pasang(titik: Titik) -> None:
    """Let every commit, every write outside a transaction and every answered call pass `titik`."""
    commit, kirim = BaseDatabaseWrapper._commit, Saluran._kirim

    def sesudah_commit(koneksi: Any) -> Any:
        hasil = commit(koneksi)
        titik(f"commit {asal()}")
        return hasil

    def sesudah_kirim(saluran: Any, surat: Surat, *arg: Any) -> Any:
        jawaban = kirim(saluran, surat, *arg)
        jalan = TANDA_UUID.sub("<id>", urlsplit(surat.url).path)
        titik(f"http {surat.metode} {jalan}")
        return jawaban

    def sesudah_tulis(jalankan: Any, sql: Any, isi: Any, banyak: Any, konteks: Any) -> Any:
        hasil = jalankan(sql, isi, banyak, konteks)
        if not konteks["connection"].in_atomic_block and MENULIS.match(str(sql)):
            titik(f"tulis {asal()}")
        return hasil

    BaseDatabaseWrapper._commit = sesudah_commit
    Saluran._kirim = sesudah_kirim

    def sesudah_sambung(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if sesudah_tulis not in connection.execute_wrappers:  # given back to the pool and taken again
            connection.execute_wrappers.append(sesudah_tulis)

    connection_created.connect(sesudah_sambung, weak=False)


def _kirim() -> None:
    """What the hourly task does, one row at a time, so that the points come in one order."""
    relai.rencanakan_tertunda(menyeluruh=True)
    buka_semua_giliran()
    kuras(lama=60, utas=1)


def _satu_satu() -> None:
    """The same where nothing can be planned or written together, as after a deadlock."""

    def gagal(*_: object) -> NoReturn:
        raise OperationalError("deadlock detected")

    selesai._simpan_bersama = gagal
    relai._rencanakan_rombongan = lambda aliran: sum(relai._rencanakan_aliran(satu) for satu in aliran)
    _kirim()


def _pulih() -> None:
    """A fresh worker, let run until nothing is left to send or ten rounds have not been enough."""
    for _ in range(10):
        _kirim()
        if Pengiriman.objects.exists() and not Pengiriman.objects.exclude(keadaan__in=TUNTAS).exists():
            return
        jatuhkan_tempo()


KERJA: dict[str, Callable[[], object]] = {
    "kirim": _kirim,
    "satu_satu": _satu_satu,
    "pulih": _pulih,
    "sinkron": sinkron.sinkron_semua,
}


def _anak(kerja: str, mati_di: int | None, pipa: int) -> None:
    urutan = itertools.count()
    # Successes are noted once a second; here only the first one is, so that each run passes the same points.
    pemutus.JEDA_TULIS = 1e9
    pemutus._tampungan.ditulis = -1e12

    def titik(nama: str) -> None:
        os.write(pipa, f"{nama}\n".encode())
        if next(urutan) == mati_di:
            os.kill(os.getpid(), signal.SIGKILL)

    pasang(titik)
    KERJA[kerja]()


def jalankan(kerja: str, mati_di: int | None) -> dict[str, object]:
    """Fork a child for one order and tell what it did."""
    baca, tulis = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(baca)
        try:
            _anak(kerja, mati_di, tulis)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(tulis)
    with os.fdopen(baca) as isi:
        titik = isi.read().splitlines()
    _, status = os.waitpid(pid, 0)
    mati = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return {"titik": titik, "akhir": "mati" if mati else "selesai" if status == 0 else "gagal"}


def hangatkan() -> None:
    """Load what is loaded on first use, once for all children; no connection is opened here."""
    _ = get_resolver().reverse_dict, default_storage.location, app.connection_for_write().get_transport_cls()


def utama() -> None:
    """Work the orders until stdin ends."""
    hangatkan()
    for baris in sys.stdin:
        sys.stdout.write(json.dumps(jalankan(**json.loads(baris))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    utama()
