"""The nginx of the tests that need a real proxy in front: found on this machine, else unpacked into `var/`.

Unpacked and not installed: Debian's package would start a web server on this machine's port 80.
"""

import os
import shutil
import subprocess

from siapp.lokal import paket
from siapp.lokal.galat import GagalMulai
from siapp.lokal.susunan import VAR

ALAT = VAR / "alat"
NAMA = "nginx"


def siapkan() -> None:
    """`make test` before the tests: see to it that there is an nginx.

    Raises GagalMulai with the command to type where none is found and none can be unpacked.
    """
    if cari() is None and not (paket.buka(NAMA, ALAT) and cari()):
        raise GagalMulai(
            "Pengujian memerlukan nginx, yang belum ada dan tidak dapat diambil sendiri di mesin ini. Jalankan "
            "`sudo apt-get install nginx` (di luar Debian: pasang padanannya dengan cara sistem ini), lalu ulangi."
        )


def cari() -> str | None:
    """Return the path of an nginx that starts here, the system's or the unpacked one; None if there is none."""
    tempat = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", str(ALAT / "usr" / "sbin")])
    ada = shutil.which(NAMA, path=tempat)
    return ada if ada and subprocess.run([ada, "-v"], capture_output=True).returncode == 0 else None
