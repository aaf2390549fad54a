"""Debian packages that the local commands need, installed without a question where this user may.

The standard library only: the Makefile runs it as a file before anything is installed.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def boleh_memasang() -> list[str] | None:
    """Return what goes before an apt-get command here: nothing for root, `sudo -n` if it asks for no password.

    None where there is no apt-get or this user may not install.
    """
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    if shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True).returncode == 0:
        return sudo
    return None


def pasang(*nama: str) -> bool:
    """Install the packages `nama`; False where this user may not, or apt-get failed (its last words are printed)."""
    awalan = boleh_memasang()
    if awalan is None:
        return False
    print(f"• Memasang {' dan '.join(nama)} dengan apt-get (sekali saja) …", flush=True)
    # Another apt-get may be at work; one source that does not answer need not be the one with our packages.
    apt = [*awalan, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    subprocess.run([*apt, "update"], capture_output=True)
    return jalankan([*apt, "install", "--yes", "--no-install-recommends", *nama])


def buka(nama: str, folder: Path) -> bool:
    """Unpack the package `nama` into `folder` without installing it: nothing of it is started, root is not needed."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        return False
    print(f"• Mengambil {nama} dari Debian (sekali saja) …", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    unduh = ["apt-get", "-qq", "download", nama]
    if not jalankan(unduh, folder) and not (_perbarui_daftar() and jalankan(unduh, folder)):
        return False
    return all(jalankan(["dpkg-deb", "-x", str(satu), str(folder)]) for satu in folder.glob(f"{nama}_*.deb"))


def _perbarui_daftar() -> bool:
    awalan = boleh_memasang()
    return awalan is not None and jalankan([*awalan, "apt-get", "-qq", "update"])


def jalankan(perintah: Sequence[str], folder: Path | None = None) -> bool:
    """Run `perintah` in silence, in `folder` if given; False after printing its last words when it failed."""
    hasil = subprocess.run(
        perintah, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    if hasil.returncode:
        print(*(f"    {baris}" for baris in hasil.stdout.splitlines()[-5:]), sep="\n", flush=True)
    return hasil.returncode == 0


if __name__ == "__main__":
    sys.exit(0 if pasang(*sys.argv[1:]) else 1)
