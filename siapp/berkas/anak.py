"""Run a program on an untrusted file in a child process that holds no secret and cannot take the machine with it."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

SINI = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Batas:
    """What a child may take: bytes of address space, seconds of CPU, seconds on the wall clock."""

    memori: int = 1024 * 1024 * 1024
    cpu: int = 30
    dinding: float = 60.0


class AnakHabisWaktu(Exception):
    """The child did not end within the wall clock; maybe the machine was busy, so it says nothing about the file."""


def jalankan_anak(program: str, isi: BinaryIO, perintah: dict[str, Any], batas: Batas) -> tuple[int, bytes]:
    """Run `siapp/berkas/<program>` on the open file `isi` (its standard input); return (exit code, output).

    By path and in isolated mode, so that neither Django nor our settings are loaded, and with an empty
    environment: the parser of an untrusted file sees no password. `pagar.py` takes `batas` on before the program
    is loaded. A negative code is the signal that ended it. Raises AnakHabisWaktu.
    """
    argumen = json.dumps({**perintah, "batas": asdict(batas)})
    proses = subprocess.Popen(  # noqa: S603 - our own interpreter and program, no shell
        [sys.executable, "-I", str(SINI / "pagar.py"), str(SINI / program), argumen],
        stdin=isi.fileno(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8"},
        cwd="/",
        start_new_session=True,
    )
    with proses:
        try:
            keluaran, _ = proses.communicate(timeout=batas.dinding)
        except subprocess.TimeoutExpired as galat:
            raise AnakHabisWaktu(program) from galat
        finally:
            proses.kill()
    return proses.returncode, keluaran
