"""Write the keys of the numbers that are known. The oldest of those that are one number keeps it, the others stay
without a key: they were let in, and are told apart by a person (docs/operasi.md).

Row by row without one long transaction, and again without harm.
"""

from contextlib import suppress

from django.db import IntegrityError, migrations, transaction

from siapp.teks import kunci_nomor

TABEL = (
    ("Keppres", "nomor", "kunci_nomor", "dibuat_pada"),
    ("Keppres", "nomor_memo", "kunci_memo", "dibuat_pada"),
    ("Pertek", "nomor", "kunci_nomor", "id"),
)


def isi(apps, _editor):
    for nama, dari, ke, urutan in TABEL:
        semua = apps.get_model("usulan", nama).objects
        for pk, nomor in semua.filter(**{ke: ""}).exclude(**{dari: ""}).order_by(urutan, "pk").values_list("pk", dari):
            _beri(semua.filter(pk=pk), {ke: kunci_nomor(nomor)})


def _beri(satu, kunci):
    with suppress(IntegrityError), transaction.atomic():  # an older row may be this number
        satu.update(**kunci)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("usulan", "0012_kunci_nomor")]
    operations = [migrations.RunPython(isi, migrations.RunPython.noop, elidable=True)]
