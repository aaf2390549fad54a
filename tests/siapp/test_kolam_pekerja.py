"""A worker keeps its pool of connections from task to task, and lends none that the server has closed."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from celery import signals
from django.db import connection, connections
from pytest_django import Settings

from siapp.celery import app

pytestmark = pytest.mark.django_db(transaction=True)

PENGURUS = (signals.task_prerun, signals.task_postrun, signals.worker_process_init, signals.beat_embedded_init)


@pytest.fixture
def pekerja(settings: Settings) -> Iterator[Any]:
    """What Celery installs in a worker, with the pool of a new process."""
    asli = dict(connection.settings_dict)
    semula = [(satu, list(satu.receivers)) for satu in PENGURUS]
    fixup = app._fixups[0].worker_fixup
    connection.close()
    connection.close_pool()
    fixup.install()
    yield fixup
    connection.close()
    connection.close_pool()
    connection.settings_dict.update(asli)
    for satu, penerima in semula:
        satu.receivers = penerima
        satu.sender_receivers_cache.clear()


class _Tugas:
    request = SimpleNamespace(is_eager=False)


def _sesi() -> int:
    with connection.cursor() as kursor:
        kursor.execute("SELECT pg_backend_pid()")
        return int(kursor.fetchone()[0])


def _antar_tugas(pekerja: Any) -> None:
    pekerja.on_task_postrun(sender=_Tugas)
    pekerja.on_task_prerun(sender=_Tugas)


def _beberapa_tugas(pekerja: Any) -> set[int]:
    """The sessions that the tasks had: the pool begins with one or two and lends them in turns."""
    sesi = set()
    for _ in range(6):
        sesi.add(_sesi())
        _antar_tugas(pekerja)
    return sesi


def test_kolam_bertahan_dari_tugas_ke_tugas(pekerja: Any) -> None:
    sesi, kolam = _beberapa_tugas(pekerja), connection.pool
    assert connection.connection is None, "given back"
    assert len(sesi | _beberapa_tugas(pekerja)) <= 2
    assert connection.pool is kolam
    assert not kolam.closed


def test_sambungan_yang_diputus_server_tidak_dipinjamkan(pekerja: Any) -> None:
    sesi = _beberapa_tugas(pekerja)
    lain = connections["default"].copy()
    lain.settings_dict["OPTIONS"].pop("pool")
    with lain.cursor() as kursor:
        kursor.execute("SELECT pg_terminate_backend(nomor, 10000) FROM unnest(%s) AS nomor", [list(sesi)])
    lain.close()
    assert _sesi() not in sesi
