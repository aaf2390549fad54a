"""The moves between stages, and what is counted of them per month (keputusan/0099)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referensi", "0009_indeks_meninggal"),
        ("usulan", "0028_nama_belum_dipilih"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulanTerhitung",
            fields=[
                ("bulan", models.DateField(primary_key=True, serialize=False)),
                ("pada", models.DateTimeField()),
            ],
            options={
                "verbose_name": "bulan terhitung",
                "verbose_name_plural": "bulan terhitung",
            },
        ),
        migrations.CreateModel(
            name="HitunganBulan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bulan", models.DateField()),
                (
                    "ukuran",
                    models.CharField(
                        choices=[
                            ("MASUK", "Usulan masuk"),
                            ("DIPERBAIKI", "Perbaikan masuk"),
                            ("TERBIT", "Keppres terbit"),
                            ("SELESAI", "Selesai"),
                            ("TMS", "Berakhir TMS"),
                            ("LAMA", "Hari kerja di tahap"),
                            ("PUTUSAN", "Putusan"),
                            ("ALASAN", "Alasan penolakan"),
                            ("DOKUMEN", "Dokumen ditolak"),
                            ("VERIFIKATOR", "Putusan verifikator"),
                        ],
                        max_length=12,
                    ),
                ),
                ("rinci", models.CharField(blank=True, max_length=80)),
                ("angka", models.PositiveSmallIntegerField(default=0)),
                ("jumlah", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "hitungan bulan",
                "verbose_name_plural": "hitungan bulan",
            },
        ),
        migrations.CreateModel(
            name="LangkahTahap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kerja", models.CharField(max_length=20)),
                ("dari", models.CharField(max_length=16)),
                ("ke", models.CharField(max_length=16)),
                ("sejak", models.DateTimeField(blank=True, null=True)),
                ("pada", models.DateTimeField()),
            ],
            options={
                "verbose_name": "langkah tahap",
                "verbose_name_plural": "langkah tahap",
            },
        ),
        migrations.CreateModel(
            name="PosisiTahap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tahap", models.CharField(max_length=16)),
                ("jumlah", models.PositiveIntegerField()),
                ("terlambat", models.PositiveIntegerField()),
                ("ditahan", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "posisi tahap",
                "verbose_name_plural": "posisi tahap",
            },
        ),
        migrations.AddField(
            model_name="hitunganbulan",
            name="instansi",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="referensi.instansi",
            ),
        ),
        migrations.AddField(
            model_name="hitunganbulan",
            name="layanan",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referensi.layanan"
            ),
        ),
        migrations.AddField(
            model_name="langkahtahap",
            name="instansi",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referensi.instansi"
            ),
        ),
        migrations.AddField(
            model_name="langkahtahap",
            name="layanan",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referensi.layanan"
            ),
        ),
        migrations.AddField(
            model_name="langkahtahap",
            name="usulan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="langkah", to="usulan.usulan"
            ),
        ),
        migrations.AddField(
            model_name="posisitahap",
            name="instansi",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="referensi.instansi",
            ),
        ),
        migrations.AddField(
            model_name="posisitahap",
            name="layanan",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="referensi.layanan"
            ),
        ),
        migrations.AddIndex(
            model_name="hitunganbulan",
            index=models.Index(
                condition=models.Q(("instansi", None)), fields=["ukuran", "bulan"], name="hitungan_semua"
            ),
        ),
        migrations.AddIndex(
            model_name="hitunganbulan",
            index=models.Index(fields=["instansi", "ukuran", "bulan"], name="hitungan_instansi"),
        ),
        migrations.AddConstraint(
            model_name="hitunganbulan",
            constraint=models.UniqueConstraint(
                models.F("bulan"),
                models.F("ukuran"),
                models.F("layanan"),
                models.F("instansi"),
                models.F("rinci"),
                models.F("angka"),
                name="hitungan_bulan_sekali",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="langkahtahap",
            index=models.Index(fields=["pada"], name="langkah_pada"),
        ),
        migrations.AddConstraint(
            model_name="posisitahap",
            constraint=models.UniqueConstraint(
                models.F("instansi"),
                models.F("layanan"),
                models.F("tahap"),
                name="posisi_tahap_sekali",
                nulls_distinct=False,
            ),
        ),
    ]
