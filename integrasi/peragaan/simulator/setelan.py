"""What the simulator is started with: command line first, environment second, documented demo values last."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

DEMO = {
    "SIASN_CLIENT_ID": "siapp-demo",
    "SIASN_CLIENT_SECRET": "rahasia-demo",
    "SIASN_SSO_CLIENT_ID": "siapp-demo-sso",
    "SIASN_SSO_USERNAME": "199001012015011001",
    "SIASN_SSO_PASSWORD": "sandi-demo",
    "SIAPP_OAUTH_CLIENT_ID": "bkn-demo",
    "SIAPP_OAUTH_CLIENT_SECRET": "rahasia-bkn-demo",
}
"""Demo credentials; they open nothing but this simulator and the demo SIAPP."""


@dataclass(frozen=True, slots=True)
class Setelan:
    """Start values. Seconds for `token_umur` and `otomatis_jeda`; `siapp_url` empty means: no calls to SIAPP."""

    berkas: Path
    port: int
    siapp_url: str
    siapp_client_id: str
    siapp_client_secret: str
    client_id: str
    client_secret: str
    sso_client_id: str
    sso_username: str
    sso_password: str
    mode_ganda: str
    token_umur: int
    otomatis: bool
    otomatis_jeda: float


def _pilihan() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(
        prog="python -m integrasi.peragaan.simulator", description="Simulator SIASN (hanya 127.0.0.1)"
    )
    p.add_argument("--port", type=int, default=8100)
    p.add_argument("--berkas", type=Path, default=Path("var/simulator.sqlite3"), help="berkas SQLite keadaan")
    p.add_argument("--siapp-url", default="", help="alamat SIAPP untuk API 9, misalnya http://127.0.0.1:8000")
    p.add_argument("--mode-ganda", default="", help="sikap atas kiriman berulang (bawaan: kunci)")
    p.add_argument("--token-umur", type=int, default=3600, help="umur token dalam detik")
    p.add_argument("--otomatis", action="store_true", help="BKN menyetujui dan menerbitkan Pertek dengan sendirinya")
    p.add_argument("--otomatis-jeda", type=float, default=5.0, help="jeda mode otomatis dalam detik")
    return p


def baca_setelan(argumen: Sequence[str] | None = None, lingkungan: Mapping[str, str] | None = None) -> Setelan:
    """Start values from the command line and the environment.

    Args:
        argumen: words after the program name; None reads `sys.argv`.
        lingkungan: environment; None reads `os.environ`. Empty values count as not set.
    """
    p = _pilihan().parse_args(argumen)
    env = {**DEMO, **{k: v for k, v in (os.environ if lingkungan is None else lingkungan).items() if v}}
    return Setelan(
        berkas=p.berkas,
        port=p.port,
        siapp_url=p.siapp_url.rstrip("/"),
        siapp_client_id=env["SIAPP_OAUTH_CLIENT_ID"],
        siapp_client_secret=env["SIAPP_OAUTH_CLIENT_SECRET"],
        client_id=env["SIASN_CLIENT_ID"],
        client_secret=env["SIASN_CLIENT_SECRET"],
        sso_client_id=env["SIASN_SSO_CLIENT_ID"],
        sso_username=env["SIASN_SSO_USERNAME"],
        sso_password=env["SIASN_SSO_PASSWORD"],
        mode_ganda=p.mode_ganda,
        token_umur=p.token_umur,
        otomatis=p.otomatis,
        otomatis_jeda=p.otomatis_jeda,
    )
