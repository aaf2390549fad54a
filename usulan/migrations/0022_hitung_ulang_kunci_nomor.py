"""Write the keys of numbers anew, since `siapp.teks.kunci_nomor` reads more as one number than it did.

Who has a key keeps it; a number that is another's by now loses its key, and `manage.py keadaan` names the pair. Row by
row without one long transaction, and again without harm. What old code writes beside us `manage.py kunci_nomor` mends.
"""

from django.db import IntegrityError, migrations, transaction

from siapp.teks import kunci_nomor

TABEL = (
    ("Keppres", "nomor", "kunci_nomor", "dibuat_pada"),
    ("Keppres", "nomor_memo", "kunci_memo", "dibuat_pada"),
    ("Pertek", "nomor", "kunci_nomor", "id"),
)


def hitung(apps, _editor):
    for nama, dari, ke, urutan in TABEL:
        semua = apps.get_model("usulan", nama).objects
        for pk, nomor, ada in semua.exclude(**{dari: ""}).order_by(urutan, "pk").values_list("pk", dari, ke):
            if ada != kunci_nomor(nomor):
                _beri(semua.filter(pk=pk, **{dari: nomor}), ke, kunci_nomor(nomor))


def _beri(satu, ke, kunci):
    try:
        with transaction.atomic():
            satu.update(**{ke: kunci})
    except IntegrityError:  # another row is this number
        satu.update(**{ke: ""})


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("usulan", "0021_daftar_sejauh_halamannya")]
    operations = [migrations.RunPython(hitung, migrations.RunPython.noop, elidable=True)]
