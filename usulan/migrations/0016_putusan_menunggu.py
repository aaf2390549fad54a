"""The few verdicts that wait for a second person, found without reading history."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("usulan", "0015_potret_dan_nama_keppres"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="putusan",
            index=models.Index(
                condition=models.Q(("terbit_pada", None)), fields=["usulan", "putaran"], name="putusan_menunggu"
            ),
        ),
    ]
