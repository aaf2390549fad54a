"""Judges migrations: does the old release's code bear them while it serves, and does nobody wait long for a lock?"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.postgres.indexes import OpClass
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.expressions import OrderBy

KITA = ("akun", "audit", "berkas", "integrasi", "jadwal", "narahubung", "referensi", "usulan")
CATATAN: dict[str, Any] = tomllib.loads(Path(__file__).with_name("rilis_lama.toml").read_text())
DATA = (migrations.RunPython,)
SQL_BURUK = {
    r"\bDROP\s+COLUMN\b|\bALTER\s+TABLE\s+\S+\s+DROP\s+(?!CONSTRAINT\b)"
    r"|\bRENAME\b|\bDROP\s+TABLE\b": "rilis lama masih memakai yang dibuang atau diganti namanya",
    r"\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)": "indeks dibuat tanpa CONCURRENTLY",
    r"\bSET\s+NOT\s+NULL\b|\bLOCK\s+TABLE\b"
    r"|\bALTER\s+(COLUMN\s+)?\S+\s+(SET\s+DATA\s+)?TYPE\b": "tabel terkunci selama dibaca seluruhnya",
}
# Seen of usulan.0008: 0.1.0 could publish no Keppres on it.
PELATUK = re.compile(r"\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:CONSTRAINT\s+)?TRIGGER\s+(\w+)", re.IGNORECASE)
DIKUNCI = re.compile(r"\b(?:ALTER\s+TABLE|(?:INSERT|UPDATE|DELETE)\b[^;]*?\bON)\s+(\w+)", re.IGNORECASE)


def sesudah_dasar(pemuat: MigrationLoader) -> Iterator[migrations.Migration]:
    """Yield our migrations after the baseline, in the order in which they run."""
    lama = {simpul for app, nama in CATATAN["dasar"].items() for simpul in pemuat.graph.forwards_plan((app, nama))}
    urut = [simpul for ujung in pemuat.graph.leaf_nodes() for simpul in pemuat.graph.forwards_plan(ujung)]
    for simpul in dict.fromkeys(urut):
        if simpul[0] in KITA and simpul not in lama:
            yield pemuat.graph.nodes[simpul]


def adili_semua() -> list[str]:
    """Return what is wrong with the migrations after the baseline, a line each."""
    pemuat = MigrationLoader(None)
    dasar = pemuat.project_state([(app, nama) for app, nama in CATATAN["dasar"].items()])
    return [
        f"{satu.app_label}.{satu.name}: {cacat}"
        for satu in sesudah_dasar(pemuat)
        for cacat in adili(satu, pemuat.project_state((satu.app_label, satu.name), at_end=False), dasar)
    ]


def adili(migrasi: migrations.Migration, sebelum: ProjectState, dasar: ProjectState) -> Iterator[str]:
    """Yield each fault of `migrasi`, which starts from `sebelum`; `dasar` is what the old release knows."""
    keadaan = sebelum.clone()
    jenis = {isinstance(satu, DATA) for satu in _di_basis_data(migrasi.operations)}
    if len(jenis) > 1:
        yield "skema dan isi dalam satu migrasi: kunci skema tertahan selama isi diubah"
    tabel = _tabel_dikunci(migrasi, dasar) if migrasi.atomic else set()
    if len(tabel) > 1 and f"{migrasi.app_label}.{migrasi.name}" not in CATATAN["beberapa_tabel"]:
        # Seen under traffic: whoever goes the other way waits for the first while this waits for the second.
        yield f"kunci beberapa tabel rilis lama sekaligus ({', '.join(sorted(tabel))}): satu tabel satu migrasi"
    for operasi in migrasi.operations:
        for satu in _di_basis_data([operasi]):
            yield from (f"{satu.describe()}: {cacat}" for cacat in _adili_satu(satu, migrasi.app_label, keadaan, dasar))
        operasi.state_forwards(migrasi.app_label, keadaan)


def _tabel_dikunci(migrasi: migrations.Migration, dasar: ProjectState) -> set[str]:
    """The tables of the old release that `migrasi` locks, by the names of the database."""
    tabel = {kunci: model.options.get("db_table") or "_".join(kunci) for kunci, model in dasar.models.items()}
    dikunci = set()
    for satu in _di_basis_data(migrasi.operations):
        if isinstance(satu, migrations.RunSQL):
            dikunci |= set(DIKUNCI.findall(str(satu.sql))) & set(tabel.values())
        elif nama := getattr(satu, "model_name", ""):
            dikunci |= {tabel[kunci] for kunci in [(migrasi.app_label, nama.lower())] if kunci in tabel}
    return dikunci


def _di_basis_data(operasi: Iterable[Operation]) -> Iterator[Operation]:
    for satu in operasi:
        if isinstance(satu, migrations.SeparateDatabaseAndState):
            yield from satu.database_operations
        else:
            yield satu


def _adili_satu(satu: Operation, app: str, kini: ProjectState, dasar: ProjectState) -> Iterator[str]:
    if isinstance(satu, migrations.RunSQL):
        yield from _adili_sql(satu)
        return
    nama = getattr(satu, "model_name", None) or getattr(satu, "name", None) or getattr(satu, "old_name", "")
    if (app, str(nama).lower()) not in dasar.models:
        return  # a table that the old release does not know: nobody waits for it, and it is empty or small
    lama = dasar.models[app, str(nama).lower()]
    if isinstance(satu, migrations.AddField):
        yield from _adili_kolom_baru(satu.field)
    elif isinstance(satu, migrations.AlterField):
        yield from _adili_kolom_ubah(kini, (app, str(nama).lower()), satu)
    elif isinstance(satu, (migrations.RemoveField, migrations.RenameField)):
        if getattr(satu, "name", None) in lama.fields or getattr(satu, "old_name", None) in lama.fields:
            yield "rilis lama masih memakai kolom ini; lepaskan dahulu dari model (SeparateDatabaseAndState)"
    elif isinstance(satu, (migrations.DeleteModel, migrations.RenameModel, migrations.AlterModelTable)):
        yield "rilis lama masih memakai tabel ini"
    elif isinstance(satu, migrations.AddIndex) and not isinstance(satu, AddIndexConcurrently):
        yield "pakai AddIndexConcurrently (atomic = False)"
    elif isinstance(satu, migrations.AddConstraint) and not isinstance(satu, AddConstraintNotValid):
        yield "pakai AddConstraintNotValid lalu ValidateConstraint, atau bangun indeksnya CONCURRENTLY dahulu"


def _adili_sql(satu: migrations.RunSQL) -> Iterator[str]:
    teks = str(satu.sql)
    yield from (arti for pola, arti in SQL_BURUK.items() if re.search(pola, teks, re.IGNORECASE))
    if set(PELATUK.findall(teks)) - set(CATATAN["pelatuk"]):
        yield "pelatuk baru dapat menolak yang ditulis rilis lama; timbang, lalu sebut di rilis_lama.toml [pelatuk]"
    elif PELATUK.search(teks) and re.search(r"\bRAISE\b", teks, re.IGNORECASE):
        yield "pelatuk baru menolak yang ditulis rilis lama"


def _adili_kolom_baru(kolom: "models.Field[Any, Any]") -> Iterator[str]:
    if not (kolom.null or kolom.many_to_many or kolom.generated or kolom.has_db_default()):
        yield "NOT NULL tanpa db_default: rilis lama tidak mengisinya"
    if kolom.generated:
        yield "kolom terhitung menulis ulang seluruh tabel"
    if kolom.db_index or kolom.unique:
        yield "indeks menyertai kolom: pakai db_index=False lalu AddIndexConcurrently"


def _adili_kolom_ubah(kini: ProjectState, model: tuple[str, str], satu: migrations.AlterField) -> Iterator[str]:
    semula, kelak = kini.models[model].fields[satu.name], satu.field
    if semula.null and not kelak.null:
        yield "NOT NULL baru: rilis lama masih menulis NULL, dan seluruh tabel dibaca dalam keadaan terkunci"
    if (kelak.db_index and not semula.db_index) or (kelak.unique and not semula.unique):
        yield "indeks baru menyertai kolom: pakai AddIndexConcurrently"
    if _jenis(semula) != _jenis(kelak):
        yield "jenis kolom berubah: seluruh tabel ditulis ulang"
    if (kelak.max_length or 10**9) < (semula.max_length or 10**9):
        yield "kolom menyempit: yang ditulis rilis lama dapat tidak muat"
    if _tipe(semula) != _tipe(kelak):
        yield from _adili_yang_melekat(kini.models[model].options, satu.name)


def _adili_yang_melekat(pilihan: dict[str, Any], kolom: str) -> Iterator[str]:
    """A wider column leaves plain indexes as they are; what *computes* with it PostgreSQL makes anew, under lock."""
    for satu in (*pilihan.get("indexes", ()), *pilihan.get("constraints", ())):
        if kolom not in _dihitung(satu):
            continue
        if isinstance(satu, models.CheckConstraint):
            yield f"syarat {satu.name} diperiksa ulang dalam keadaan terkunci: buang dahulu, lalu AddConstraintNotValid"
        else:
            yield f"indeks {satu.name} dibangun ulang dalam keadaan terkunci: buang dahulu, lalu AddIndexConcurrently"


def _dihitung(satu: models.Index | models.BaseConstraint) -> set[str]:
    """The columns that stand in its condition or in an expression of it, not those that are merely indexed."""
    ungkapan = [_tanpa_urutan(isi) for isi in getattr(satu, "expressions", ())]
    nama = {
        isi.name
        for luar in ungkapan
        if not isinstance(luar, models.F)
        for isi in luar.flatten()
        if isinstance(isi, models.F)
    }
    return nama | set(satu.condition.referenced_base_fields if getattr(satu, "condition", None) else ())


def _tanpa_urutan(isi: Any) -> Any:
    """What is indexed, without the words that say how: order and operator class compute nothing."""
    while isinstance(isi, (OpClass, OrderBy)):
        (isi,) = isi.get_source_expressions()
    return isi


def _jenis(kolom: "models.Field[Any, Any]") -> str:
    """The column's type without its width: a wider varchar, or text, needs no new table."""
    return re.sub(r"varchar\(\d+\)|varchar|text", "teks", _tipe(kolom))


def _tipe(kolom: "models.Field[Any, Any]") -> str:
    return str(kolom.db_parameters(connection)["type"] if not kolom.is_relation else kolom.get_internal_type())
