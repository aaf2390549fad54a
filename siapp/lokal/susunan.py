"""Where the local stack lives: ports, folders and the environment of its parts."""

import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil
from dotenv import load_dotenv

from siapp.lingkungan import BERKAS_LOKAL, PENANDA_PRODUKSI
from siapp.lokal.bawaan import BAWAAN_LOKAL, rahasia_tersimpan
from siapp.lokal.galat import GagalMulai

AKAR = Path(__file__).resolve().parent.parent.parent
VAR = AKAR / "var"
# variable → the file in var/ that keeps this installation's own secret
RAHASIA = {
    "SECRET_KEY": "rahasia",
    "SIASN_CLIENT_SECRET": "rahasia-siasn",
    "SIASN_SSO_PASSWORD": "rahasia-sso",
    "SIAPP_OAUTH_CLIENT_SECRET": "rahasia-oauth",
}


@dataclass(frozen=True)
class Susunan:
    """One local stack. `basis_data` and `redis` are empty where the embedded part is to be used.

    `contoh`: sample usulan are wanted. `port_web`: where the web itself listens, where that is not `port`.
    """

    port: int
    port_simulator: int
    basis_data: str
    redis: str
    contoh: bool = True
    port_web: int = 0

    @property
    def url(self) -> str:
        """Where the web answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url_simulator(self) -> str:
        """Where the stand-in SIASN answers."""
        return f"http://127.0.0.1:{self.port_simulator}"


def baca_susunan() -> Susunan:
    """Read ports and outside databases from the environment and `.env`.

    Raises GagalMulai for a port that is none, and where the environment describes a production installation: the
    demo accounts have known passwords and must never get there.
    """
    load_dotenv(AKAR / ".env")
    for nama in PENANDA_PRODUKSI:
        if nama != "DATABASE_URL" and os.environ.get(nama):
            raise GagalMulai(
                f"`make run` hanya untuk peragaan dan membuat akun contoh, sedangkan {nama} terisi seperti pada "
                f"pemasangan sungguhan. Kosongkan {nama} di lingkungan dan di berkas .env, lalu ulangi."
            )
    return Susunan(
        port=_port("PORT", 8000),
        port_simulator=_port("PORT_SIMULATOR", 8100),
        basis_data=os.environ.get("DATABASE_URL", ""),
        redis=os.environ.get("REDIS_URL", ""),
        contoh=not os.environ.get("TANPA_CONTOH"),
    )


def _port(nama: str, bawaan: int) -> int:
    isi = os.environ.get(nama) or str(bawaan)
    if not isi.isdigit() or not 1 <= int(isi) <= 65535:
        raise GagalMulai(f"{nama} harus berupa angka 1 sampai 65535, bukan “{isi}”.")
    return int(isi)


def pastikan_port_bebas(port: int, nama: str) -> None:
    """Raise GagalMulai when somebody listens on `port`; `nama` is the variable that chooses another one."""
    with socket.socket() as soket:
        soket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            soket.bind(("127.0.0.1", port))
        except OSError as galat:
            raise GagalMulai(
                f"Port {port} sedang dipakai{_pemakai(port)}. Hentikan dahulu, "
                f"atau pilih port lain: `{nama}={port + 1} make run`."
            ) from galat


def _pemakai(port: int) -> str:
    """Name who listens on `port`, as far as this user may see it."""
    try:
        for sambungan in psutil.net_connections("tcp"):
            alamat = sambungan.laddr
            if sambungan.status == psutil.CONN_LISTEN and alamat and alamat.port == port and sambungan.pid:
                return f" oleh proses {sambungan.pid} ({psutil.Process(sambungan.pid).name()})"
    except psutil.Error:
        return " program lain"
    return " program lain"


def port_bebas() -> int:
    """Return a TCP port of 127.0.0.1 that nobody listens on right now."""
    with socket.socket() as soket:
        soket.bind(("127.0.0.1", 0))
        return int(soket.getsockname()[1])


def susun_lingkungan(susunan: Susunan, *, basis_data: str, redis: str) -> dict[str, str]:
    """Return the variables of the stack's parts, its secrets made once and kept in `var/`."""
    bawaan = {nama: _pindah_port(nilai, susunan) for nama, nilai in BAWAAN_LOKAL.items()}
    for nama, berkas in RAHASIA.items():
        bawaan[nama] = rahasia_tersimpan(VAR, berkas)
    bawaan["SIAPP_OAUTH_CLIENT_ID"] = "bkn-demo"
    return {nama: os.environ.get(nama) or nilai for nama, nilai in bawaan.items()} | {
        "DATABASE_URL": basis_data,
        "REDIS_URL": redis,
        "PORT": str(susunan.port),
        "PORT_SIMULATOR": str(susunan.port_simulator),
    }


def _pindah_port(nilai: str, susunan: Susunan) -> str:
    return nilai.replace("127.0.0.1:8000", f"127.0.0.1:{susunan.port}").replace(
        "127.0.0.1:8100", f"127.0.0.1:{susunan.port_simulator}"
    )


def tulis_lingkungan(lingkungan: Mapping[str, str]) -> None:
    """Write `var/lokal.env`, so that `manage.py` in another shell talks to this stack. Only its owner may read it."""
    berkas = VAR / BERKAS_LOKAL
    sementara = berkas.with_suffix(f".{secrets.token_hex(4)}")
    sementara.touch(mode=0o600)
    sementara.write_text("".join(f"{nama}='{nilai}'\n" for nama, nilai in lingkungan.items()))
    sementara.replace(berkas)
