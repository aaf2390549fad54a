"""Two roles of PostgreSQL: what the application's may do, tried as that role on the real database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from pytest_django import Settings

from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import Pengiriman
from pemasangan.alat import basisdata
from referensi.pemuatan import muat
from referensi.tabel_muatan import RUANG
from siapp.audit.models import Peristiwa
from siapp.checks import periksa_peran
from siapp.peran_basis_data import HANYA_BERTAMBAH, KERJA, hak_berlebih
from tests.dunia import Dunia, keppres_terbit, terima_salinan

APLIKASI = f"siapp_uji_{os.getpid()}_aplikasi"
DIJAGA = (*HANYA_BERTAMBAH, "audit_kepalaaliran")
GANTI = "CREATE OR REPLACE FUNCTION audit_tolak_perubahan() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
DITOLAK = r"permission denied|must be owner"


@pytest.fixture
def aplikasi(db: None) -> str:
    """The application's role, made by the command as on a server; gone with the test's transaction."""
    keluaran = StringIO()
    call_command("peran_basis_data", aplikasi=APLIKASI, stdout=keluaran)
    assert APLIKASI in keluaran.getvalue()
    return APLIKASI


def _sql(perintah: str, *isi: object) -> list[tuple[object, ...]]:
    with connection.cursor() as kursor:
        kursor.execute(perintah, isi)
        return kursor.fetchall() if kursor.description else []


@contextmanager
def sebagai(peran: str) -> Iterator[None]:
    """What the role may do, and not the tests' superuser."""
    _sql(f"SET LOCAL ROLE {peran}")
    try:
        yield
    finally:
        _sql("RESET ROLE")


def test_aplikasi_dapat_bekerja_di_setiap_tabel_dan_hanya_menambah_pada_jejak(aplikasi: str) -> None:
    tabel = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"siapp_cache"}
    hak = {
        nama: {
            h
            for h in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER")
            if _sql("SELECT has_table_privilege(%s, %s, %s)", aplikasi, nama, h) == [(True,)]
        }
        for nama in tabel
    }
    beda = {nama: isi for nama, isi in hak.items() if isi != {"SELECT", "INSERT", "UPDATE", "DELETE"}}
    # Of the heads it may change two columns, which is no right to the table.
    assert beda == {nama: {"SELECT", "INSERT"} for nama in DIJAGA}
    nomor = _sql(
        "SELECT bool_and(has_sequence_privilege(%s, oid, 'USAGE')) FROM pg_class WHERE relkind = 'S'", aplikasi
    )
    assert nomor == [(True,)]


def test_satu_usulan_sampai_salinan_diterima_dengan_peran_aplikasi(aplikasi: str, dunia: Dunia) -> None:
    with sebagai(aplikasi):
        usulan = terima_salinan(dunia, keppres_terbit(dunia))
        rencanakan_tertunda()
        assert hak_berlebih() == []
    assert usulan.tahap == "SELESAI"
    assert Pengiriman.objects.filter(usulan_id=usulan.pk).exists()
    call_command("verifikasi_audit", stdout=StringIO())


def test_daftar_siasn_dimuat_dengan_peran_aplikasi_lewat_tabel_kerja(aplikasi: str) -> None:
    assert KERJA == RUANG == basisdata.KERJA
    with sebagai(aplikasi), muat("asn"):
        assert len(_sql("SELECT tablename FROM pg_tables WHERE schemaname = %s", KERJA)) == 3
    assert _sql("SELECT tablename FROM pg_tables WHERE schemaname = %s", KERJA) == []


@pytest.mark.parametrize(
    "perintah",
    [
        *(
            f"UPDATE {tabel} SET id = id"  # noqa: S608 - names of ours
            for tabel in HANYA_BERTAMBAH
        ),
        *(f"DELETE FROM {tabel}" for tabel in DIJAGA),  # noqa: S608
        *(f"TRUNCATE {tabel} CASCADE" for tabel in (*DIJAGA, "usulan_usulan")),
        *(f"ALTER TABLE {tabel} DISABLE TRIGGER USER" for tabel in DIJAGA),
        "UPDATE audit_kepalaaliran SET aliran = aliran",
        "DROP TRIGGER audit_peristiwa_tetap ON audit_peristiwa",
        GANTI,
        "SET session_replication_role = replica",
        "CREATE TABLE public.sendiri (isi int)",
        "ALTER TABLE usulan_usulan ADD COLUMN isi int",
        "DROP TABLE usulan_usulan CASCADE",
        "DELETE FROM django_migrations",
        "CREATE ROLE lain SUPERUSER",
    ],
)
def test_yang_bukan_pekerjaan_aplikasi_ditolak_basis_data(aplikasi: str, perintah: str) -> None:
    with sebagai(aplikasi), pytest.raises(ProgrammingError, match=DITOLAK), transaction.atomic():
        _sql(perintah)


def test_tabel_yang_datang_kemudian_langsung_terpakai_dan_yang_hanya_bertambah_tetap_demikian(aplikasi: str) -> None:
    _sql("CREATE TABLE kemudian (id bigserial PRIMARY KEY)")
    with sebagai(aplikasi):
        _sql("INSERT INTO kemudian DEFAULT VALUES")
        _sql("DELETE FROM kemudian")
    # Somebody gave too much; the command after the next change of the schema takes it back.
    _sql(f"GRANT ALL ON audit_akses TO {aplikasi}")
    with sebagai(aplikasi):
        assert hak_berlebih() == ["dapat mengubah jejak audit"]
    call_command("peran_basis_data", aplikasi=aplikasi, stdout=StringIO())
    with sebagai(aplikasi):
        assert hak_berlebih() == []


def test_peran_yang_terlalu_kuasa_disebut_hanya_di_produksi(aplikasi: str, settings: Settings) -> None:
    settings.HTTPS = True
    (satu,) = periksa_peran(databases=["default"])
    assert satu.id == "siapp.W003"
    assert "memiliki tabel" in satu.msg
    assert "dapat mengubah jejak audit" in satu.msg
    assert periksa_peran(databases=None) == []
    with sebagai(aplikasi):
        assert periksa_peran(databases=["default"]) == []
    settings.HTTPS = False
    assert periksa_peran(databases=["default"]) == []


def test_peran_dan_sandinya_dibaca_dari_alamat_aplikasi(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL_APLIKASI", f"postgresql://{APLIKASI}:sandi%2Frahasia@basisdata/siapp")
    keluaran = StringIO()
    call_command("peran_basis_data", stdout=keluaran)
    assert "sandi" not in keluaran.getvalue()
    assert _sql("SELECT rolpassword LIKE 'SCRAM-SHA-256$%%' FROM pg_authid WHERE rolname = %s", APLIKASI) == [(True,)]


def test_satu_peran_saja_dikatakan_dan_tidak_menghentikan(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL_APLIKASI", raising=False)
    for isi, kata in (({}, "satu peran"), ({"aplikasi": str(_sql("SELECT current_user")[0][0])}, "pemilik skema")):
        galat = StringIO()
        call_command("peran_basis_data", stderr=galat, **isi)
        assert kata in galat.getvalue()


def test_pelatuk_masih_menjaga_pemilik(db: None, dunia: Dunia) -> None:
    keppres_terbit(dunia)
    with pytest.raises(ProgrammingError, match="Jejak audit tidak dapat diubah"), transaction.atomic():
        Peristiwa.objects.update(alasan="lain")
