"""Whose place is in doubt, what verifiers hold, what an instansi has to do: each found without reading what is open."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

TERBUKA = [
    "DIAJUKAN",
    "DIVERIFIKASI",
    "DRAF",
    "KEPPRES_MAJU",
    "KEPPRES_TERBIT",
    "MENUNGGU_PERTEK",
    "PERBAIKAN",
    "RKP",
    "SIAP_KEPPRES",
]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("usulan", "0024_isi_tempat_diragukan")]

    operations = [
        AddIndexConcurrently(
            "usulan",
            models.Index(
                fields=["tahap_sejak", "id"],
                name="usulan_tempat_diragukan",
                condition=Q(tempat_diragukan=True, tahap__in=TERBUKA),
            ),
        ),
        AddIndexConcurrently(
            "usulan",
            models.Index(
                fields=["tahap", "kategori", "verifikator"],
                include=["tenggat", "perbaikan_ditandai", "putaran", "id"],
                name="usulan_dipegang",
                condition=Q(tahap__in=["DIVERIFIKASI", "PERBAIKAN"]),
            ),
        ),
        AddIndexConcurrently(
            "usulan",
            models.Index(
                fields=["instansi", "tahap_sejak", "id"],
                name="usulan_tindakan",
                condition=Q(tahap__in=["DRAF", "KEPPRES_TERBIT", "PERBAIKAN"]),
            ),
        ),
    ]
