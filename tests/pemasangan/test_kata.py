"""What `siapp` shows a person: words. Lines of the log go to the journal, where they are looked for."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from pemasangan.alat import sistem
from pemasangan.alat.sistem import Gagal, jalankan

LOG = json.dumps({"event": "peristiwa", "aliran": "uji", "level": "info"})
UJAR = f"""
import sys
print("Kata pertama.", flush=True)
print('{LOG}', file=sys.stderr, flush=True)
print('{{"bukan": "log"}}', flush=True)
print("Kata terakhir.", file=sys.stderr, flush=True)
sys.exit(int(sys.argv[1]))
"""


def _perintah(kode: int = 0) -> list[str | Path]:
    return [sys.executable, "-c", UJAR, str(kode)]


@pytest.fixture
def jurnal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A terminal, on a machine with a journal."""
    catat = tmp_path / "systemd-cat"
    catat.write_text(f'#!/bin/sh\ncat >>"{tmp_path}/jurnal"\n')
    catat.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(catat))
    monkeypatch.setattr(sistem, "_di_terminal", lambda: True)
    return tmp_path / "jurnal"


def test_orang_di_terminal_membaca_kata_saja_dan_jurnal_menyimpan_catatannya(
    jurnal: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert jalankan(_perintah(), tampil=True) == ""
    keluar, galat = capfd.readouterr()
    assert keluar.splitlines() == ["Kata pertama.", '{"bukan": "log"}']
    assert galat == "Kata terakhir.\n"
    assert jurnal.read_text() == f"{LOG}\n"


def test_yang_dikembalikan_dan_yang_gagal_hanya_kata(jurnal: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert jalankan(_perintah()).splitlines() == ["Kata pertama.", '{"bukan": "log"}', "Kata terakhir."]
    with pytest.raises(Gagal) as galat:
        jalankan(_perintah(3))
    assert "Kata terakhir." in str(galat.value)
    assert "peristiwa" not in str(galat.value)
    assert capfd.readouterr() == ("", "")
    assert jurnal.read_text() == f"{LOG}\n" * 2


def test_di_bawah_systemd_catatan_tetap_ada_di_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    assert "peristiwa" not in jalankan(_perintah())
    assert capfd.readouterr().err == f"{LOG}\n"
    jalankan(_perintah(), tampil=True)
    keluar, galat = capfd.readouterr()
    assert "peristiwa" not in keluar
    assert galat.splitlines() == [LOG, "Kata terakhir."]


def test_masukan_dan_batas_waktu_tetap_berlaku() -> None:
    assert jalankan([sys.executable, "-c", "print(input())"], masukan="halo\n") == "halo\n"
    with pytest.raises(Gagal, match="tidak menjawab dalam 1 detik"):
        jalankan([sys.executable, "-c", "import time; time.sleep(60)"], batas=1.0)
