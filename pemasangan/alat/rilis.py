"""Releases: each a folder of its own with code and libraries, and one link that says which is in use."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from pemasangan.alat.sistem import Gagal, baca_setelan, jalankan, kabarkan
from pemasangan.alat.tempat import Tempat

SUMBER = Path(__file__).resolve().parent.parent.parent
SIMPAN = 3
"""How many releases stay: the one in use and those one may go back to."""

# What demonstrates and what tests has no place on a server; what a machine made is made anew.
TIDAK_IKUT = {Path(nama) for nama in (".git", ".venv", ".ci", "var", "tests", "integrasi/peragaan", "siapp/lokal")}

PELAPORAN = ("OTEL_EXPORTER_OTLP_ENDPOINT", "SENTRY_DSN")
"""Settings that want more libraries."""

# collectstatic loads the settings and uses none of these.
SETELAN_BANGUN = {
    "SECRET_KEY": "x" * 50,
    "BASE_URL": "https://localhost",
    "ALLOWED_HOSTS": "localhost",
    "DATABASE_URL": "postgresql://localhost/tidak-dipakai",
    "REDIS_URL": "redis://localhost",
    "STORAGE_URL": "file:/tmp",
    "SIASN_BASE_URL": "https://localhost",
    "SIASN_TOKEN_URL": "https://localhost",
    "SIASN_CLIENT_ID": "-",
    "SIASN_CLIENT_SECRET": "-",
    "SIASN_SSO_URL": "https://localhost",
    "SIASN_SSO_CLIENT_ID": "-",
    "SIASN_SSO_TOKEN": "-",
}


def nama_rilis() -> str:
    """Return the name of the release that this tree would be: time and, from a checkout, commit."""
    saat = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    try:
        commit = subprocess.run(
            ["git", "-C", SUMBER, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
        ).stdout.strip()
    except OSError:
        commit = ""
    return f"{saat}-{commit}" if commit else saat


def buat(tempat: Tempat) -> Path:
    """Make a release from the tree this file lies in and return its folder; half of one never stays.

    Raises Gagal when Python is too old or new, or the libraries cannot be fetched.
    """
    if not (3, 11) <= sys.version_info[:2] <= (3, 12):
        raise Gagal(f"Diperlukan Python 3.11 atau 3.12, sedangkan mesin ini punya {sys.version.split()[0]}.")
    jadi = tempat.rilis / nama_rilis()
    sementara = jadi.with_name(f".{jadi.name}")
    tempat.rilis.mkdir(parents=True, exist_ok=True)
    try:
        _salin(sementara)
        # The virtual environment keeps absolute paths, so it is made where it stays.
        sementara.replace(jadi)
        _pustaka(jadi, baca_setelan(tempat.setelan))
        statis(jadi)
    except BaseException:
        shutil.rmtree(sementara, ignore_errors=True)
        shutil.rmtree(jadi, ignore_errors=True)
        raise
    (jadi / ".lengkap").touch()
    return jadi


def _salin(ke: Path) -> None:
    def lewati(folder: str, nama: list[str]) -> set[str]:
        di = Path(folder).relative_to(SUMBER)
        return {n for n in nama if di / n in TIDAK_IKUT or n in {"__pycache__", ".env"} or n.endswith("_cache")}

    shutil.copytree(SUMBER, ke, ignore=lewati, symlinks=True)


def kunci_pustaka(setelan: Mapping[str, str]) -> str:
    """Return which libraries a server with these settings needs: those that report only where somebody listens."""
    return f"requirements-{'pantau' if any(setelan.get(nama) for nama in PELAPORAN) else 'server'}.txt"


def _pustaka(rilis: Path, setelan: Mapping[str, str]) -> None:
    kabarkan("• Memasang pustaka (satu sampai tiga menit) …")
    jalankan([sys.executable, "-m", "venv", rilis / ".venv"])
    jalankan(
        [
            *(rilis / ".venv/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--no-input", "--require-hashes", "--requirement", rilis / kunci_pustaka(setelan)),
        ]
    )


def statis(rilis: Path) -> None:
    """Collect the static files of `rilis` and compile its code, on a server and in the image alike."""
    python = rilis / ".venv/bin/python"
    jalankan([python, rilis / "manage.py", "collectstatic", "--no-input", "-v", "0"], lingkungan=SETELAN_BANGUN)
    # Services may not write here, so what Python compiles is there already.
    jalankan([python, "-m", "compileall", "-q", "-x", r"\.venv/lib/.*/tests?/", rilis])


def daftar(tempat: Tempat) -> list[Path]:
    """Return the whole releases, newest first."""
    if not tempat.rilis.exists():
        return []
    return sorted((r for r in tempat.rilis.iterdir() if (r / ".lengkap").exists()), reverse=True)


def pakai(tempat: Tempat, rilis: Path) -> None:
    """Point the link at `rilis`, in one step."""
    baru = tempat.kini.with_name(".kini.baru")
    baru.unlink(missing_ok=True)
    baru.symlink_to(rilis)
    os.replace(baru, tempat.kini)


def sebelum(tempat: Tempat) -> Path:
    """Return the release before the one in use. Raises Gagal when there is none."""
    terpakai = tempat.kini.resolve()
    for rilis in daftar(tempat):
        if rilis.name < terpakai.name:
            return rilis
    raise Gagal("Tidak ada rilis sebelumnya di mesin ini.")


def rapikan(tempat: Tempat) -> None:
    """Remove releases beyond `SIMPAN`; the one in use always stays."""
    for rilis in daftar(tempat)[SIMPAN:]:
        if rilis.resolve() != tempat.kini.resolve():
            shutil.rmtree(rilis)
