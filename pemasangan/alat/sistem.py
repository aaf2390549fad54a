"""Commands, files and sentences: the few things every step does."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pemasangan.alat.tempat import PENGGUNA, Tempat


class Gagal(Exception):
    """A step that cannot go on; its text is a sentence that says what to do."""


def kabarkan(pesan: str) -> None:
    """Say what is being done, at once."""
    print(pesan, flush=True)


def jalankan(
    perintah: Sequence[str | Path],
    *,
    masukan: str | None = None,
    lingkungan: Mapping[str, str] | None = None,
    sebagai: str = "",
    tampil: bool = False,
    batas: float | None = None,
) -> str:
    """Run `perintah` and return what it wrote.

    `masukan` is fed to it, `lingkungan` is added to ours, `sebagai` names another user, `tampil` lets it speak to the
    terminal (then "" is returned), `batas` is in seconds. Log lines of the product are no words: they go to the
    journal. Raises Gagal with its last words when it fails: never with its arguments, which may hold a secret.
    """
    awalan = ["runuser", "-u", sebagai, "--"] if sebagai and os.geteuid() == 0 else []
    semua = [*awalan, *map(str, perintah)]
    try:
        kode, kata = _ujar(semua, masukan, {**os.environ, **(lingkungan or {})}, tampil=tampil, batas=batas)
    except FileNotFoundError as galat:
        raise Gagal(f"Program {galat.filename} tidak ada. Jalankan `sudo ./pemasangan/pasang` lagi.") from galat
    except subprocess.TimeoutExpired as galat:
        raise Gagal(f"{semua[len(awalan)]} tidak menjawab dalam {batas:.0f} detik.") from galat
    if kode:
        ekor = "\n".join(f"    {baris}" for baris in kata.strip().splitlines()[-12:])
        raise Gagal(f"{Path(semua[len(awalan)]).name} gagal (kode {kode}):\n{ekor}")
    return kata


def _ujar(
    perintah: list[str], masukan: str | None, lingkungan: Mapping[str, str], *, tampil: bool, batas: float | None
) -> tuple[int, str]:
    """Run it; return its code and what it said, which `tampil` shows at once instead."""
    with subprocess.Popen(
        perintah,
        stdin=subprocess.PIPE if masukan is not None else None,
        env=lingkungan,
        text=True,
        errors="replace",
        stdout=None if tampil else subprocess.PIPE,
        stderr=subprocess.PIPE if tampil else subprocess.STDOUT,
    ) as proses:
        if tampil:
            for baris in proses.stderr or ():
                _pilah(baris)
            return proses.wait(), ""
        try:
            semua, _ = proses.communicate(masukan, batas)
        except BaseException:
            proses.kill()
            raise
    return proses.returncode, "".join(
        baris for baris in semua.splitlines(keepends=True) if not _pilah(baris, diam=True)
    )


def _pilah(baris: str, *, diam: bool = False) -> bool:
    """Pass on a line that a command wrote: words to the terminal, unless `diam`; True when it is a line of the log.

    That one goes to stderr for whoever keeps it, such as systemd's journal; a person at a terminal finds it there.
    """
    log = _baris_log(baris)
    if log and _di_terminal():
        if catat := shutil.which("systemd-cat"):
            subprocess.run([catat, "-t", "siapp"], input=baris, text=True, check=False)
    elif log or not diam:
        sys.stderr.write(baris)
        sys.stderr.flush()
    return log


def _di_terminal() -> bool:
    return sys.stderr.isatty()


def _baris_log(baris: str) -> bool:
    if not baris.startswith('{"'):
        return False
    try:
        return "event" in json.loads(baris)
    except ValueError:
        return False


def tulis(berkas: Path, isi: str, *, mode: int = 0o644, grup: str = "") -> bool:
    """Write `isi` whole or not at all; True if something changed."""
    if berkas.exists() and berkas.read_text() == isi:
        return False
    berkas.parent.mkdir(parents=True, exist_ok=True)
    sementara = berkas.with_name(f".{berkas.name}.baru")
    sementara.touch(mode=mode)
    sementara.chmod(mode)
    sementara.write_text(isi)
    if grup and os.geteuid() == 0:
        shutil.chown(sementara, "root", grup)
    sementara.replace(berkas)
    return True


def folder(jalan: Path, *, mode: int, pemilik: str = "root") -> None:
    """Make the folder `jalan` with that mode and owner."""
    jalan.mkdir(parents=True, exist_ok=True)
    jalan.chmod(mode)
    if os.geteuid() == 0:
        shutil.chown(jalan, pemilik, pemilik)


def manage(
    tempat: Tempat,
    *perintah: str,
    tampil: bool = False,
    rilis: Path | None = None,
    tambahan: Mapping[str, str] | None = None,
    sebagai: str = PENGGUNA,
) -> str:
    """Run `manage.py` of the release in use (or `rilis`) as the services do: their user, their settings.

    `tambahan` are variables that differ from the settings for this once; `sebagai` is another user.
    """
    asal = rilis or tempat.kini
    if not asal.exists():
        raise Gagal("Belum ada rilis yang terpasang. Jalankan `sudo ./pemasangan/pasang`.")
    lingkungan = {**baca_setelan(tempat.setelan), "HOME": str(tempat.data), **(tambahan or {})}
    return jalankan(
        [asal / ".venv/bin/python", asal / "manage.py", *perintah],
        sebagai=sebagai,
        lingkungan=lingkungan,
        tampil=tampil,
    )


def baca_setelan(berkas: Path) -> dict[str, str]:
    """Read NAME=VALUE lines as systemd's EnvironmentFile does: no expansion, quotes around the value fall away."""
    if not berkas.exists():
        return {}
    hasil = {}
    for baris in berkas.read_text().splitlines():
        nama, sama, nilai = baris.strip().partition("=")
        if sama and not nama.startswith("#"):
            hasil[nama.strip()] = _tanpa_kutip(nilai.strip())
    return hasil


def _tanpa_kutip(nilai: str) -> str:
    return nilai[1:-1] if len(nilai) > 1 and nilai[0] == nilai[-1] and nilai[0] in "'\"" else nilai


def ada_systemd() -> bool:
    """True where systemd runs this machine; without it nothing here can be started."""
    return Path("/run/systemd/system").is_dir()


def berhenti(pesan: str) -> int:
    """Say why it ends here; the exit code."""
    print(f"✗ {pesan}", file=sys.stderr, flush=True)
    return 1
