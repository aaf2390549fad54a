"""Code of 0.1.0 that still serves takes numbers from the sequence: far ahead, so that it meets none of the new ones."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("usulan", "0019_nomor_tahun")]

    operations = [
        migrations.RunSQL(
            sql="SELECT setval('usulan_nomor_seq', nextval('usulan_nomor_seq') + 1000)",
            reverse_sql=migrations.RunSQL.noop,
        )
    ]
