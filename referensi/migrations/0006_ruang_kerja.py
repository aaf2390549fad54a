"""A schema for the working tables of a load: the application's role makes tables there and nowhere else."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("referensi", "0005_jendela_periode")]

    operations = [
        migrations.RunSQL("CREATE SCHEMA IF NOT EXISTS siapp_kerja", "DROP SCHEMA IF EXISTS siapp_kerja CASCADE"),
    ]
