"""Making the sample usulan, which `make run` may be asked to end in the middle."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.core.management import call_command

from integrasi.peragaan.contoh import langkah

PERINTAH = "integrasi.peragaan.management.commands.contoh_awal"


@pytest.fixture
def ctrl_c(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ctrl-C means here what it means in a terminal; a test process may have another idea of it."""
    monkeypatch.setattr(langkah, "berhenti", threading.Event())
    monkeypatch.setattr(f"{PERINTAH}.berhenti", langkah.berhenti)
    lama = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, lama)


@dataclass
class Menunggu:
    """Samples whose every step waits for what never comes."""

    kategori: str
    dimulai: ClassVar[list[str]] = []

    def langkah(self) -> Iterator[tuple[str, Callable[[], object]]]:
        for nomor in (1, 2):
            self.dimulai.append(f"{self.kategori} {nomor}")
            yield "menunggu", lambda: langkah.tunggu("yang tidak datang", lambda: False)


def test_ctrl_c_tidak_menunggu_langkah_yang_sedang_menunggu(ctrl_c: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{PERINTAH}.Awal", Menunggu)
    tekan = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    tekan.start()
    mulai = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        call_command("contoh_awal")
    assert time.monotonic() - mulai < langkah.BATAS_TUNGGU.total_seconds() / 2
    assert sorted(Menunggu.dimulai) == ["JFKU 1", "KP 1", "PEMBERHENTIAN 1"]
