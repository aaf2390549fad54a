"""Two places of anchors; nothing was ever written to the third."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_segel_jangkar")]

    operations = [
        migrations.AlterField(
            model_name="jangkar",
            name="tujuan",
            field=models.CharField(
                choices=[("FOLDER", "Berkas di luar basis data"), ("SUREL", "Surel pihak kedua")], max_length=6
            ),
        ),
    ]
