"""What stands in a file: how far it was read, and the words of each page (keputusan/0074)."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("berkas", "0004_pemasangan"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bacaan",
            fields=[
                (
                    "berkas",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="bacaan",
                        serialize=False,
                        to="berkas.berkas",
                    ),
                ),
                (
                    "keadaan",
                    models.CharField(
                        choices=[
                            ("MENUNGGU", "Menunggu dibaca"),
                            ("PINDAIAN", "Pindaian menunggu dibaca"),
                            ("SELESAI", "Sudah dibaca"),
                            ("GAGAL", "Tidak terbaca"),
                        ],
                        default="MENUNGGU",
                        max_length=16,
                    ),
                ),
                ("sewa", models.UUIDField(blank=True, null=True)),
                ("jatuh_tempo", models.DateTimeField(default=django.utils.timezone.now)),
                ("percobaan", models.PositiveSmallIntegerField(default=0)),
                ("dibaca_pada", models.DateTimeField(blank=True, null=True)),
                ("fakta", models.JSONField(blank=True, default=dict)),
                ("skema_fakta", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "bacaan",
                "verbose_name_plural": "bacaan",
                "indexes": [
                    models.Index(
                        models.F("keadaan"),
                        models.F("jatuh_tempo"),
                        condition=models.Q(("keadaan__in", ["MENUNGGU", "PINDAIAN"])),
                        name="bacaan_antre",
                    ),
                    models.Index(models.F("skema_fakta"), name="bacaan_skema"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HalamanBacaan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nomor", models.PositiveIntegerField()),
                (
                    "cara",
                    models.CharField(
                        choices=[
                            ("TEKS", "Teks di dalam berkas"),
                            ("PINDAIAN", "Gambar, belum dibaca mesin"),
                            ("MESIN", "Dibaca mesin"),
                            ("GAGAL", "Gambar yang tidak terbaca"),
                        ],
                        max_length=8,
                    ),
                ),
                ("teks", models.TextField(blank=True)),
                ("baris", models.JSONField(blank=True, default=list)),
                ("yakin", models.PositiveSmallIntegerField(default=100)),
                ("putar", models.PositiveSmallIntegerField(default=0)),
                (
                    "bacaan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="halaman", to="berkas.bacaan"
                    ),
                ),
            ],
            options={
                "verbose_name": "halaman bacaan",
                "verbose_name_plural": "halaman bacaan",
                "ordering": ["nomor"],
                "constraints": [
                    models.UniqueConstraint(models.F("bacaan"), models.F("nomor"), name="halaman_bacaan_satu"),
                    models.CheckConstraint(condition=models.Q(("nomor__gte", 1)), name="halaman_bacaan_mulai_satu"),
                    models.CheckConstraint(
                        condition=models.Q(("yakin__lte", 100)),
                        name="halaman_bacaan_yakin_persen",
                        violation_error_message="Keyakinan bacaan dinyatakan dalam persen.",
                    ),
                ],
            },
        ),
    ]
