"""When SIASN last said what is kept of a person, and when it was last asked about that person alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referensi", "0006_ruang_kerja")]

    operations = [
        migrations.AddField("asn", "dilihat_pada", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("asn", "ditanya_pada", models.DateTimeField(blank=True, null=True)),
    ]
