"""A key of its own for what went out under a wrong ID Usulan, and the proposal to correct one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("integrasi", "0009_pengumuman_berversi"),
    ]

    operations = [
        migrations.AddField(
            model_name="pengiriman",
            name="kunci_lain",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="usulpenyelesaian",
            name="tindakan",
            field=models.CharField(
                choices=[
                    ("SAMPAI", "Nyatakan sampai"),
                    ("TIDAK_SAMPAI", "Nyatakan tidak sampai dan kirim ulang"),
                    ("SURAT", "Tandai disampaikan lewat surat"),
                    ("BATAL", "Batalkan kiriman"),
                    ("KOREKSI_ID", "Koreksi ID Usulan"),
                ],
                max_length=12,
            ),
        ),
    ]
