"""A change of the schema behind a long reader, on a real PostgreSQL: it gives up, says so, and can be repeated."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, migrations, models
from django.db.migrations.loader import MigrationLoader

from pemasangan.alat.langkah import BATAS_KUNCI
from tests.dunia import Dunia, buat_draf
from tests.rilis.pengadil import adili
from usulan.models import Usulan

KOLOM = migrations.AddField("usulan", "uji_kunci", models.CharField(max_length=9, default="", db_default=""))


@pytest.fixture
def pengubah(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A connection as `siapp perbarui` gives it to migrate; the column is taken away again."""
    monkeypatch.setenv("PGOPTIONS", f"-c lock_timeout={BATAS_KUNCI}")
    sendiri: Any = connection.copy()
    pilihan = {nama: isi for nama, isi in connection.settings_dict["OPTIONS"].items() if nama != "pool"}
    sendiri.settings_dict = {**connection.settings_dict, "OPTIONS": pilihan}
    yield sendiri
    with sendiri.cursor() as kursor:
        kursor.execute("ALTER TABLE usulan_usulan DROP COLUMN IF EXISTS uji_kunci")
    sendiri.close()


def _ubah(koneksi: Any) -> None:
    lama = MigrationLoader(None).project_state()
    baru = lama.clone()
    KOLOM.state_forwards("usulan", baru)
    with koneksi.schema_editor() as penyunting:
        KOLOM.database_forwards("usulan", penyunting, lama, baru)


def _ada(koneksi: Any) -> bool:
    with koneksi.cursor() as kursor:
        kursor.execute("SELECT 1 FROM information_schema.columns WHERE column_name = 'uji_kunci'")
        return kursor.fetchone() is not None


@pytest.mark.django_db(transaction=True)
def test_perubahan_di_belakang_pembaca_lama_menyerah_lalu_berhasil_diulang(dunia: Dunia, pengubah: Any) -> None:
    info = connection.get_connection_params()
    sambungan = {nama: info[nama] for nama in ("dbname", "user", "password", "host", "port") if info.get(nama)}
    with psycopg.connect(**sambungan) as pembaca:
        pembaca.execute("SELECT count(*) FROM usulan_usulan")
        with pytest.raises(OperationalError, match="lock timeout"):
            _ubah(pengubah)
        assert not _ada(pengubah)
        assert Usulan.objects.count() == 0
    _ubah(pengubah)
    assert _ada(pengubah)
    # The old code, which knows nothing of the column, writes and changes rows.
    usulan = buat_draf(dunia)
    Usulan.objects.update(versi=5)
    usulan.refresh_from_db()
    assert usulan.versi == 5


def _isi_indeks() -> dict[str, int]:
    """Each index of the table and the file that holds it: another file is another index."""
    with connection.cursor() as kursor:
        kursor.execute(
            "SELECT c.relname, c.relfilenode FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "WHERE i.indrelid = 'usulan_usulan'::regclass"
        )
        return dict(kursor.fetchall())


@pytest.mark.django_db
def test_yang_dikatakan_pengadil_dibangun_ulang_memang_itu_dan_tidak_lebih() -> None:
    kini, semula = MigrationLoader(None).project_state(), _isi_indeks()
    lebar = migrations.Migration("9999_uji", "usulan")
    lebar.operations = [migrations.AlterField("usulan", "status_biro", models.CharField(max_length=99))]
    dikatakan = re.findall(r"indeks (\w+) dibangun ulang", " ".join(adili(lebar, kini, kini)))
    with connection.schema_editor() as penyunting:
        lebar.apply(kini.clone(), penyunting)
    kelak = _isi_indeks()
    assert semula.keys() == kelak.keys()
    assert {nama for nama, isi in semula.items() if kelak[nama] != isi} == set(dikatakan) == {"usulan_biro_lain"}


@pytest.mark.django_db
def test_kueri_yang_sering_diulang_tidak_tersandung_kolom_yang_melebar() -> None:
    # A statement prepared in the server would answer "cached plan must not change result type" to whoever asks next.
    for _ in range(10):
        assert list(Usulan.objects.all()) == []
    with connection.cursor() as kursor:
        kursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert kursor.fetchone() == (0,)
        kursor.execute("ALTER TABLE usulan_usulan ALTER COLUMN nomor TYPE varchar(99)")
    assert list(Usulan.objects.all()) == []
