"""Write the search words of all usulan as they are now looked for: without apostrophes, dots and commas as blanks.

In batches without one long transaction, and harmless beside old code: its own words are found either way.
"""

from django.db import migrations

from siapp.teks import kunci_cari

SEKALI = 2_000


def rapikan(apps, _editor):
    usulan = apps.get_model("usulan", "Usulan")
    tumpuk = []
    for satu in usulan.objects.only("pk", "cari").iterator(chunk_size=SEKALI):
        baru = kunci_cari(satu.cari)
        if baru != satu.cari:
            satu.cari = baru
            tumpuk.append(satu)
        if len(tumpuk) >= SEKALI:
            usulan.objects.bulk_update(tumpuk, ["cari"])
            tumpuk = []
    usulan.objects.bulk_update(tumpuk, ["cari"])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("usulan", "0009_ahli_waris_lebar")]
    operations = [migrations.RunPython(rapikan, migrations.RunPython.noop, elidable=True)]
