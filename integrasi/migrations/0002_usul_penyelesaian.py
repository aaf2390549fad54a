"""Proposals that a second person confirms; indexes of the delivery monitor."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("integrasi", "0001_awal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UsulPenyelesaian",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tindakan",
                    models.CharField(
                        choices=[
                            ("SAMPAI", "Nyatakan sampai"),
                            ("TIDAK_SAMPAI", "Nyatakan tidak sampai dan kirim ulang"),
                            ("SURAT", "Tandai disampaikan lewat surat"),
                            ("BATAL", "Batalkan kiriman"),
                        ],
                        max_length=12,
                    ),
                ),
                ("isian", models.JSONField(default=dict)),
                ("diusulkan_pada", models.DateTimeField(auto_now_add=True)),
                ("diputus_pada", models.DateTimeField(blank=True, null=True)),
                ("diterima", models.BooleanField(null=True)),
            ],
            options={
                "verbose_name": "usul penyelesaian",
                "verbose_name_plural": "usul penyelesaian",
            },
        ),
        migrations.AddIndex(
            model_name="pengiriman",
            index=models.Index(fields=["-dibuat_pada", "-id"], name="pengiriman_terbaru"),
        ),
        migrations.AddIndex(
            model_name="pengiriman",
            index=models.Index(
                condition=models.Q(("keadaan", "SELESAI")), fields=["api", "-selesai_pada"], name="pengiriman_terkirim"
            ),
        ),
        migrations.AddField(
            model_name="usulpenyelesaian",
            name="dikonfirmasi_oleh",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="usulpenyelesaian",
            name="diusulkan_oleh",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="usulpenyelesaian",
            name="pengiriman",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="usul_penyelesaian", to="integrasi.pengiriman"
            ),
        ),
        migrations.AddConstraint(
            model_name="usulpenyelesaian",
            constraint=models.UniqueConstraint(
                condition=models.Q(("diputus_pada", None)),
                fields=("pengiriman",),
                name="usul_penyelesaian_satu_terbuka",
                violation_error_message="Kiriman ini sudah mempunyai usul yang menunggu konfirmasi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="usulpenyelesaian",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("diterima", True), _negated=True),
                    models.Q(
                        ("dikonfirmasi_oleh__isnull", False),
                        models.Q(("dikonfirmasi_oleh", models.F("diusulkan_oleh")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="usul_penyelesaian_orang_kedua",
                violation_error_message="Usul harus dikonfirmasi orang lain.",
            ),
        ),
    ]
