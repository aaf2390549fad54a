"""A released file has a number of pages: where there was none, the check was neither true nor false and let it pass."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("berkas", "0001_awal")]

    operations = [
        migrations.RemoveConstraint(model_name="berkas", name="berkas_keadaan_lengkap"),
        migrations.AddConstraint(
            model_name="berkas",
            constraint=models.CheckConstraint(
                condition=(
                    Q(keadaan="DIPERIKSA", sebab_tolak="", diperiksa_pada=None)
                    | Q(keadaan="TERSEDIA", sebab_tolak="", sewa=None, halaman__gte=1)
                    & Q(diperiksa_pada__isnull=False, halaman__isnull=False)
                    | Q(keadaan="DITOLAK", sewa=None, diperiksa_pada__isnull=False) & ~Q(sebab_tolak="")
                ),
                name="berkas_keadaan_lengkap",
                violation_error_message="Keadaan berkas tidak cocok dengan hasil pemeriksaannya.",
            ),
        ),
    ]
