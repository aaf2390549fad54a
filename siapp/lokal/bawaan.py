"""What an installation is when nobody said anything: the variables of the embedded default. Pure, without Django.

`siapp.lingkungan` asks for it while the settings are read, unless production variables are set.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

BAWAAN_LOKAL = {
    "BASE_URL": "http://127.0.0.1:8000",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "DATABASE_URL": "postgresql://postgres@127.0.0.1:5432/siapp",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "STORAGE_URL": "file:var/berkas",
    "SIASN_BASE_URL": "http://127.0.0.1:8100",
    "SIASN_TOKEN_URL": "http://127.0.0.1:8100/oauth2/token",
    "SIASN_CLIENT_ID": "siapp-demo",
    "SIASN_CLIENT_SECRET": "rahasia-demo",
    "SIASN_SSO_URL": "http://127.0.0.1:8100/auth/realms/public-siasn/protocol/openid-connect/token",
    "SIASN_SSO_CLIENT_ID": "siapp-demo-sso",
    "SIASN_SSO_USERNAME": "199001012015011001",
    "SIASN_SSO_PASSWORD": "sandi-demo",
    "SIAPP_OAUTH_CLIENT_ID": "bkn-demo",
    "SIAPP_OAUTH_CLIENT_SECRET": "rahasia-bkn-demo",
    "SIASN_MODE_GANDA": "kunci",
    "SIASN_MASA_TENANG": "20",
    "SIASN_BATAS_WAKTU": "15",
    # Asking every 4 s cost three quarters of what the stack does while nobody works.
    "SIASN_JEDA_PANTAU": "30",
}


def isi_bawaan(dasar: Path, lokal: Mapping[str, str | None]) -> None:
    """Put the default into `os.environ` wherever that says nothing.

    Arguments: `dasar`, the folder of the checkout; `lokal`, what `make run` wrote into var/, which goes before.
    """
    for nama, nilai in {**BAWAAN_LOKAL, **lokal}.items():
        if not os.environ.get(nama):
            os.environ[nama] = nilai or ""
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = rahasia_tersimpan(dasar / "var", "rahasia")


def rahasia_tersimpan(var: Path, nama: str) -> str:
    """Return the secret `nama` of this machine's embedded installation, made once and kept in the folder `var`."""
    berkas = var / nama
    if not berkas.exists():
        var.mkdir(exist_ok=True)
        sementara = var / f".{nama}-{secrets.token_hex(4)}"
        sementara.touch(mode=0o600)
        sementara.write_text(secrets.token_urlsafe(64))
        # Several processes may start at once: the first link counts for all, and it is never half written.
        with suppress(FileExistsError):
            os.link(sementara, berkas)
        sementara.unlink()
    return berkas.read_text().strip()
