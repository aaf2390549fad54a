"""Behind a real PgBouncer that lends a connection for one transaction only: the product's own work goes on."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman
from siapp.lokal import perkakas
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan
from tests.pemasangan.berkas import PEMASANGAN
from tests.sarana import AKAR, VAR_UJI, akhiri, port_bebas, tunggu

SETELAN = """
[databases]
* = host={host} port={port} user={pengguna} password={sandi}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {dengar}
unix_socket_dir =
auth_type = any
{anjuran}
default_pool_size = 6
"""


@pytest.fixture
def penyatu(transactional_db: None) -> Iterator[str]:
    """A PgBouncer in transaction mode before this test's database; gives the DATABASE_URL through it."""
    program = perkakas.cari("pgbouncer")
    assert program
    with psycopg.connect(os.environ["DATABASE_URL"]) as langsung:
        asal = langsung.info
        host, port, pengguna, sandi, basis = asal.host, asal.port, asal.user, asal.password, asal.dbname
    dengar, setelan = port_bebas(), VAR_UJI / f"penyatu-{os.getpid()}.ini"
    anjuran = (PEMASANGAN / "banyak" / "pgbouncer.ini").read_text()
    setelan.write_text(
        SETELAN.format(anjuran=anjuran, host=host, port=port, pengguna=pengguna, sandi=sandi or "x", dengar=dengar)
    )
    perintah = [program, str(setelan)]
    if os.geteuid() == 0:
        # It refuses to be root, and must reach the socket of PostgreSQL.
        soket = Path(host) / f".s.PGSQL.{port}"
        perintah = [program, "--user", soket.owner() if soket.exists() else "nobody", str(setelan)]
    proses = subprocess.Popen(perintah, stderr=subprocess.DEVNULL, env=perkakas.lingkungan())
    alamat = f"postgresql://{quote(pengguna)}@127.0.0.1:{dengar}/{basis}"
    try:
        tunggu(lambda: proses.poll() is None and _menjawab(alamat), "PgBouncer tidak menjawab")
        yield alamat
    finally:
        akhiri(proses)
        setelan.unlink()


def _menjawab(alamat: str) -> bool:
    with suppress(psycopg.OperationalError):
        psycopg.connect(alamat, connect_timeout=5).close()
        return True
    return False


def test_sesi_di_balik_penyatu_bukan_milik_siapa_pun(penyatu: str) -> None:
    # What the other test stands on: this is really transaction mode.
    with psycopg.connect(penyatu, autocommit=True) as satu, psycopg.connect(penyatu, autocommit=True) as dua:
        satu.execute("SET siapp.uji = 'milik satu'")
        dua.execute("BEGIN")
        dua.execute("SELECT 1")
        terbaca = satu.execute("SELECT current_setting('siapp.uji', true)").fetchone()
        dua.execute("ROLLBACK")
    assert terbaca != ("milik satu",)


def test_usulan_terkirim_sekali_di_balik_penyatu(siasn: Siasn, penyatu: str, selaras: Dunia, tmp_path: Path) -> None:
    lingkungan = {**os.environ, "DATABASE_URL": penyatu}
    proses = []
    with (tmp_path / "catatan").open("wb") as keluaran:
        for isian in (("pekerja", "--banyak", "2"), ("pekerja", "--banyak", "2", "--nama", "dua"), ("timer",)):
            perintah = [sys.executable, "manage.py", "jalankan", *isian]
            proses.append(subprocess.Popen(perintah, cwd=AKAR, env=lingkungan, stdout=keluaran, stderr=keluaran))
    try:
        usulan = [ajukan(selaras) for _ in range(3)]
        tunggu(_semua_selesai, "kiriman berhenti di balik penyatu")
        assert all(p.poll() is None for p in proses), (tmp_path / "catatan").read_text()[-3000:]
        for satu in usulan:
            (di_siasn,) = siasn.usulan(satu)
            assert len(di_siasn["approval"]) == 1
    finally:
        for p in proses:
            akhiri(p)


def _semua_selesai() -> bool:
    return set(Pengiriman.objects.values_list("keadaan", flat=True)) == {Keadaan.SELESAI}
