"""Keys beside the hashes, seals over both tables, and what was anchored outside: append-only like the trail itself."""

from django.db import migrations, models

TABEL = ("audit_segel", "audit_jangkar")


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
    dependencies = [("audit", "0003_indeks_jejak")]

    operations = [
        migrations.AddField(
            model_name="peristiwa",
            name="kunci",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
        migrations.CreateModel(
            name="Segel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "jejak",
                    models.CharField(choices=[("PERISTIWA", "Perubahan"), ("AKSES", "Pembacaan")], max_length=9),
                ),
                ("nomor", models.PositiveIntegerField()),
                ("sampai_id", models.BigIntegerField()),
                ("jumlah", models.PositiveIntegerField()),
                ("waktu", models.DateTimeField()),
                ("sidik_sebelum", models.CharField(blank=True, max_length=64)),
                ("sidik", models.CharField(max_length=64)),
                ("kunci", models.CharField(max_length=8)),
            ],
            options={
                "verbose_name": "segel",
                "verbose_name_plural": "segel",
                "constraints": [models.UniqueConstraint(models.F("jejak"), models.F("nomor"), name="segel_nomor_unik")],
            },
        ),
        migrations.CreateModel(
            name="Jangkar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("waktu", models.DateTimeField()),
                (
                    "tujuan",
                    models.CharField(
                        choices=[
                            ("FOLDER", "Berkas di luar basis data"),
                            ("S3", "S3 terkunci"),
                            ("SUREL", "Surel pihak kedua"),
                        ],
                        max_length=6,
                    ),
                ),
                ("isi", models.TextField()),
            ],
            options={
                "verbose_name": "jangkar",
                "verbose_name_plural": "jangkar",
                "indexes": [models.Index(fields=["tujuan", "-waktu"], name="jangkar_tujuan_waktu")],
            },
        ),
        migrations.RunSQL("".join(map(_pasang, TABEL)), "".join(map(_lepas, TABEL))),
    ]
