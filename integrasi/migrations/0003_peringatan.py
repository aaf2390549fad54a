"""Warnings that operators were told of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("integrasi", "0002_usul_penyelesaian"),
    ]

    operations = [
        migrations.CreateModel(
            name="Peringatan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sebab", models.CharField(max_length=60)),
                ("jumlah", models.PositiveIntegerField(default=1)),
                ("mulai", models.DateTimeField()),
                ("terlihat_pada", models.DateTimeField()),
                ("berakhir_pada", models.DateTimeField(blank=True, null=True)),
                ("diberitahukan_pada", models.DateTimeField(blank=True, null=True)),
                ("akhir_diberitahukan_pada", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "peringatan",
                "verbose_name_plural": "peringatan",
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("diberitahukan_pada", None), ("akhir_diberitahukan_pada", None), _connector="OR"
                        ),
                        fields=["mulai"],
                        name="peringatan_belum_dikirim",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("berakhir_pada", None)),
                        fields=("sebab",),
                        name="peringatan_satu_terbuka_per_sebab",
                    )
                ],
            },
        ),
    ]
