"""Find the repaired copy of an original without stopping who writes meanwhile."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("berkas", "0009_berkas_diperbaiki"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="berkas",
            index=models.Index(condition=models.Q(("asli__isnull", False)), fields=["asli"], name="berkas_asli"),
        ),
    ]
