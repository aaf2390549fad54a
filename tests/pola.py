"""The test database: made once for each state of what it is made from, then copied for each process (keputusan/0027).

Making it takes seconds, copying it a tenth of one. A pattern is called by the fingerprint of the migrations and of the
catalogue, so a changed migration finds none of its name and makes another. Nobody ever connects to a pattern.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from psycopg import sql

from referensi.isian_awal import muat_ke_basis_data
from tests import pengosongan
from tests.sarana import AKAR

AWALAN = "siapp_pola_"
# Whoever changes between two branches need not wait at each change.
DISIMPAN = 4
# Two runs at once: the second waits until the first has made the pattern. Held by the connection, gone with it.
KUNCI = 20_221_108
KATALOG = (AKAR / "referensi" / "katalog", AKAR / "referensi" / "isian_awal.py", Path(__file__))
IMPOR_KITA = re.compile(r"^(?:import|from) ((?:siapp|referensi|usulan|integrasi)[\w.]*)", re.MULTILINE)


def sidik(bagian: Iterable[Path] | None = None, bulan: str | None = None) -> str:
    """Return the fingerprint of the files `bagian` (without it, of all that the pattern is made from) and of `bulan`.

    The catalogue brings the periods of KP up to a year after the current month.
    """
    isi = sorted(
        f"{b.name} {hashlib.sha256(b.read_bytes()).hexdigest()}" for b in (asal() if bagian is None else bagian)
    )
    bulan = bulan or f"{timezone.localdate():%Y-%m}"
    return hashlib.sha256("\n".join([bulan, *isi]).encode()).hexdigest()[:16]


def asal() -> Iterator[Path]:
    """Yield the files that the pattern is made from: migrations of every app, what ours import, the catalogue."""
    for aplikasi in apps.get_app_configs():
        for migrasi in Path(aplikasi.path, "migrations").glob("*.py"):
            yield migrasi
            yield from _diimpor(migrasi) if migrasi.is_relative_to(AKAR) else ()
    for tempat in KATALOG:
        yield from [tempat] if tempat.is_file() else tempat.glob("*.*")


def _diimpor(migrasi: Path) -> Iterator[Path]:
    for modul in IMPOR_KITA.findall(migrasi.read_text()):
        jalan = AKAR.joinpath(*modul.split("."))
        yield from (berkas for berkas in (jalan.with_suffix(".py"), jalan / "__init__.py") if berkas.exists())


def siapkan(induk: str) -> None:
    """Make the database that the settings name, as a copy of the pattern; before that the pattern, if need be.

    Arguments: `induk`, the URL of another database of the same server.
    """
    nama = str(connection.settings_dict["NAME"])
    with psycopg.connect(induk, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [KUNCI])
        pola = AWALAN + sidik()
        if not _salin(server, pola, nama):
            _buat(server, pola)
            if not _salin(server, pola, nama):
                raise RuntimeError(f"Basis data pola {pola} tidak dapat disalin.")


def _salin(server: psycopg.Connection, pola: str, nama: str) -> bool:
    """Copy `pola` to `nama`; False where there is none, or it is broken."""
    _jalankan(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", nama)
    try:
        _jalankan(server, "CREATE DATABASE {} TEMPLATE {}", nama, pola)
    except psycopg.Error:
        return False
    return True


def _buat(server: psycopg.Connection, pola: str) -> None:
    """Make the pattern under a name of its own and rename it when it is whole; forget the oldest ones."""
    asli, baru = str(connection.settings_dict["NAME"]), f"{AWALAN}baru"
    for perintah in ("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}"):
        _jalankan(server, perintah, baru)
    _pakai(baru)
    try:
        call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
        call_command("createcachetable")
        muat_ke_basis_data()
        pengosongan.kosongkan(pengosongan.BERPENJAGA)
    finally:
        _pakai(asli)
    _jalankan(server, "ALTER DATABASE {} ALLOW_CONNECTIONS false", baru)
    _jalankan(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", pola)
    _jalankan(server, "ALTER DATABASE {} RENAME TO {}", baru, pola)
    for usang in _daftar(server)[:-DISIMPAN]:
        _jalankan(server, "DROP DATABASE {} WITH (FORCE)", usang)


def _daftar(server: psycopg.Connection) -> list[str]:
    """The patterns there are, the oldest first."""
    baris = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [AWALAN])
    return [nama for (nama,) in baris]


def _jalankan(server: psycopg.Connection, perintah: str, *nama: str) -> None:
    server.execute(sql.SQL(perintah).format(*map(sql.Identifier, nama)))


def _pakai(nama: str) -> None:
    """Let Django's connections lead to the database `nama` from here on."""
    connection.close()
    connection.close_pool()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = nama
