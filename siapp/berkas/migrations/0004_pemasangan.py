"""Whose the storage is, and which database wrote that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("berkas", "0003_tautan_bersandi")]

    operations = [
        migrations.CreateModel(
            name="Pemasangan",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False),
                ),
                ("nomor", models.UUIDField()),
                ("sistem", models.CharField(max_length=24)),
                ("basis_data", models.BigIntegerField()),
                ("dinyatakan_pada", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "pemasangan",
                "verbose_name_plural": "pemasangan",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="pemasangan_satu")],
            },
        ),
    ]
