"""The verdicts of a month are found without reading the others."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("usulan", "0029_statistik")]

    operations = [
        AddIndexConcurrently(
            "putusan",
            models.Index(fields=["terbit_pada"], name="putusan_terbit", condition=models.Q(terbit_pada__isnull=False)),
        )
    ]
