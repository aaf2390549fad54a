"""What was uploaded gets a row of its own where a repaired copy stands in its place."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("berkas", "0008_tanda_tangan_elektronik"),
    ]

    operations = [
        migrations.AddField(
            model_name="berkas",
            name="asli",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="perbaikan",
                to="berkas.berkas",
            ),
        ),
    ]
