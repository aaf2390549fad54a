"""Checks of the contract, and what daily traffic showed to differ from it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("integrasi", "0003_peringatan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Penyimpangan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("api", models.CharField(max_length=40)),
                (
                    "jenis",
                    models.CharField(
                        choices=[
                            ("BIDANG_BARU", "Bidang baru"),
                            ("BIDANG_HILANG", "Bidang hilang"),
                            ("JENIS_BERUBAH", "Jenis isi berubah"),
                            ("TERLALU_PANJANG", "Isi terlalu panjang"),
                            ("KODE_BARU", "Kode belum dikenal"),
                            ("AMPLOP_ASING", "Amplop tidak dikenal"),
                        ],
                        max_length=16,
                    ),
                ),
                ("kunci", models.CharField(max_length=100)),
                ("contoh", models.CharField(max_length=120)),
                ("pertama", models.DateTimeField()),
                ("terakhir", models.DateTimeField()),
                ("jumlah", models.PositiveBigIntegerField(default=1)),
            ],
            options={
                "verbose_name": "penyimpangan",
                "verbose_name_plural": "penyimpangan",
                "indexes": [models.Index(fields=["-terakhir", "-id"], name="penyimpangan_terbaru")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("api"), models.F("jenis"), models.F("kunci"), name="penyimpangan_sekali_per_jenis"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UjiKontrak",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(max_length=255)),
                ("baca_saja", models.BooleanField(default=True)),
                ("diminta_pada", models.DateTimeField()),
                ("mulai", models.DateTimeField(blank=True, null=True)),
                ("selesai", models.DateTimeField(blank=True, null=True)),
                ("sesuai", models.BooleanField(null=True)),
                ("hasil", models.JSONField(default=list)),
                (
                    "diminta_oleh",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "uji kontrak",
                "verbose_name_plural": "uji kontrak",
                "indexes": [models.Index(fields=["-diminta_pada", "-id"], name="uji_kontrak_terbaru")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("selesai", None)),
                        fields=("host",),
                        name="uji_kontrak_satu_berjalan",
                        violation_error_message="Uji kontrak ke SIASN ini sedang berjalan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("selesai", None), ("sesuai", None)),
                            models.Q(("selesai__isnull", False), ("sesuai__isnull", False)),
                            _connector="OR",
                        ),
                        name="uji_kontrak_selesai_bernilai",
                    ),
                ],
            },
        ),
    ]
