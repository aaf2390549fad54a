"""Each migration after the baseline can run beside the old release; the judge itself is tried with bad ones."""

from datetime import date
from typing import Any

import pytest
from django.contrib.postgres.indexes import OpClass
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.functions import Upper

from pemasangan.alat.langkah import BATAS_KUNCI
from tests.rilis.pengadil import CATATAN, KITA, PELATUK, adili, adili_semua, sesudah_dasar

SYARAT = models.CheckConstraint(name="uji_syarat", condition=models.Q(id__gt=0))
INDEKS = models.Index(fields=["nip"], name="uji_nip")
LEBAR = migrations.AlterField("usulan", "nomor_surat_pengantar", models.CharField(max_length=200))


def _berindeks(ungkapan: Any) -> Operation:
    indeks = models.Index(ungkapan, name="uji_ungkapan")
    return migrations.SeparateDatabaseAndState(state_operations=[migrations.AddIndex("usulan", indeks)])


@pytest.fixture(scope="module")
def dasar() -> ProjectState:
    """What the old release knows of the tables."""
    return MigrationLoader(None).project_state(list(CATATAN["dasar"].items()))


def _adili(dasar: ProjectState, *operasi: Operation) -> list[str]:
    migrasi = migrations.Migration("9999_uji", "usulan")
    migrasi.operations = list(operasi)
    return list(adili(migrasi, dasar, dasar))


def test_tidak_ada_migrasi_baru_yang_menghentikan_rilis_lama() -> None:
    assert adili_semua() == []


def test_garis_dasar_menyebut_setiap_aplikasi_dan_migrasi_yang_ada() -> None:
    assert set(CATATAN["dasar"]) == set(KITA)
    ada = set(MigrationLoader(None).disk_migrations)
    assert {app for app, _ in ada} & set(KITA) == set(KITA)
    assert set(CATATAN["dasar"].items()) <= ada


def test_pelatuk_yang_ditimbang_dibuat_sesudah_garis_dasar() -> None:
    dibuat = {
        nama
        for migrasi in sesudah_dasar(MigrationLoader(None))
        for operasi in migrasi.operations
        if isinstance(operasi, migrations.RunSQL)
        for nama in PELATUK.findall(str(operasi.sql))
    }
    assert set(CATATAN["pelatuk"]) == dibuat


def test_pelatuk_yang_menolak_tidak_lolos_walau_ditimbang(dasar: ProjectState) -> None:
    pasang = "CREATE TRIGGER usulan_ragukan_tempat BEFORE UPDATE ON usulan_usulan EXECUTE FUNCTION f()"
    fungsi = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'x'; END$$;"
    assert _adili(dasar, migrations.RunSQL(pasang)) == []
    assert "menolak" in _adili(dasar, migrations.RunSQL(fungsi + pasang))[0]


@pytest.mark.parametrize(
    ("operasi", "kata"),
    [
        (migrations.AddField("usulan", "uji", models.CharField(max_length=9, default="")), "NOT NULL tanpa db_default"),
        (migrations.AddField("usulan", "uji", models.IntegerField(null=True, db_index=True)), "AddIndexConcurrently"),
        (migrations.AddField("usulan", "uji", models.UUIDField(null=True, unique=True)), "AddIndexConcurrently"),
        (migrations.RemoveField("usulan", "tahap"), "masih memakai kolom"),
        (migrations.RenameField("usulan", "tahap", "langkah"), "masih memakai kolom"),
        (migrations.DeleteModel("Dokumen"), "masih memakai tabel"),
        (migrations.RenameModel("Dokumen", "Naskah"), "masih memakai tabel"),
        (migrations.AlterModelTable("Dokumen", "naskah"), "masih memakai tabel"),
        (migrations.AddIndex("usulan", INDEKS), "AddIndexConcurrently"),
        (migrations.AddConstraint("usulan", SYARAT), "AddConstraintNotValid"),
        (migrations.AlterField("usulan", "tahap", models.IntegerField()), "jenis kolom berubah"),
        (migrations.AlterField("usulan", "tahap", models.CharField(max_length=3)), "menyempit"),
        (
            migrations.AlterField("usulan", "tahap", models.CharField(max_length=99, unique=True)),
            "AddIndexConcurrently",
        ),
        (migrations.AlterField("usulan", "tahap", models.CharField(max_length=99)), "indeks usulan_aktif_satu"),
        (migrations.AlterField("usulan", "tahap", models.CharField(max_length=99)), "syarat usulan_tahap_dikenal dip"),
        (migrations.RunSQL("ALTER TABLE usulan_usulan DROP COLUMN tahap"), "masih memakai"),
        (migrations.RunSQL("ALTER TABLE usulan_usulan DROP tahap"), "masih memakai"),
        (migrations.RunSQL("ALTER TABLE usulan_usulan ALTER tahap TYPE text"), "terkunci"),
        (migrations.RunSQL("ALTER TABLE usulan_usulan ALTER COLUMN tahap SET DATA TYPE text"), "terkunci"),
        (migrations.RunSQL("CREATE TRIGGER uji BEFORE UPDATE ON usulan_usulan EXECUTE FUNCTION f()"), "pelatuk baru"),
        (migrations.RunSQL("create index uji on usulan_usulan (tahap)"), "CONCURRENTLY"),
        (migrations.RunSQL("ALTER TABLE usulan_usulan ALTER COLUMN tahap SET NOT NULL"), "terkunci"),
        (
            migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("usulan", "tahap")]),
            "masih memakai kolom",
        ),
    ],
    ids=lambda isi: type(isi).__name__ if isinstance(isi, Operation) else isi,
)
def test_migrasi_yang_tidak_aman_ditolak(dasar: ProjectState, operasi: Operation, kata: str) -> None:
    assert kata in " ".join(_adili(dasar, operasi))


@pytest.mark.parametrize(
    "operasi",
    [
        (migrations.AddField("usulan", "uji", models.CharField(max_length=9, default="", db_default="")),),
        (migrations.AddField("usulan", "uji", models.DateField(null=True, default=date.today)),),
        (AddIndexConcurrently("usulan", INDEKS),),
        (AddConstraintNotValid("usulan", SYARAT), ValidateConstraint("usulan", "uji_syarat")),
        (migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("usulan", "tahap")]),),
        (LEBAR,),
        # Order and operator class compute nothing with it.
        (_berindeks(OpClass("nomor_surat_pengantar", name="varchar_pattern_ops")), LEBAR),
        (_berindeks(models.F("nomor_surat_pengantar").desc()), LEBAR),
        (migrations.RunSQL("CREATE INDEX CONCURRENTLY uji ON usulan_usulan (tahap)"),),
        # A table of the new release's own: nobody waits for it.
        (
            migrations.CreateModel("Baru", [("id", models.BigAutoField(primary_key=True))]),
            migrations.AddField("baru", "uji", models.IntegerField(default=0)),
            migrations.AddIndex("baru", models.Index(fields=["uji"], name="uji_baru")),
        ),
    ],
)
def test_migrasi_yang_aman_lolos(dasar: ProjectState, operasi: tuple[Operation, ...]) -> None:
    assert _adili(dasar, *operasi) == []


def test_kolom_yang_melebar_di_dalam_ungkapan_indeks_ditolak(dasar: ProjectState) -> None:
    assert "indeks uji_ungkapan dibangun ulang" in " ".join(
        _adili(dasar, _berindeks(Upper("nomor_surat_pengantar")), LEBAR)
    )


def test_kolom_yang_wajib_kemudian_dan_isi_bersama_skema_ditolak(dasar: ProjectState) -> None:
    boleh = next(
        (nama, kolom)
        for nama, kolom in dasar.models["usulan", "usulan"].fields.items()
        if kolom.null and not kolom.is_relation
    )
    wajib = boleh[1].clone()
    wajib.null = False
    assert "NOT NULL baru" in _adili(dasar, migrations.AlterField("usulan", boleh[0], wajib))[0]
    kolom = migrations.AddField("usulan", "uji", models.IntegerField(null=True))
    isi = migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)
    assert "skema dan isi" in _adili(dasar, kolom, isi)[0]
    assert _adili(dasar, isi) == []


def test_dua_tabel_rilis_lama_tidak_dikunci_bersama(dasar: ProjectState) -> None:
    kolom = migrations.AddField("usulan", "uji", models.IntegerField(null=True))
    lain = migrations.AddField("dokumen", "uji", models.IntegerField(null=True))
    assert "satu tabel satu migrasi" in _adili(dasar, kolom, lain)[0]
    assert (
        "satu tabel satu migrasi" in _adili(dasar, kolom, migrations.RunSQL("ALTER TABLE referensi_asn SET (n=1)"))[0]
    )
    serempak = migrations.Migration("9999_uji", "usulan")
    serempak.operations, serempak.atomic = [kolom, lain], False
    assert list(adili(serempak, dasar, dasar)) == []


def test_yang_mengunci_beberapa_tabel_dan_dibiarkan_memang_ada() -> None:
    ada = {f"{satu.app_label}.{satu.name}" for satu in sesudah_dasar(MigrationLoader(None))}
    assert set(CATATAN["beberapa_tabel"]) <= ada


@pytest.mark.django_db
def test_batas_kunci_yang_dipakai_pemasangan_sampai_di_basis_data(monkeypatch: pytest.MonkeyPatch) -> None:
    # As libpq reads it, which is what `migrate` connects by.
    monkeypatch.setenv("PGOPTIONS", f"-c lock_timeout={BATAS_KUNCI}")
    sendiri: Any = connection.copy()
    pilihan = {nama: isi for nama, isi in connection.settings_dict["OPTIONS"].items() if nama != "pool"}
    sendiri.settings_dict = {**connection.settings_dict, "OPTIONS": pilihan}
    try:
        with sendiri.cursor() as kursor:
            kursor.execute("SHOW lock_timeout")
            assert kursor.fetchone() == (BATAS_KUNCI,)
    finally:
        sendiri.close()
