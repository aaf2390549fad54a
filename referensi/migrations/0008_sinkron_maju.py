"""The last sign of life of the worker that does a sync: one that died is told from one that takes long."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referensi", "0007_dilihat_di_siasn")]

    operations = [migrations.AddField("sinkronisasi", "maju_pada", models.DateTimeField(null=True))]
