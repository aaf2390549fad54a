"""Move copies, extracts and receipts that belong to a version before the last correction to the history.

Until now a correction left them beside the new version. A file stored, or a receipt noted, before the last correction
cannot be of the version that it made.
"""

from django.db import migrations
from django.db.models import Max

BERKAS = ("salinan", "petikan", "berkas_tanda_terima")


def _lama(baris, sejak):
    """What `baris` has from before `sejak`: {field: value}."""
    isi = {b: getattr(baris, b) for b in BERKAS if getattr(baris, b) and getattr(baris, b).dibuat_pada < sejak}
    if baris.diterima_pada and baris.diterima_pada < sejak:
        isi |= {"diterima_oleh_id": baris.diterima_oleh_id, "diterima_pada": baris.diterima_pada}
    return isi


def pindahkan(apps, _editor):
    riwayat = apps.get_model("usulan", "RiwayatSalinan")
    semua = apps.get_model("usulan", "KeppresUsulan").objects.filter(keppres__riwayat__isnull=False)
    semua = semua.annotate(diralat=Max("keppres__riwayat__digantikan_pada"))
    for baris in semua.select_related("keppres", *BERKAS).iterator(chunk_size=500):
        isi = _lama(baris, baris.diralat)
        if isi:
            riwayat.objects.create(
                usulan_id=baris.usulan_id, keppres_id=baris.keppres_id, versi=baris.keppres.versi - 1, **isi
            )
            for bidang in isi:
                setattr(baris, bidang, None)
            baris.save(update_fields=[nama.removesuffix("_id") for nama in isi])


class Migration(migrations.Migration):
    dependencies = [("usulan", "0004_riwayat_salinan"), ("berkas", "__first__")]
    operations = [migrations.RunPython(pindahkan, migrations.RunPython.noop, elidable=True)]
