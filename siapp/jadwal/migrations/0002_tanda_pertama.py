"""The signs of life count from the schema on: else whoever looks first reports as silent what is only being started."""

from django.db import migrations
from django.utils import timezone

NAMA = ("timer", "kirim", "masuk", "berkas", "sinkron")


def tandai(apps, schema_editor):  # noqa: ARG001 - Django's signature
    tanda = apps.get_model("jadwal", "TandaHidup")
    kini = timezone.now()
    tanda.objects.bulk_create([tanda(nama=nama, terakhir=kini, oleh="migrasi") for nama in NAMA], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("jadwal", "0001_awal")]

    operations = [migrations.RunPython(tandai, migrations.RunPython.noop)]
