import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("berkas", "0005_bacaan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PerapianTertahan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("yatim", models.PositiveIntegerField(verbose_name="berkas tak dikenal")),
                ("tersimpan", models.PositiveIntegerField(verbose_name="berkas tersimpan")),
                ("tertua", models.DateTimeField()),
                ("terbaru", models.DateTimeField()),
                ("ditahan_pada", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "keadaan",
                    models.CharField(
                        choices=[
                            ("TERTAHAN", "Menunggu keputusan"),
                            ("DIUSULKAN", "Menunggu orang kedua"),
                            ("DISETUJUI", "Disetujui, menunggu pekerja berkas"),
                            ("SELESAI", "Selesai"),
                        ],
                        default="TERTAHAN",
                        max_length=16,
                    ),
                ),
                ("alasan", models.CharField(blank=True, default="", max_length=500)),
                ("diusulkan_pada", models.DateTimeField(null=True)),
                ("disetujui_pada", models.DateTimeField(null=True)),
                ("selesai_pada", models.DateTimeField(null=True)),
                ("dipindahkan", models.PositiveIntegerField(null=True)),
                (
                    "disetujui_oleh",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "diusulkan_oleh",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "perapian tertahan",
                "verbose_name_plural": "perapian tertahan",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.lookups.IsNull(models.F("selesai_pada"), True),
                        condition=models.Q(("selesai_pada", None)),
                        name="perapian_satu_terbuka",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("disetujui_oleh", None),
                            models.Q(("disetujui_oleh", models.F("diusulkan_oleh")), _negated=True),
                            _connector="OR",
                        ),
                        name="perapian_dua_orang",
                        violation_error_message="Yang menyetujui harus orang lain dari yang mengusulkan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("keadaan", "SELESAI"), ("selesai_pada__isnull", False)),
                            models.Q(models.Q(("keadaan", "SELESAI"), _negated=True), ("selesai_pada", None)),
                            _connector="OR",
                        ),
                        name="perapian_selesai_berwaktu",
                        violation_error_message="Perapian yang selesai mencatat waktunya.",
                    ),
                ],
            },
        ),
    ]
