"""Keys by which two numbers of letters and decrees are one number, and that such a number is given once.

Every row begins without a key, so nothing that stands twice stops this; 0013 writes the keys.
"""

import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("berkas", "0002_halaman_wajib"),
        ("usulan", "0011_peralihan_instansi"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="keppres",
            name="kunci_memo",
            field=models.TextField(db_default="", default="", editable=False),
        ),
        migrations.AddField(
            model_name="keppres",
            name="kunci_nomor",
            field=models.TextField(db_default="", default="", editable=False),
        ),
        migrations.AddField(
            model_name="pertek",
            name="kunci_nomor",
            field=models.TextField(db_default="", default="", editable=False),
        ),
        migrations.AddConstraint(
            model_name="keppres",
            constraint=models.UniqueConstraint(
                models.F("kunci_nomor"),
                models.F("tahun"),
                condition=models.Q(("kunci_nomor", ""), _negated=True),
                name="keppres_nomor_satu_per_tahun",
                violation_error_message="Nomor Keppres ini sudah dipakai pada tahun yang sama, mungkin dengan spasi, huruf besar, atau tanda hubung yang lain.",
            ),
        ),
        migrations.AddConstraint(
            model_name="keppres",
            constraint=models.UniqueConstraint(
                models.F("kunci_memo"),
                django.db.models.functions.datetime.ExtractYear("tanggal_memo"),
                condition=models.Q(("kunci_memo", ""), _negated=True),
                name="keppres_memo_satu_per_tahun",
                violation_error_message="Nomor memo ini sudah dipakai pada tahun yang sama, mungkin dengan spasi, huruf besar, atau tanda hubung yang lain.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pertek",
            constraint=models.UniqueConstraint(
                models.F("usulan"),
                models.F("kunci_nomor"),
                models.F("jenis"),
                models.F("tanggal"),
                models.F("sidik"),
                condition=models.Q(
                    models.Q(("sidik", ""), _negated=True), models.Q(("kunci_nomor", ""), _negated=True)
                ),
                name="pertek_satu_bagi_pembacanya",
                violation_error_message="Pertek yang sama sudah tercatat pada usulan ini.",
            ),
        ),
    ]
