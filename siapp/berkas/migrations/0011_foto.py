"""Photos are kept as they came, beside the PDF that is made of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("berkas", "0010_indeks_asli"),
    ]

    operations = [
        migrations.AlterField(
            model_name="berkas",
            name="jenis",
            field=models.CharField(
                choices=[
                    ("application/pdf", "PDF"),
                    ("image/jpeg", "JPEG"),
                    ("image/png", "PNG"),
                    ("application/zip", "Foto"),
                ],
                max_length=32,
            ),
        ),
    ]
