"""Where the settings' variables come from: the environment, `.env`, or the embedded default.

Pure functions without Django, so that `settings.py` may call them.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from dotenv import dotenv_values, load_dotenv

from siapp.mode_ganda import MANUSIA, ModeGandaSalah, urai_mode_ganda

# Setting any one of these means "this is an installation of its own": then nothing is filled in.
PENANDA_PRODUKSI = ("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS")

# Without these there is no start; the rest has a default. Values: the URL schemes that are accepted.
WAJIB: dict[str, tuple[str, ...]] = {
    "SECRET_KEY": (),
    "BASE_URL": ("http", "https"),
    "ALLOWED_HOSTS": (),
    "DATABASE_URL": ("postgresql", "postgres"),
    "REDIS_URL": ("redis", "rediss"),
    "STORAGE_URL": ("file", "s3"),
    "SIASN_BASE_URL": ("http", "https"),
    "SIASN_TOKEN_URL": ("http", "https"),
    "SIASN_CLIENT_ID": (),
    "SIASN_CLIENT_SECRET": (),
    "SIASN_SSO_URL": ("http", "https"),
    "SIASN_SSO_CLIENT_ID": (),
}

# Written by `make run` into var/.
BERKAS_LOKAL = "lokal.env"


def muat_lingkungan(dasar: Path) -> bool:
    """Fill `os.environ` from `.env` and, if no production variable is set, from the embedded default.

    Arguments: `dasar`, the folder of the checkout. Returns True when the embedded default (`siapp.lokal.bawaan`) is in
    force.
    What the environment already holds always wins. A variable that says just what `var/lokal.env` says does not
    count as production: a shell may export the DATABASE_URL that `make run` was given.
    """
    load_dotenv(dasar / ".env")
    lokal = dotenv_values(dasar / "var" / BERKAS_LOKAL, interpolate=False)
    if any(os.environ.get(nama) not in {None, "", lokal.get(nama)} for nama in PENANDA_PRODUKSI):
        return False
    return _isi_bawaan(dasar, lokal)


def _isi_bawaan(dasar: Path, lokal: Mapping[str, str | None]) -> bool:
    """Fill in the embedded default; False in a tree that was delivered without it."""
    try:
        from siapp.lokal.bawaan import isi_bawaan
    except ModuleNotFoundError:
        return False
    isi_bawaan(dasar, lokal)
    return True


def keluhan(lingkungan: Mapping[str, str]) -> list[str]:
    """Return a sentence for each variable that is missing or malformed; never with its value, which may be secret."""
    hasil = []
    for nama, skema in WAJIB.items():
        nilai = lingkungan.get(nama, "").strip()
        if not nilai:
            hasil.append(f"{nama} belum diisi.")
        elif skema and not _berskema(nilai, skema):
            hasil.append(f"{nama} harus berupa alamat yang diawali {' atau '.join(f'{satu}:' for satu in skema)}")
    if 0 < len(lingkungan.get("SECRET_KEY", "").strip()) < 50:
        hasil.append("SECRET_KEY terlalu pendek: isi paling sedikit 50 karakter acak.")
    lama = [satu for satu in lingkungan.get("SECRET_KEY_FALLBACKS", "").split(",") if satu.strip()]
    if any(len(satu.strip()) < 50 for satu in lama):
        hasil.append("SECRET_KEY_FALLBACKS terlalu pendek: tiap isinya paling sedikit 50 karakter, dipisah koma.")
    if any(len(satu.strip()) < 32 for satu in lingkungan.get("AUDIT_KUNCI", "").split(",") if satu.strip()):
        hasil.append("AUDIT_KUNCI terlalu pendek: tiap isinya paling sedikit 32 karakter, dipisah koma.")
    try:
        urai_mode_ganda(lingkungan.get("SIASN_MODE_GANDA") or MANUSIA)
    except ModeGandaSalah as galat:
        hasil.append(str(galat))
    orang = lingkungan.get("SIASN_SSO_USERNAME") and lingkungan.get("SIASN_SSO_PASSWORD")
    if not lingkungan.get("SIASN_SSO_TOKEN") and not orang:
        hasil.append("Isi SIASN_SSO_TOKEN, atau SIASN_SSO_USERNAME bersama SIASN_SSO_PASSWORD.")
    return hasil


def baris_rahasia(berkas: str) -> list[str]:
    """Return the secrets of a file, one a line, none without a file. Raises OSError: half a set of keys is none."""
    return [satu.strip() for satu in Path(berkas).read_text().splitlines() if satu.strip()] if berkas else []


def _berskema(nilai: str, skema: tuple[str, ...]) -> bool:
    try:
        bagian = urlsplit(nilai)
    except ValueError:
        return False
    return bagian.scheme in skema and bool(bagian.netloc or bagian.query or bagian.scheme == "file")


def pengaturan_penyimpanan(url: str, dasar: Path) -> dict[str, Any]:
    """Translate STORAGE_URL into Django's storage setting.

    Accepts `file:FOLDER` (relative to the checkout, or absolute) and
    `s3://KEY:SECRET@BUCKET?endpoint=URL&region=NAME`. Raises ValueError naming the variable otherwise.
    """
    bagian = urlsplit(url)
    if bagian.scheme == "file":
        return {
            "BACKEND": "siapp.berkas.gudang_folder.GudangFolder",
            "OPTIONS": {"location": str(dasar / bagian.path), "base_url": None},
        }
    if bagian.scheme == "s3" and bagian.hostname:
        pilihan = {nama: nilai[0] for nama, nilai in parse_qs(bagian.query).items()}
        return {
            "BACKEND": "siapp.berkas.gudang_s3.GudangS3",
            "OPTIONS": {
                "access_key": unquote(bagian.username or "") or None,
                "secret_key": unquote(bagian.password or "") or None,
                "bucket_name": bagian.hostname,
                "endpoint_url": pilihan.get("endpoint"),
                "region_name": pilihan.get("region"),
                "file_overwrite": False,
                "default_acl": None,
                "querystring_auth": True,
                # Beyond this a file read from S3 waits in a temporary file, not in memory.
                "max_memory_size": 1024 * 1024,
            },
        }
    raise ValueError("STORAGE_URL harus berbentuk file:FOLDER atau s3://KUNCI:RAHASIA@BUCKET?endpoint=...")
