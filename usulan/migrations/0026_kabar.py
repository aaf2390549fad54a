"""Notices to persons, how each wants them mailed, and which Peristiwa are still to be told (keputusan/0080)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import usulan.models.kabar


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_indeks_jejak"),
        ("usulan", "0025_indeks_yang_dikerjakan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PeristiwaBerkabar",
            fields=[
                (
                    "peristiwa",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="berkabar",
                        serialize=False,
                        to="audit.peristiwa",
                    ),
                ),
                ("jatuh_tempo", models.DateTimeField()),
            ],
            options={
                "verbose_name": "peristiwa yang belum dikabarkan",
                "indexes": [models.Index(fields=["jatuh_tempo"], name="peristiwa_berkabar_tempo")],
            },
        ),
        migrations.CreateModel(
            name="Kabar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("jenis", models.CharField(choices=usulan.models.kabar._pilihan_jenis, max_length=20)),
                ("kunci", models.CharField(max_length=80)),
                ("nama_url", models.CharField(max_length=60)),
                ("rujukan", models.CharField(blank=True, max_length=64)),
                ("isi", models.CharField(blank=True, max_length=300)),
                ("pada", models.DateTimeField()),
                ("dibaca_pada", models.DateTimeField(blank=True, null=True)),
                ("surel_pada", models.DateTimeField(blank=True, null=True)),
                ("tersurel_pada", models.DateTimeField(blank=True, null=True)),
                ("percobaan", models.PositiveSmallIntegerField(db_default=0, default=0)),
                (
                    "penerima",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kabar",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "usulan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kabar",
                        to="usulan.usulan",
                    ),
                ),
            ],
            options={
                "verbose_name": "kabar",
                "verbose_name_plural": "kabar",
                "indexes": [
                    models.Index(fields=["penerima", "-pada", "-id"], name="kabar_terbaru"),
                    models.Index(
                        condition=models.Q(("dibaca_pada", None)),
                        fields=["penerima", "-pada", "-id"],
                        name="kabar_belum",
                    ),
                    models.Index(
                        condition=models.Q(("surel_pada__isnull", False), ("tersurel_pada", None)),
                        fields=["surel_pada"],
                        name="kabar_surel",
                    ),
                    models.Index(fields=["pada"], name="kabar_lama"),
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("penerima"), models.F("kunci"), name="kabar_sekali_per_orang")
                ],
            },
        ),
        migrations.CreateModel(
            name="PilihanKabar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("jenis", models.CharField(choices=usulan.models.kabar._pilihan_jenis, max_length=20)),
                (
                    "cara",
                    models.CharField(
                        choices=[("SEKETIKA", "Segera"), ("HARIAN", "Ringkasan harian"), ("TIDAK", "Tidak")],
                        max_length=8,
                    ),
                ),
                (
                    "pengguna",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pilihan_kabar",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pilihan kabar",
                "verbose_name_plural": "pilihan kabar",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("pengguna"), models.F("jenis"), name="pilihan_kabar_satu_per_jenis"
                    )
                ],
            },
        ),
    ]
