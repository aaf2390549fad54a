"""What was proven of the partner's promises about calls that are sent twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("integrasi", "0005_pilihan_api")]

    operations = [
        migrations.CreateModel(
            name="JanjiMitra",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(max_length=255)),
                ("api", models.PositiveSmallIntegerField()),
                ("mode", models.CharField(max_length=12)),
                ("terbukti", models.BooleanField()),
                ("diuji_pada", models.DateTimeField()),
            ],
            options={
                "verbose_name": "janji mitra",
                "verbose_name_plural": "janji mitra",
                "constraints": [models.UniqueConstraint(fields=("host", "api", "mode"), name="janji_mitra_sekali")],
            },
        ),
    ]
