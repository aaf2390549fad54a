"""The processes of a real installation, from a tree without what demonstrates and without the embedded stack.

Its packages are out of reach, too: what only `make run` needs is not installed there.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import packages_distributions
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import requests
from celery import Celery
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from psycopg import sql

from siapp.celery import ANTREAN
from siapp.lokal.bawaan import BAWAAN_LOKAL
from siapp.lokal.periksa import PRODUKSI_CONTOH, RAHASIA_CONTOH
from tests import pola
from tests.sarana import AKAR, AWALAN_BASIS_DATA, VAR_UJI, akhiri, port_bebas, salin_checkout, tunggu

pytestmark = pytest.mark.lambat

TIDAK_IKUT = ("integrasi/peragaan", "siapp/lokal", "tests")
PERINTAH_PERAGAAN = ("akun_contoh", "klien_contoh", "contoh_awal", "contoh_perjalanan")
# The commands of docs/operasi.md before a start, in one process: each start of Python costs more than most of them.
NASKAH = """
import django
from django.core.management import call_command, get_commands
django.setup()
call_command("check", deploy=True, fail_level="WARNING")
call_command("migrate", interactive=False, verbosity=0)
call_command("createcachetable")
call_command("collectstatic", interactive=False, verbosity=0)
call_command("muat_katalog")
call_command("klien_oauth", nama="BKN", scope=["status-verifikasi"])
print("PERINTAH", *get_commands())
for modul in ("integrasi.peragaan", "siapp.lokal", "psutil", "starlette"):
    try:
        __import__(modul)
    except ModuleNotFoundError:
        continue
    raise SystemExit(f"{modul} is within reach")
"""
# Put before everything else on Python's path of these processes.
PENGHALANG = """
import sys

class Terhalang:
    def find_spec(self, nama, jalan=None, sasaran=None):
        if nama.partition(".")[0] in {terlarang!r}:
            raise ModuleNotFoundError(f"{{nama}} is not installed in production", name=nama)

sys.meta_path.insert(0, Terhalang())
"""


def _modul_lokal() -> set[str]:
    """The importable names of the packages that only the extra `lokal` brings."""
    proyek = tomllib.loads((AKAR / "pyproject.toml").read_text())["project"]
    lokal = {canonicalize_name(Requirement(satu).name) for satu in proyek["optional-dependencies"]["lokal"]}
    return {
        modul for modul, paket in packages_distributions().items() if {canonicalize_name(p) for p in paket} <= lokal
    }


@dataclass
class Pemasangan:
    """A production tree in `folder`, with the variables of its processes."""

    folder: Path
    port: int = field(default_factory=port_bebas)
    port_metrik: int = field(default_factory=port_bebas)
    proses: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def lingkungan(self) -> dict[str, str]:
        milik_uji = {*BAWAAN_LOKAL, "SECRET_KEY", "DJANGO_ALLOW_ASYNC_UNSAFE"}
        bersih = {nama: nilai for nama, nilai in os.environ.items() if nama not in milik_uji}
        rahasia = {nama: secrets.token_urlsafe(48) for nama in RAHASIA_CONTOH}
        setelan = {
            "DATABASE_URL": urlunsplit(urlsplit(os.environ["SIAPP_UJI_INDUK"])._replace(path=f"/{_basis_data()}")),
            "REDIS_URL": urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path="/15")),
            "STORAGE_URL": f"file:{self.folder / 'var' / 'berkas'}",
            "PYTHONPATH": str(self.folder / "penghalang"),
            "DJANGO_SETTINGS_MODULE": "siapp.settings",
            # Celery warns of a superuser, who these processes belong to in some places that tests run in.
            "PYTHONWARNINGS": "ignore",
        }
        return bersih | PRODUKSI_CONTOH | rahasia | setelan

    def jalankan(self, *perintah: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, *perintah], cwd=self.folder, env=self.lingkungan, capture_output=True, text=True
        )

    def mulai(self, nama: str, *perintah: str) -> None:
        with (self.folder / "var" / f"{nama}.log").open("wb") as catatan:
            self.proses[nama] = subprocess.Popen(
                [sys.executable, "manage.py", "jalankan", *perintah],
                cwd=self.folder,
                env=self.lingkungan,
                stdout=catatan,
                stderr=subprocess.STDOUT,
            )

    def hidup(self) -> bool:
        """True; fails with the log of a process that has ended."""
        for nama, proses in self.proses.items():
            assert proses.poll() is None, f"{nama} berhenti:\n{self.tulisan(nama)}"
        return True

    def tulisan(self, nama: str) -> str:
        return (self.folder / "var" / f"{nama}.log").read_text(errors="replace")

    def bertanda(self) -> set[str]:
        """Who gave a sign of life in the database of this installation."""
        with psycopg.connect(self.lingkungan["DATABASE_URL"]) as basis_data:
            return {nama for (nama,) in basis_data.execute("SELECT nama FROM jadwal_tandahidup")}

    def status(self, jalan: str) -> int:
        """The status of a page as the proxy asks for it; 0 while nobody answers."""
        tajuk = {"Host": PRODUKSI_CONTOH["ALLOWED_HOSTS"], "X-Forwarded-Proto": "https"}
        try:
            alamat = f"http://127.0.0.1:{self.port}{jalan}"
            return requests.get(alamat, headers=tajuk, timeout=60, allow_redirects=False).status_code
        except requests.ConnectionError:
            return 0

    def metrik(self) -> str:
        """What a monitor gets from the metrics' own port; "" while nobody answers."""
        try:
            return requests.get(f"http://127.0.0.1:{self.port_metrik}/metrik", timeout=60).text
        except requests.ConnectionError:
            return ""


def _basis_data() -> str:
    return f"{AWALAN_BASIS_DATA}{os.environ['SIAPP_UJI_PID']}_produksi"


@pytest.fixture
def pemasangan(db: None) -> Iterator[Pemasangan]:
    """The tree and its database: a copy of the tests' empty one, on the same server."""
    satu = Pemasangan(VAR_UJI / f"produksi-{os.getpid()}")
    salin_checkout(satu.folder)
    for nama in TIDAK_IKUT:
        shutil.rmtree(satu.folder / nama)
    (satu.folder / "var").mkdir()
    (satu.folder / "penghalang").mkdir()
    (satu.folder / "penghalang" / "sitecustomize.py").write_text(PENGHALANG.format(terlarang=_modul_lokal()))
    with psycopg.connect(os.environ["SIAPP_UJI_INDUK"], autocommit=True) as server:
        nama, asal = sql.Identifier(_basis_data()), sql.Identifier(pola.AWALAN + pola.sidik())
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(nama, asal))
        yield satu
        for proses in satu.proses.values():
            akhiri(proses)
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(nama))
    shutil.rmtree(satu.folder)


def test_pemasangan_sungguhan_berjalan_tanpa_peragaan_dan_tanpa_tumpukan_bawaan(pemasangan: Pemasangan) -> None:
    siap = pemasangan.jalankan("-c", NASKAH)
    assert siap.returncode == 0, siap.stderr
    assert not set(PERINTAH_PERAGAAN) & set(siap.stdout.split())
    pemasangan.mulai("web", "web", "--port", str(pemasangan.port), "--banyak", "1")
    pemasangan.mulai("pekerja", "pekerja", "--banyak", "1")
    pemasangan.mulai("berkas", "berkas", "--banyak", "1")
    pemasangan.mulai("timer", "timer")
    pemasangan.mulai("metrik", "metrik", "--port", str(pemasangan.port_metrik))
    tak_dikenal = pemasangan.jalankan("manage.py", "akun_contoh")
    assert tak_dikenal.returncode != 0
    assert "Unknown command: 'akun_contoh'" in tak_dikenal.stderr

    tunggu(lambda: pemasangan.hidup() and pemasangan.status("/siap") == 200, "web tidak siap")
    assert pemasangan.status("/hidup") == pemasangan.status("/sehat") == 200
    assert pemasangan.status("/metrik") == 404
    tunggu(lambda: pemasangan.hidup() and "siapp_basisdata_menjawab 1.0" in pemasangan.metrik(), "metrik tidak terbaca")
    keadaan = pemasangan.jalankan("manage.py", "keadaan")
    assert keadaan.returncode == 0, keadaan.stderr
    assert "✓ Basis data menjawab." in keadaan.stdout.splitlines()
    assert pemasangan.status("/akun/login/") == 200
    with Celery(broker=pemasangan.lingkungan["REDIS_URL"]) as kotak:
        tunggu(
            lambda: pemasangan.hidup() and len(kotak.control.ping(timeout=5.0, limit=2) or []) == 2,
            "pekerja tidak menjawab",
        )
    # Each queue and the timer have given a sign of life.
    tunggu(lambda: pemasangan.hidup() and pemasangan.bertanda() == {*ANTREAN, "timer"}, "ada yang tidak dilayani")
    for nama in pemasangan.proses:
        bukan = [satu for satu in pemasangan.tulisan(nama).splitlines() if satu.strip() and not _berbentuk(satu)]
        assert bukan == [], f"{nama} menulis baris yang bukan JSON"
    assert "permintaan_dijawab" in pemasangan.tulisan("web")


def _berbentuk(baris: str) -> bool:
    """Whether a line of a log is in our form."""
    try:
        isi = json.loads(baris)
    except ValueError:
        return False
    return isinstance(isi, dict) and {"event", "level", "timestamp"} <= isi.keys()


def test_tanpa_variabel_apa_pun_pemasangan_sungguhan_menyebut_yang_kurang(pemasangan: Pemasangan) -> None:
    """No embedded default to fall back to: no demo password gets into an installation by a forgotten variable."""
    lingkungan = {n: v for n, v in pemasangan.lingkungan.items() if n not in {*PRODUKSI_CONTOH, *RAHASIA_CONTOH}}
    hasil = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=pemasangan.folder, env=lingkungan, capture_output=True, text=True
    )
    assert hasil.returncode != 0
    assert "SECRET_KEY belum diisi" in hasil.stderr
