"""Two web nodes behind a real nginx, two sender nodes, PgBouncer between all of them and PostgreSQL; one of each dies.

A node is an address of its own on loopback and a process group of its own: what they share is the network only.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from pytest_django import Settings

from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman
from siapp.lokal import perkakas
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, pakai_mode
from tests.integrasi.test_penyatu import penyatu
from tests.kekacauan.arena import Arena, Proses, tunggu
from tests.kekacauan.ladang import tanam
from tests.kekacauan.tabel import Janji
from tests.kekacauan.test_kiriman import BROKER_MATI, Hitungan, Kampanye, hitung, kampanye
from tests.kekacauan.test_web import LAYAR, peramban
from tests.kekacauan.ukuran import panggilan
from tests.pemasangan.berkas import PEMASANGAN
from tests.sarana import SABAR, port_bebas

__all__ = ["penyatu"]
pytestmark = pytest.mark.lambat

NGINX = """
daemon off; pid {folder}/nginx.pid; error_log stderr; worker_processes 1;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  {isi}
}}
"""


def _setelan_nginx(folder: Path, port: int, simpul: list[str]) -> Path:
    """The proxy that compose.yaml ships, before these nodes and without TLS."""
    isi = (PEMASANGAN / "compose" / "nginx.conf").read_text()
    for nomor, alamat in enumerate(simpul, 1):
        isi = isi.replace(f"web-{nomor}:8000", alamat)
    kepala, _, badan = isi.partition("server {\n    listen 8080;")
    badan = badan.partition("server {\n")[2].replace("listen 8443 ssl", f"listen 127.0.0.1:{port}")
    badan = "\n".join(b for b in badan.splitlines() if "ssl_" not in b and "http2" not in b)
    berkas = folder / "nginx.conf"
    berkas.write_text(NGINX.format(folder=folder, isi=f"{kepala}server {{\n{badan}"))
    return berkas


def _web(tempat: Arena, host: str, port: int, env: dict[str, str]) -> Proses:
    granian = str(Path(sys.executable).with_name("granian"))
    pilihan = ["--interface=wsgi", f"--host={host}", f"--port={port}", "--blocking-threads=4"]
    return tempat.mulai(granian, *pilihan, "siapp.wsgi:application", env=env)


@contextmanager
def dua_web(jalannya: Kampanye, folder: Path) -> Iterator[tuple[str, list[Proses]]]:
    """Two web nodes and their proxy; gives its address and the nodes, once all answer."""
    nginx = perkakas.cari("nginx")
    assert nginx
    env = {**jalannya.env, "DJANGO_SETTINGS_MODULE": "tests.kekacauan.setelan", "PROKSI_TEPERCAYA": "1"}
    port, muka = port_bebas(), port_bebas()
    simpul = [f"127.0.0.{nomor}:{port}" for nomor in (2, 3)]
    web = [_web(jalannya.arena, satu.partition(":")[0], port, env) for satu in simpul]
    (folder / "nginx").mkdir()
    jalannya.arena.mulai(nginx, "-c", str(_setelan_nginx(folder / "nginx", muka, simpul)))
    alamat = f"http://127.0.0.1:{muka}"
    for satu in (*(f"http://{s}" for s in simpul), alamat):
        tunggu(lambda satu=satu: _menjawab(satu), apa=satu)  # type: ignore[misc]
    yield alamat, web


def _menjawab(alamat: str) -> bool:
    try:
        return requests.get(f"{alamat}/api/v1/info", timeout=SABAR).ok
    except requests.RequestException:
        return False


class Pembaca(threading.Thread):
    """A person who reads pages through the proxy all the time, and counts what was not answered with 200."""

    def __init__(self, sesi: requests.Session, alamat: str) -> None:
        super().__init__()
        self.sesi, self.alamat, self.cukup = sesi, alamat, threading.Event()
        self.dibaca, self.galat = 0, list[str]()

    def run(self) -> None:
        while not self.cukup.is_set():
            jalan = LAYAR[self.dibaca % len(LAYAR)]
            self.dibaca += 1
            try:
                status = self.sesi.get(self.alamat + jalan, timeout=SABAR).status_code
            except requests.RequestException as galat:
                status = type(galat).__name__
            if status != 200:
                self.galat.append(f"{jalan}: {status}")

    def berhenti(self) -> None:
        """Let the page that is being read be the last one."""
        self.cukup.set()
        self.join()


def _selesai() -> int:
    return Pengiriman.objects.filter(keadaan=Keadaan.SELESAI).count()


def _ganggu(jalannya: Kampanye, web: list[Proses], pembaca: Pembaca) -> None:
    """One node of each kind dies for good, then what carries the wake-ups is emptied, then it is away."""
    tunggu(lambda: _selesai() >= 3 and pembaca.dibaca >= 2, apa="tidak ada yang mulai")
    web[0].bunuh()
    jalannya.dibunuh += 1
    jalannya.pekerja[0].bunuh()
    jalannya.broker.lupa()
    sampai = pembaca.dibaca + 4
    tunggu(lambda: pembaca.dibaca >= sampai, apa="web yang tersisa tidak menjawab")
    # Each sender may end by itself when its broker goes; a supervisor starts it again.
    jalannya.dikosongkan += len(jalannya.pekerja)
    jalannya.broker.mati()
    time.sleep(BROKER_MATI)
    jalannya.broker.nyala()


def test_satu_mesin_dari_tiap_jenis_mati_dan_tidak_ada_yang_hilang(
    siasn: Siasn,
    selaras: Dunia,
    settings: Settings,
    penyatu: str,
    monkeypatch: pytest.MonkeyPatch,
    janji: Janji,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("DATABASE_URL", penyatu)
    pakai_mode(siasn, settings, "kunci")
    ladang = tanam(selaras, panggilan(40))
    siasn.gangguan({"api": "*", "jenis": "tunda_sebelum:0.2"})
    sesi = peramban(selaras.administrator)
    with (
        janji(
            f"banyak mesin: satu web dan satu pengirim mati ({ladang.panggilan} panggilan)", "0 hilang, 0 ganda"
        ) as b,
        kampanye(tmp_path, "kunci", 2) as jalannya,
        dua_web(jalannya, tmp_path) as (alamat, web),
    ):
        pembaca = Pembaca(sesi, alamat)
        pembaca.start()
        try:
            _ganggu(jalannya, web, pembaca)
            jalannya.sampai_selesai(ladang.panggilan, (Keadaan.SELESAI,), ganggu=False)
        finally:
            pembaca.berhenti()
        hasil = hitung(siasn, ladang)
        b.capai(f"{hasil}; {len(pembaca.galat)} dari {pembaca.dibaca} halaman tidak terbaca")
        assert hasil == Hitungan(0, 0, 0)
        # The page that the dying process was answering may be lost; every later one is the other node's.
        assert len(pembaca.galat) <= 1, pembaca.galat
