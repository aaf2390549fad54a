"""The part of `make check` that needs Django: migrations, generated documents, and the settings of production."""

import os
import secrets
import subprocess
import sys

from siapp.lokal import postgres
from siapp.lokal.galat import GagalMulai
from siapp.lokal.susunan import AKAR, VAR

# Made up; `check --deploy` looks at settings and calls nobody.
PRODUKSI_CONTOH = {
    "BASE_URL": "https://siapp.contoh.go.id",
    "ALLOWED_HOSTS": "siapp.contoh.go.id",
    "PROKSI_TEPERCAYA": "1",
    "DATABASE_URL": "postgresql://siapp@basisdata.contoh.go.id/siapp?sslmode=verify-full",
    "REDIS_URL": "rediss://antrean.contoh.go.id:6379/0",
    "STORAGE_URL": "s3://@berkas?endpoint=https://s3.contoh.go.id",
    "SIASN_BASE_URL": "https://siasn.contoh.go.id",
    "SIASN_TOKEN_URL": "https://siasn.contoh.go.id/oauth2/token",
    "SIASN_CLIENT_ID": "contoh",
    "SIASN_SSO_URL": "https://sso.contoh.go.id/token",
    "SIASN_SSO_CLIENT_ID": "contoh",
}
RAHASIA_CONTOH = ("SECRET_KEY", "SIASN_CLIENT_SECRET", "SIASN_SSO_TOKEN")


def periksa() -> None:
    """Run the checks one after another; raises GagalMulai naming the first that fails."""
    server = postgres.nyalakan_uji(VAR / "uji" / "postgres")
    try:
        basis_data = {"DATABASE_URL": postgres.alamat(server, "postgres")}
        produksi = PRODUKSI_CONTOH | {nama: secrets.token_urlsafe(48) for nama in RAHASIA_CONTOH}
        # makemigrations looks into the database whether what was applied fits.
        _manage(produksi | basis_data, "makemigrations", "--check", "--dry-run")
        _manage(produksi | basis_data, "diagram", "--periksa")
        _manage(produksi, "check", "--deploy", "--fail-level", "WARNING")
    finally:
        postgres.matikan(server)


def _manage(lingkungan: dict[str, str], *perintah: str) -> None:
    teks = f"manage.py {' '.join(perintah)}"
    print(teks, flush=True)
    hasil = subprocess.run([sys.executable, "manage.py", *perintah], cwd=AKAR, env={**os.environ, **lingkungan})
    if hasil.returncode:
        raise GagalMulai(f"`{teks}` menemukan yang harus diperbaiki; lihat di atas.")
