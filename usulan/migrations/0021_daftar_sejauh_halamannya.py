"""Indexes by which every list reads no further than its page, however much history there is."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
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
TERBARU = ["-diubah_pada", "-id"]


def _usulan(nama: str, fields: list[str], condition: Q | None = None) -> AddIndexConcurrently:
    return AddIndexConcurrently("usulan", models.Index(fields=fields, name=nama, condition=condition))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("usulan", "0020_urutan_lama_digeser")]

    operations = [
        _usulan("usulan_instansi_diubah", ["instansi", *TERBARU]),
        _usulan("usulan_instansi_tahap", ["instansi", "tahap", *TERBARU]),
        _usulan("usulan_tahap_diubah", ["tahap", *TERBARU]),
        _usulan("usulan_layanan_diubah", ["layanan", *TERBARU]),
        _usulan("usulan_verifikator_diubah", ["verifikator", *TERBARU]),
        _usulan("usulan_diajukan", ["-diajukan_pada", "-id"]),
        _usulan("usulan_terbuka", ["tahap", "tahap_sejak", "id"], Q(tahap__in=TERBUKA)),
        _usulan("usulan_bertenggat", ["tenggat"], Q(tenggat__isnull=False)),
        _usulan("usulan_ditahan", TERBARU, ~Q(ditahan="")),
        _usulan("usulan_biro_lain", ["status_biro", *TERBARU], Q(status_biro__in=["", "BTL", "TMS"])),
        _usulan("usulan_bkn_lain", ["status_bkn", *TERBARU], Q(status_bkn__in=["", "BTL", "TMS"])),
        RemoveIndexConcurrently("usulan", "usulan_instansi"),
        AddIndexConcurrently("keppres", models.Index(fields=TERBARU, name="keppres_diubah")),
        AddIndexConcurrently(
            "keppres",
            models.Index(fields=["keadaan", *TERBARU], name="keppres_berjalan", condition=~Q(keadaan="TERBIT")),
        ),
        AddIndexConcurrently(
            "keppresusulan",
            models.Index(
                fields=["usulan"],
                name="keppresusulan_belum_diterima",
                condition=Q(terbit_pada__isnull=False, diterima_pada=None),
            ),
        ),
        AddIndexConcurrently("pertek", models.Index(fields=["jenis", "-diterima_pada", "-id"], name="pertek_jenis")),
        AddIndexConcurrently(
            "pertek",
            models.Index(
                fields=["keadaan", "-diterima_pada", "-id"],
                name="pertek_tidak_berlaku",
                condition=Q(keadaan__in=["BERKAS_DITOLAK", "DIBATALKAN", "DIGANTIKAN", "DIPERIKSA", "DITUNGGU"]),
            ),
        ),
    ]
