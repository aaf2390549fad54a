"""The file of settings: made once with secrets of its own, changed by hand or by an answer afterwards."""

import secrets
import sys
from collections.abc import Mapping
from getpass import getpass
from pathlib import Path

from pemasangan.alat.sistem import Gagal, baca_setelan, tulis
from pemasangan.alat.tempat import PENGGUNA, Tempat

# What only BKN can tell; the sentence is the question.
DARI_BKN = {
    "SIASN_BASE_URL": "Alamat dasar layanan SIASN",
    "SIASN_TOKEN_URL": "Alamat layanan token SIASN",
    "SIASN_CLIENT_ID": "client_id dari BKN",
    "SIASN_CLIENT_SECRET": "client_secret dari BKN",
    "SIASN_SSO_URL": "Alamat SSO BKN",
    "SIASN_SSO_CLIENT_ID": "client_id SSO",
    "SIASN_SSO_USERNAME": "Nama pengguna SSO",
    "SIASN_SSO_PASSWORD": "Kata sandi SSO",
}
RAHASIA = {"SIASN_CLIENT_SECRET", "SIASN_SSO_PASSWORD"}


def bawaan(tempat: Tempat, domain: str) -> dict[str, str]:
    """Return what a single server needs and nobody has to be asked for."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(64),
        # Of its own, so that SECRET_KEY may change; never taken away (keputusan/0078).
        "AUDIT_KUNCI": secrets.token_urlsafe(48),
        "AUDIT_JANGKAR_FOLDER": f"{tempat.data}/jangkar",
        "BASE_URL": f"https://{domain}",
        "ALLOWED_HOSTS": domain,
        "PROKSI_TEPERCAYA": "1",
        # By the socket: PostgreSQL knows the services' user by itself, so there is no password to lose.
        "DATABASE_URL": f"postgresql://%2Fvar%2Frun%2Fpostgresql/{PENGGUNA}",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "STORAGE_URL": f"file:{tempat.berkas}",
    }


def lengkapi(tempat: Tempat, domain: str, jawaban: Path | None) -> dict[str, str]:
    """Bring the file of settings to `domain` and to what BKN told; what stands in it already wins.

    `jawaban` is a file of NAME=VALUE lines; without it each missing one is asked on the terminal. Raises Gagal where
    there is neither an answer nor a terminal.
    """
    ada = baca_setelan(tempat.setelan)
    isi = {**bawaan(tempat, domain), **(baca_setelan(jawaban) if jawaban else {}), **ada}
    isi |= {"BASE_URL": f"https://{domain}", "ALLOWED_HOSTS": domain}
    for nama, tanya in DARI_BKN.items():
        if not isi.get(nama) and not (nama.startswith("SIASN_SSO_") and isi.get("SIASN_SSO_TOKEN")):
            isi[nama] = _tanya(nama, tanya)
    simpan(tempat, isi)
    return isi


def _tanya(nama: str, tanya: str) -> str:
    if not sys.stdin.isatty():
        raise Gagal(
            f"{nama} belum diketahui. Tulis keterangan dari BKN ke sebuah berkas (NAMA=NILAI per baris, namanya ada di "
            "/opt/siapp/kini/.env.example), lalu ulangi dengan --siasn BERKAS."
        )
    jawab = (getpass if nama in RAHASIA else input)(f"{tanya} ({nama}): ").strip()
    return jawab or _tanya(nama, tanya)


def simpan(tempat: Tempat, isi: Mapping[str, str]) -> None:
    """Write the settings, readable by root and the services alone. Raises Gagal for a value of several lines."""
    for nama, nilai in isi.items():
        if "\n" in nilai or ("'" in nilai and '"' in nilai):
            raise Gagal(f"{nama} berisi tanda yang tidak dapat disimpan (baris baru, atau kedua macam tanda kutip).")
    baris = [f"{nama}={_kutip(nilai)}" for nama, nilai in isi.items()]
    kepala = "# Setelan SIAPP; arti tiap baris: /opt/siapp/kini/.env.example. Sesudah diubah: sudo siapp muat-ulang"
    tulis(tempat.setelan, "\n".join([kepala, *baris]) + "\n", mode=0o640, grup=PENGGUNA)


def _kutip(nilai: str) -> str:
    return f'"{nilai}"' if "'" in nilai else f"'{nilai}'"
