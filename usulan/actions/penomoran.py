"""The official numbers of usulan: one row per year, raised in the transaction that commits (keputusan/0051)."""

from django.db import connection
from django.utils import timezone

from usulan.models import NomorTahun, Usulan

AWALAN_NOMOR = {"KP": "KP", "PEMBERHENTIAN": "PBH", "JFKU": "JFKU"}
_NAIKKAN = "UPDATE usulan_nomortahun SET terakhir = terakhir + 1 WHERE tahun = %s RETURNING terakhir"
# Once a year: goes on behind what the sequence of 0.1.0 gave out.
_TERBESAR = "SELECT coalesce(max(split_part(nomor, '-', 3)::bigint), 0) FROM usulan_usulan WHERE nomor ~ %s"


def beri_nomor(usulan: Usulan) -> None:
    """Give `usulan` its number. The last thing of a transaction: all other drafts wait from here to its end.

    A number that old code took from the sequence while it still served is left out.
    """
    tahun = timezone.localdate().year
    nomor = _nomor(usulan.kategori, tahun)
    while Usulan.objects.filter(nomor=nomor).exists():
        nomor = _nomor(usulan.kategori, tahun)
    usulan.nomor = nomor
    usulan.save(update_fields=["nomor", "cari"])


def _nomor(kategori: str, tahun: int) -> str:
    return f"{AWALAN_NOMOR[kategori]}-{tahun}-{_urutan(tahun):06d}"


def _urutan(tahun: int) -> int:
    with connection.cursor() as kursor:
        kursor.execute(_NAIKKAN, [tahun])
        if baris := kursor.fetchone():
            return int(baris[0])
        kursor.execute(_TERBESAR, [rf"^[A-Z]+-{tahun}-\d{{6,}}$"])
        awal = NomorTahun(tahun=tahun, terakhir=kursor.fetchone()[0])
        NomorTahun.objects.bulk_create([awal], ignore_conflicts=True)
        kursor.execute(_NAIKKAN, [tahun])
        return int(kursor.fetchone()[0])
