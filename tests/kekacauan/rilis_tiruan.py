"""A server on which one release follows the other: `siapp perbarui` and `mundur` as they are, systemd in our hands.

The releases are copies of this tree with migrations more. What stands in for systemd ends and starts the same processes
as the units do; the proxy is nginx with the site that is installed. Left out: backup, archive and roles of the machine.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from pemasangan.alat import basisdata, cadangan, langkah, layanan, rilis, sistem
from pemasangan.alat.tempat import PEMILIK, Tempat
from siapp.lokal import perkakas
from tests import pola
from tests.kekacauan.arena import Arena, Proses
from tests.kekacauan.susunan_simpul import PROKSI
from tests.sarana import port_bebas

# The product's settings, and people with a password alone.
SETELAN = "from siapp.settings import *\nDUA_LANGKAH_WAJIB = KERAHASIAAN_WAJIB = False\n"
# TimeoutStopSec of the unit.
BATAS_HENTI = 40


@dataclass
class Peladen:
    """The server: its folders, its ports, and the processes that run."""

    tempat: Tempat
    arena: Arena
    basis: str
    aplikasi: str
    port: int = field(default_factory=port_bebas)
    unit: dict[str, Proses] = field(default_factory=dict)

    @property
    def muka(self) -> str:
        """Where people come in."""
        return f"http://127.0.0.1:{self.port}"

    def url(self, pengguna: str = "") -> str:
        """DATABASE_URL of the owner, or of `pengguna`."""
        bagian = psycopg.conninfo.conninfo_to_dict(os.environ["SIAPP_UJI_INDUK"])
        host = str(bagian["host"]).replace("/", "%2F")
        return f"postgresql://{pengguna or bagian['user']}@{host}:{bagian.get('port', 5432)}/{self.basis}"

    def tulis_setelan(self) -> None:
        """The file of settings, as `siapp mulai` leaves it."""
        isi = {
            "SECRET_KEY": settings.SECRET_KEY,
            "BASE_URL": self.muka,
            "ALLOWED_HOSTS": "127.0.0.1",
            "PROKSI_TEPERCAYA": "1",
            "DATABASE_URL": self.url(self.aplikasi),
            "REDIS_URL": os.environ["REDIS_URL"],
            "STORAGE_URL": f"file:{self.tempat.berkas}",
            "DJANGO_SETTINGS_MODULE": "setelan_uji",
            "API_LAJU_KLIEN": "1000000",
            "API_LAJU_ALAMAT": "1000000",
            "LOG_LEVEL": "WARNING",
        }
        self.tempat.berkas.mkdir(parents=True, exist_ok=True)
        sistem.tulis(self.tempat.setelan, "".join(f"{nama}={nilai}\n" for nama, nilai in isi.items()))

    # --- what stands in for the machine -----------------------------------------------------------------------------
    def jalankan(self, perintah: list[str], **pilihan: Any) -> str:
        """`systemctl restart` of a web process is done; every other word of systemd is let pass."""
        if perintah[0] != "systemctl":
            return sistem.jalankan(perintah, **pilihan)
        if perintah[1] == "restart":
            for unit in perintah[2:]:
                if unit.startswith("siapp-web@"):
                    self._mulai_ulang(unit)
        return ""

    def _mulai_ulang(self, unit: str) -> None:
        if lama := self.unit.pop(unit, None):
            # KillMode=control-group: every process of the unit is told at once.
            lama.sinyal(signal.SIGTERM)
            try:
                lama.proses.wait(BATAS_HENTI)
            except subprocess.TimeoutExpired:
                lama.bunuh()
        kini = self.tempat.kini.resolve()
        perintah = [str(kini / ".venv/bin/python"), "manage.py", "jalankan", "web", "--port", unit.partition("@")[2]]
        env = {**os.environ, **sistem.baca_setelan(self.tempat.setelan)}
        self.unit[unit] = self.arena.mulai(*perintah, env=env, di=kini)

    def manage(self, tempat: Tempat, *perintah: str, tambahan: Mapping[str, str] | None = None, **lain: Any) -> str:
        """As `sistem.manage`; who owns the schema is told by the address, not by the user of the machine."""
        if lain.pop("sebagai", "") == PEMILIK:
            tambahan = {**(tambahan or {}), "DATABASE_URL": self.url()}
        return sistem.manage(tempat, *perintah, tambahan=tambahan, sebagai="", **lain)

    def proksi(self) -> None:
        """nginx with the installed site, without TLS and on our ports."""
        isi = (self.tempat.kini / "pemasangan/nginx/siapp.conf").read_text().replace("$$", "$")
        hulu, _, _ = isi.partition("server {\n    listen 80;")
        for lama, baru in zip((8001, 8002), layanan.PINTU, strict=True):
            hulu = hulu.replace(f":{lama}", f":{baru}")
        badan = isi.partition("listen 443 ssl http2;\n")[2].replace("server_name $domain", "server_name 127.0.0.1")
        badan = "\n".join(b for b in badan.splitlines() if "ssl_" not in b and "listen" not in b)
        folder = self.tempat.akar / "nginx"
        folder.mkdir()
        situs = f"{hulu}server {{\n listen 127.0.0.1:{self.port};\n{badan}"
        (folder / "nginx.conf").write_text(PROKSI.format(folder=folder, isi=situs))
        program = perkakas.cari("nginx")
        assert program
        self.arena.mulai(program, "-c", str(folder / "nginx.conf"))

    # --- releases ---------------------------------------------------------------------------------------------------
    def rilis_pertama(self, nama: str) -> Path:
        """A release made from this tree as `pasang` makes it, but with the libraries that are there."""
        jadi = self.tempat.rilis / nama
        jadi.parent.mkdir(parents=True)
        rilis._salin(jadi)
        (jadi / ".venv").symlink_to(Path(sys.executable).parent.parent)
        rilis.statis(jadi)
        (jadi / "setelan_uji.py").write_text(SETELAN)
        return jadi

    def rilis_berikut(self, dari: Path, nama: str) -> Path:
        """A copy of `dari`, to be changed."""
        return Path(shutil.copytree(dari, self.tempat.rilis / nama, symlinks=True))

    def lengkap(self, satu: Path) -> Path:
        """Let `siapp` see the release."""
        (satu / ".lengkap").touch()
        return satu


@contextmanager
def peladen(akar: Path, arena: Arena, ganti: pytest.MonkeyPatch) -> Iterator[Peladen]:
    """An empty server with a database of its own, copied from the pattern of the tests; both are gone afterwards."""
    nama = f"siapp_uji_{os.getpid()}_rilis"
    satu = Peladen(Tempat(akar), arena, basis=nama, aplikasi=f"{nama}_aplikasi")
    satu.tulis_setelan()
    ganti.setattr(layanan, "PINTU", (port_bebas(), port_bebas()))
    ganti.setattr(layanan, "jalankan", satu.jalankan)
    ganti.setattr(langkah, "manage", satu.manage)
    ganti.setattr(langkah, "PENGGUNA", satu.aplikasi)
    ganti.setattr(cadangan, "buat", lambda _tempat: {})
    ganti.setattr(basisdata, "siapkan", lambda: None)
    ganti.setattr(langkah, "_arsip", lambda _tempat, *, sela: None)
    with psycopg.connect(os.environ["SIAPP_UJI_INDUK"], autocommit=True) as induk:

        def jalankan(perintah: str, *siapa: str) -> None:
            induk.execute(sql.SQL(perintah).format(*map(sql.Identifier, siapa)))

        jalankan("CREATE DATABASE {} TEMPLATE {}", nama, pola.AWALAN + pola.sidik())
        try:
            yield satu
        finally:
            for unit in satu.unit.values():
                unit.bunuh()
            jalankan("DROP DATABASE {} WITH (FORCE)", nama)
            jalankan("DROP ROLE IF EXISTS {}", satu.aplikasi)
