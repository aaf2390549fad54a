"""What makes a scanned page useless is kept with its words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("berkas", "0011_foto"),
    ]

    operations = [
        migrations.AddField(
            model_name="halamanbacaan",
            name="cacat",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
    ]
