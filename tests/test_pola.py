"""The kept test database: noticed when its migrations change, mended when broken, never a bridge between two runs."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from siapp.lokal import postgres
from tests import pola
from tests.sarana import VAR_UJI, salin_checkout

UJI = """
from django.db import connection
from referensi.models import AlasanPenolakan

def test_tabel(db):
    assert ("coba_pola" in connection.introspection.table_names()) is {ada}

def test_bekas(transactional_db):
    assert AlasanPenolakan.objects.exclude(teks="bekas").exists()
    AlasanPenolakan.objects.update(teks="bekas")
"""
MIGRASI = """# {ciri}
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("audit", "{sebelum}")]
    operations = [migrations.RunSQL("CREATE TABLE coba_pola (isi integer)")]
"""
# Variables that belong to this run and not to one inside of it.
MILIK_KITA = ("PYTEST_", "SIAPP_UJI_", "DJANGO_SETTINGS_MODULE")


@pytest.fixture
def server() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["SIAPP_UJI_INDUK"], autocommit=True) as koneksi:
        yield koneksi


@pytest.fixture
def berubah(tmp_path: Path, server: psycopg.Connection) -> Iterator[tuple[Path, str]]:
    """A copy of the checkout with one more migration, unlike that of any earlier run, and the name of its pattern."""
    folder = tmp_path / "berubah"
    salin_checkout(folder)
    tempat = folder / "siapp" / "audit" / "migrations"
    terakhir = max(berkas.stem for berkas in tempat.glob("0*.py"))
    migrasi = tempat / "9999_coba.py"
    migrasi.write_text(MIGRASI.format(ciri=secrets.token_hex(8), sebelum=terakhir))
    nama = pola.AWALAN + pola.sidik([*pola.asal(), migrasi])
    yield folder, nama
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(nama)))


def _mulai(folder: Path, *, ada: bool) -> "subprocess.Popen[str]":
    """Start pytest in the copy `folder`, on the server of this run; it looks whether the new table is there."""
    (folder / "tests" / "test_salinan.py").write_text(UJI.format(ada=ada))
    lingkungan = {nama: isi for nama, isi in os.environ.items() if not nama.startswith(MILIK_KITA)}
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "tests/test_salinan.py"],
        cwd=folder,
        env=lingkungan | {"DATABASE_URL": os.environ["SIAPP_UJI_INDUK"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _hasil(proses: "subprocess.Popen[str]") -> str:
    keluaran, _ = proses.communicate()
    return keluaran if proses.returncode else "lulus"


def _pola(server: psycopg.Connection) -> dict[str, int]:
    """The patterns of the server, with what PostgreSQL says of their connections: -2 is a broken database."""
    return dict(server.execute("SELECT datname, datconnlimit FROM pg_database").fetchall())


def test_migrasi_yang_berubah_dikenali_dan_dua_proses_tidak_saling_mengganggu(
    berubah: tuple[Path, str], tmp_path: Path, server: psycopg.Connection
) -> None:
    salin_checkout(tmp_path / "tetap")
    dua = [_mulai(tmp_path / "tetap", ada=False), _mulai(berubah[0], ada=True)]
    assert [_hasil(proses) for proses in dua] == ["lulus", "lulus"]
    assert {berubah[1], pola.AWALAN + pola.sidik()} <= set(_pola(server))


def test_pola_yang_rusak_dibuat_ulang(berubah: tuple[Path, str], server: psycopg.Connection) -> None:
    """What an interrupted DROP DATABASE leaves is a database that nobody can use or copy."""
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(berubah[1])))
    server.execute("UPDATE pg_database SET datconnlimit = -2 WHERE datname = %s", [berubah[1]])
    assert _hasil(_mulai(berubah[0], ada=True)) == "lulus"
    assert _pola(server)[berubah[1]] == -1


def test_pola_tidak_dapat_dimasuki_siapa_pun(db: None) -> None:
    with pytest.raises(psycopg.OperationalError, match="not currently accepting connections"):
        psycopg.connect(os.environ["SIAPP_UJI_INDUK"], dbname=pola.AWALAN + pola.sidik())


def test_sidik_mengikuti_isi_bulan_dan_jenis_berkas(tmp_path: Path) -> None:
    berkas = tmp_path / "0001_awal.py"
    berkas.write_text("satu")
    awal = pola.sidik([berkas], "2026-11")
    assert awal == pola.sidik([berkas], "2026-11")
    assert awal != pola.sidik([berkas], "2026-12")
    berkas.write_text("dua")
    assert awal != pola.sidik([berkas], "2026-11")


@pytest.mark.parametrize("bagian", ["0001_initial.py", "katalog.toml", "isian_awal.py", "tahap.py", "pola.py"])
def test_semua_yang_membentuk_pola_ikut_dalam_sidiknya(bagian: str) -> None:
    assert bagian in {berkas.name for berkas in pola.asal()}


# --- the server that keeps it -------------------------------------------------------------------------------------


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder below var/: when run as root, PostgreSQL's own user must be able to reach it."""
    tempat = VAR_UJI / f"pola-{os.getpid()}"
    tempat.mkdir(parents=True)
    yield tempat / "pg"
    shutil.rmtree(tempat)


def _rusak_setengah_jadi(folder: Path) -> None:
    (folder / postgres.TANDA_SELESAI).unlink()


def _rusak_isinya(folder: Path) -> None:
    (folder / "global" / "pg_control").unlink()


def _rusak_setelan_lain(folder: Path) -> None:
    (folder / postgres.TANDA_SELESAI).write_text("{}")


def _rusak_mesin_mati(folder: Path) -> None:
    (folder / "postmaster.pid").touch()
    os.utime(folder / "postmaster.pid", (0, 0))


@pytest.mark.parametrize("rusakkan", [_rusak_setengah_jadi, _rusak_isinya, _rusak_setelan_lain, _rusak_mesin_mati])
def test_server_uji_yang_tidak_dapat_diandalkan_dibuat_ulang(folder: Path, rusakkan: Callable[[Path], None]) -> None:
    server = postgres.nyalakan_uji(folder)
    postgres.pastikan_basis_data(server, "lama")
    postgres.matikan(server)
    rusakkan(folder)
    server = postgres.nyalakan_uji(folder)
    try:
        assert postgres.daftar_basis_data(postgres.alamat(server, "postgres"), "lama") == []
    finally:
        postgres.matikan(server)
