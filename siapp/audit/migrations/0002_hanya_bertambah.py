"""The audit trail only grows: the database refuses every change of it, whoever asks (alur.md 6).

A trigger binds the owner of the table and a superuser too; both would have to take it away first, and then the hash
chain tells. The head of a stream may only move on by one.
"""

from django.db import migrations, models

TABEL = ("audit_peristiwa", "audit_akses")

FUNGSI = """
CREATE FUNCTION audit_tolak_perubahan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Jejak audit tidak dapat diubah atau dihapus (% pada %)', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION audit_kepala_hanya_maju() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.aliran <> OLD.aliran OR NEW.urutan <> OLD.urutan + 1 THEN
        RAISE EXCEPTION 'Kepala aliran audit hanya dapat maju satu langkah'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_kepala_maju BEFORE UPDATE ON audit_kepalaaliran
    FOR EACH ROW EXECUTE FUNCTION audit_kepala_hanya_maju();
CREATE TRIGGER audit_kepala_tetap BEFORE DELETE ON audit_kepalaaliran
    FOR EACH ROW EXECUTE FUNCTION audit_tolak_perubahan();
CREATE TRIGGER audit_kepalaaliran_kosongkan BEFORE TRUNCATE ON audit_kepalaaliran
    FOR EACH STATEMENT EXECUTE FUNCTION audit_tolak_perubahan();
"""

BALIK = """
DROP TRIGGER audit_kepalaaliran_kosongkan ON audit_kepalaaliran;
DROP TRIGGER audit_kepala_tetap ON audit_kepalaaliran;
DROP TRIGGER audit_kepala_maju ON audit_kepalaaliran;
DROP FUNCTION audit_kepala_hanya_maju();
DROP FUNCTION audit_tolak_perubahan();
"""


def _pasang(tabel: str) -> str:
    return f"""
CREATE TRIGGER {tabel}_tetap BEFORE UPDATE OR DELETE ON {tabel}
    FOR EACH ROW EXECUTE FUNCTION audit_tolak_perubahan();
CREATE TRIGGER {tabel}_kosongkan BEFORE TRUNCATE ON {tabel}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_tolak_perubahan();
"""


def _lepas(tabel: str) -> str:
    return f"DROP TRIGGER {tabel}_kosongkan ON {tabel}; DROP TRIGGER {tabel}_tetap ON {tabel};"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_awal")]

    operations = [
        migrations.AlterField(
            model_name="akses",
            name="tindakan",
            field=models.CharField(
                choices=[
                    ("LIHAT", "Melihat"),
                    ("UNDUH", "Mengunduh"),
                    ("EKSPOR", "Mengekspor"),
                    ("MASUK", "Masuk"),
                    ("KELUAR", "Keluar"),
                    ("GAGAL", "Gagal masuk"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunSQL(
            FUNGSI + "".join(map(_pasang, TABEL)),
            "".join(map(_lepas, TABEL)) + BALIK,
        ),
    ]
