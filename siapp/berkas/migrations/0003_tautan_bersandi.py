"""A link that is older than SECRET_KEY keeps its token encrypted, so that it can still be said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("berkas", "0002_halaman_wajib")]

    operations = [
        migrations.AddField(
            model_name="tautanpendek",
            name="sandi",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
    ]
