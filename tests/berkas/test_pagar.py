"""The fence that forks a limited child per file: what stays outside, and what outlives nothing."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import psutil
import pytest

from siapp.berkas import anak
from siapp.berkas.anak import AnakHabisWaktu, Batas, jalankan_anak
from tests.kekacauan.arena import tunggu

Jalan = Callable[..., tuple[int, bytes]]


@pytest.fixture
def jalan(tmp_path: Path) -> Jalan:
    """Run the body of a program of this test's own behind the fence."""

    def mulai(badan: str, perintah: dict[str, Any] | None = None, batas: Batas | None = None) -> tuple[int, bytes]:
        program = tmp_path / f"{len(list(tmp_path.iterdir()))}.py"
        baris = "\n".join(f"    {satu}" for satu in badan.splitlines())
        program.write_text(f"import os, socket, sys, time\ndef utama(perintah):\n{baris}\n")
        with _isi(tmp_path) as isi:
            return jalankan_anak(str(program), isi, perintah or {}, batas or Batas())

    return mulai


@contextmanager
def _isi(folder: Path) -> Iterator[BinaryIO]:
    berkas = folder / "isi"
    berkas.write_bytes(b"isi berkas")
    with berkas.open("rb") as terbuka:
        yield terbuka


def _pid_pagar() -> int:
    assert anak._pagar._proses is not None
    return anak._pagar._proses.pid


def test_pagar_tidak_pernah_memegang_rahasia(jalan: Jalan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "rahasia-induk")
    anak._pagar.tutup()
    jalan("print(1)")
    pagar = psutil.Process(_pid_pagar())
    assert set(pagar.environ()) == {"LC_ALL"}
    assert pagar.cwd() == "/"
    assert not [satu for satu in pagar.memory_maps() if "psycopg" in satu.path]


def test_anak_hanya_memegang_berkas_dan_jawabannya(jalan: Jalan) -> None:
    kode, keluaran = jalan("print(sorted(int(n) for n in os.listdir('/proc/self/fd')))")
    assert kode == 0
    # The fourth is the listing itself.
    assert json.loads(keluaran) == [0, 1, 2, 3]


def test_setiap_berkas_mendapat_anak_baru_dari_pagar_yang_sama(jalan: Jalan) -> None:
    badan = "print(os.getpid(), os.getppid())\nsys.modules['json'] = None"
    (pertama, induk), (kedua, sama) = (jalan(badan)[1].split() for _ in range(2))
    assert (pertama != kedua, induk) == (True, sama)


@pytest.mark.parametrize(
    ("badan", "batas"),
    [
        ("while True: pass", Batas(cpu=1)),
        ("bytes(2 * 1024 ** 3)", Batas()),
        ("os.kill(os.getpid(), 11)", Batas()),
        ("raise ValueError", Batas()),
        ("while True: os.write(1, bytes(1 << 20))", Batas()),
    ],
)
def test_anak_yang_jatuh_tidak_menjatuhkan_pagar(badan: str, batas: Batas, jalan: Jalan) -> None:
    jalan("print(1)")
    pagar = _pid_pagar()
    kode, _ = jalan(badan, batas=batas)
    assert kode != 0
    assert jalan("print('hidup')") == (0, b"hidup\n")
    assert _pid_pagar() == pagar


def test_anak_yang_terlalu_lama_dibunuh_bersama_turunannya(jalan: Jalan, tmp_path: Path) -> None:
    jalan("print(1)")
    pagar = psutil.Process(_pid_pagar())
    with pytest.raises(AnakHabisWaktu):
        jalan("os.fork()\ntime.sleep(600)", batas=Batas(dinding=1.0))
    tunggu(lambda: not pagar.children(recursive=True))
    assert pagar.is_running()


def test_pagar_yang_terbunuh_diganti_tanpa_galat(jalan: Jalan) -> None:
    jalan("print(1)")
    lama = psutil.Process(_pid_pagar())
    lama.send_signal(signal.SIGKILL)
    lama.wait()
    assert jalan("print('hidup')") == (0, b"hidup\n")


def test_pagar_yang_terbunuh_di_tengah_tidak_menyalahkan_berkas(jalan: Jalan) -> None:
    """Not a code that means the file was too heavy (periksa.py)."""
    assert jalan("os.kill(os.getppid(), 9)\ntime.sleep(600)", batas=Batas(dinding=20.0)) == (-signal.SIGKILL, b"")


def test_proses_yang_bercabang_memakai_pagarnya_sendiri(jalan: Jalan) -> None:
    jalan("print(1)")
    baca, tulis = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(tulis, jalan("print(os.getppid())")[1])
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    assert int(os.read(baca, 100)) != _pid_pagar()
    os.close(baca)
    os.close(tulis)


def test_anak_tidak_mencapai_jaringan(jalan: Jalan) -> None:
    """Where the kernel refuses ordinary users a network of their own there is nothing to see."""
    if subprocess.run(["unshare", "--user", "--net", "true"], capture_output=True, check=False).returncode:
        pytest.skip("the kernel gives ordinary users no network of their own")
    badan = "try:\n socket.create_connection(('127.0.0.1', 9), 5)\nexcept OSError as galat: print(galat.errno)"
    assert int(jalan(badan)[1]) == 101  # ENETUNREACH
