"""States of a Pertek, holds as rows, and what people propose about them.

The column `berlaku` stays in the database, with a default, while old code serves; a later migration drops it.
"""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("berkas", "0002_halaman_wajib"),
        ("usulan", "0005_salinan_versi_lama"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Tahanan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sebab",
                    models.CharField(
                        choices=[
                            ("PUTUSAN", "BKN mengubah putusannya"),
                            ("TAHAP", "BKN menarik kembali persetujuannya"),
                            ("PERTEK", "Tidak ada Pertek yang berlaku lagi"),
                            ("RALAT", "Pertek yang berlaku bukan dasar rancangan"),
                            ("PERTEK_LAMA", "Pertek lebih tua daripada BTL terakhir BKN"),
                        ],
                        max_length=12,
                    ),
                ),
                ("keterangan", models.CharField(max_length=500)),
                ("tanggal", models.DateField()),
                ("sejak", models.DateTimeField()),
                ("selesai_pada", models.DateTimeField(blank=True, null=True)),
                (
                    "cara",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("SEBAB_HILANG", "Sebabnya hilang"),
                            ("DIPUTUSKAN", "Diputuskan dua orang"),
                            ("DIIKUTI", "Putusan BKN diikuti"),
                            ("DIKELUARKAN", "Usulan dikeluarkan dari Keppres"),
                            ("DIKETAHUI", "Diketahui sesudah Keppres terbit"),
                        ],
                        max_length=12,
                    ),
                ),
            ],
            options={
                "verbose_name": "penahanan",
                "verbose_name_plural": "penahanan",
                "ordering": ["sejak", "id"],
            },
        ),
        migrations.CreateModel(
            name="UsulTahanan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pilihan",
                    models.CharField(
                        choices=[
                            ("LEPAS", "Lanjutkan dengan Pertek yang berlaku"),
                            ("IKUTI", "Ikuti putusan BKN"),
                            ("KELUAR", "Keluarkan dari Keppres"),
                        ],
                        max_length=8,
                    ),
                ),
                ("alasan", models.TextField()),
                ("diusulkan_pada", models.DateTimeField(auto_now_add=True)),
                ("diputus_pada", models.DateTimeField(blank=True, null=True)),
                (
                    "hasil",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("DISETUJUI", "Dikonfirmasi"),
                            ("DITOLAK", "Ditolak"),
                            ("GUGUR", "Gugur karena keadaannya berubah"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "verbose_name": "usul atas penahanan",
                "verbose_name_plural": "usul atas penahanan",
                "ordering": ["-id"],
            },
        ),
        migrations.AlterModelOptions(
            name="tahapbkn",
            options={
                "ordering": [
                    models.OrderBy(
                        django.db.models.functions.comparison.Coalesce(
                            "tanggal", django.db.models.functions.datetime.TruncDate("diterima_pada")
                        ),
                        descending=True,
                    ),
                    "-id",
                ],
                "verbose_name": "tahap di BKN",
                "verbose_name_plural": "tahap di BKN",
            },
        ),
        migrations.RemoveConstraint(
            model_name="pertek",
            name="pertek_sekali_saja",
        ),
        migrations.RemoveConstraint(
            model_name="pertek",
            name="pertek_satu_berlaku",
        ),
        migrations.AlterField("pertek", "berlaku", models.BooleanField(default=True, db_default=False)),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("pertek", "berlaku")]),
        migrations.AddField(
            model_name="pertek",
            name="dibatalkan_pada",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="pertek",
            name="keadaan",
            field=models.CharField(
                choices=[
                    ("DITUNGGU", "Diumumkan, belum lengkap"),
                    ("DIPERIKSA", "Berkas sedang diperiksa"),
                    ("BERLAKU", "Berlaku"),
                    ("BERKAS_DITOLAK", "Berkas ditolak"),
                    ("DIBATALKAN", "Dibatalkan"),
                    ("DIGANTIKAN", "Digantikan"),
                ],
                db_default="DITUNGGU",
                default="DITUNGGU",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="pertek",
            name="minta_lagi_pada",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="pertek",
            name="percobaan",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="pertek",
            name="rujukan",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.AddField(
            model_name="pertek",
            name="sebab_batal",
            field=models.CharField(
                blank=True,
                choices=[("DITARIK", "Dibatalkan BKN"), ("HILANG", "Tidak lagi didaftar BKN")],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="pertek",
            name="sidik",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="pertek",
            name="tolak",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=500, verbose_name="sebab berkas ditolak"
            ),
        ),
        migrations.AlterField(
            model_name="pertek",
            name="nomor",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddIndex(
            model_name="pertek",
            index=models.Index(
                models.F("usulan"),
                condition=models.Q(("keadaan", "BERKAS_DITOLAK")),
                name="pertek_berkas_ditolak",
            ),
        ),
        migrations.AddConstraint(
            model_name="pertek",
            constraint=models.UniqueConstraint(
                models.F("usulan"),
                models.F("nomor"),
                models.F("jenis"),
                models.F("tanggal"),
                models.F("sidik"),
                condition=models.Q(("sidik", ""), _negated=True),
                name="pertek_dikenal_dari_isinya",
                violation_error_message="Pertek yang sama sudah tercatat pada usulan ini.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pertek",
            constraint=models.UniqueConstraint(
                models.F("usulan"),
                condition=models.Q(("keadaan", "BERLAKU")),
                name="pertek_satu_yang_berlaku",
            ),
        ),
        migrations.AddConstraint(
            model_name="pertek",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("keadaan", "BERLAKU"), _negated=True),
                    models.Q(
                        ("berkas__isnull", False),
                        ("tanggal__isnull", False),
                        models.Q(("nomor", ""), _negated=True),
                        models.Q(("sidik", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="pertek_berlaku_lengkap",
                violation_error_message="Pertek yang berlaku harus mempunyai nomor, tanggal, dan berkas.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pertek",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("dibatalkan_pada__isnull", False),
                        ("keadaan", "DIBATALKAN"),
                        models.Q(("sebab_batal", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("keadaan", "DIBATALKAN"), _negated=True),
                        ("dibatalkan_pada", None),
                        ("sebab_batal", ""),
                    ),
                    _connector="OR",
                ),
                name="pertek_batal_ada_sebabnya",
            ),
        ),
        migrations.AddField(
            model_name="tahanan",
            name="pertek",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="usulan.pertek"
            ),
        ),
        migrations.AddField(
            model_name="tahanan",
            name="usulan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="tahanan", to="usulan.usulan"
            ),
        ),
        migrations.AddField(
            model_name="usultahanan",
            name="diputus_oleh",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="usultahanan",
            name="diusulkan_oleh",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="usultahanan",
            name="usulan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="usul_tahanan", to="usulan.usulan"
            ),
        ),
        migrations.AddIndex(
            model_name="tahanan",
            index=models.Index(
                condition=models.Q(("selesai_pada", None)), fields=["sejak", "id"], name="tahanan_terbuka"
            ),
        ),
        migrations.AddConstraint(
            model_name="tahanan",
            constraint=models.UniqueConstraint(
                models.F("usulan"),
                models.F("sebab"),
                condition=models.Q(("selesai_pada", None)),
                name="tahanan_satu_per_sebab",
            ),
        ),
        migrations.AddConstraint(
            model_name="tahanan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cara", ""), ("selesai_pada", None)),
                    models.Q(("selesai_pada__isnull", False), models.Q(("cara", ""), _negated=True)),
                    _connector="OR",
                ),
                name="tahanan_selesai_ada_caranya",
            ),
        ),
        migrations.AddConstraint(
            model_name="usultahanan",
            constraint=models.UniqueConstraint(
                models.F("usulan"),
                condition=models.Q(("diputus_pada", None)),
                name="usul_tahanan_satu_terbuka",
                violation_error_message="Usulan ini sudah mempunyai usul yang menunggu konfirmasi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="usultahanan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hasil", "DISETUJUI"), _negated=True),
                    models.Q(
                        ("diputus_oleh__isnull", False),
                        models.Q(("diputus_oleh", models.F("diusulkan_oleh")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="usul_tahanan_orang_kedua",
                violation_error_message="Usul harus dikonfirmasi orang lain, bukan pengusulnya.",
            ),
        ),
        migrations.AddConstraint(
            model_name="usultahanan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("diputus_pada", None), ("hasil", "")),
                    models.Q(("diputus_pada__isnull", False), models.Q(("hasil", ""), _negated=True)),
                    _connector="OR",
                ),
                name="usul_tahanan_diputus_ada_hasilnya",
            ),
        ),
    ]
