"""Programs of others that the tests drive for real: found on this machine, else unpacked into `var/`.

Unpacked and not installed: Debian's packages would start servers on this machine.
"""

import os
import shutil
import subprocess

from siapp.lokal import paket
from siapp.lokal.galat import GagalMulai
from siapp.lokal.susunan import VAR

ALAT = VAR / "alat"
# program, which is its Debian package, too → what it is asked to see whether it starts
PERKAKAS = {"nginx": "-v", "restic": "version", "pgbouncer": "--version"}
# Packages that one of them needs and few machines have; unpacked beside it.
PUSTAKA = {"pgbouncer": ("libc-ares2", "libevent-2.1-7")}


def siapkan() -> None:
    """`make test` before the tests: see to it that each program is here.

    Raises GagalMulai with the command to type where one is not found and cannot be unpacked.
    """
    for nama in PERKAKAS:
        if cari(nama) is None and not (_buka(nama) and cari(nama)):
            raise GagalMulai(
                f"Pengujian memerlukan {nama}, yang belum ada dan tidak dapat diambil sendiri di mesin ini. Jalankan "
                f"`sudo apt-get install {nama}` (di luar Debian: padanannya), lalu ulangi."
            )


def _buka(nama: str) -> bool:
    return all(paket.buka(satu, ALAT) for satu in (nama, *PUSTAKA.get(nama, ())))


def lingkungan() -> dict[str, str]:
    """Return the environment in which what was unpacked finds its libraries."""
    pustaka = [str(folder) for folder in (ALAT / "usr" / "lib").glob("*-linux-gnu*")]
    return {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join([*pustaka, os.environ.get("LD_LIBRARY_PATH", "")])}


def cari(nama: str) -> str | None:
    """Return the path of a `nama` that starts here, the system's or the unpacked one; None if there is none."""
    unpak = [str(ALAT / "usr" / folder) for folder in ("sbin", "bin")]
    ada = shutil.which(nama, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", *unpak]))
    jalan = ada and subprocess.run([ada, PERKAKAS[nama]], capture_output=True, env=lingkungan()).returncode == 0
    return ada if jalan else None
