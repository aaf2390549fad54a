"""Counts of reading calls and of what BKN calls: one upsert per call, so that any moment can be shown."""

from typing import Any

from django.db import connection
from django.utils import timezone

from integrasi.enums import Api
from integrasi.sebab import Kode, KodeApi

_SISIP = """
INSERT INTO integrasi_panggilanbaca AS p (api, hari, berhasil, gagal, terakhir_berhasil, terakhir_gagal, sebab)
VALUES (%(api)s, %(hari)s, %(ya)s, %(tidak)s, %(saat_ya)s, %(saat_tidak)s, %(sebab)s)
ON CONFLICT (api, hari) DO UPDATE SET
    berhasil = p.berhasil + excluded.berhasil,
    gagal = p.gagal + excluded.gagal,
    terakhir_berhasil = coalesce(excluded.terakhir_berhasil, p.terakhir_berhasil),
    terakhir_gagal = coalesce(excluded.terakhir_gagal, p.terakhir_gagal),
    sebab = CASE WHEN excluded.gagal > 0 THEN excluded.sebab ELSE p.sebab END
"""


def hitung_panggilan(api: Api, *, berhasil: bool, sebab: Kode | KodeApi | None = None) -> None:
    """Count one call of `api` (one that reads, or that BKN made) under today; `sebab`: why it failed."""
    kini = timezone.now()
    isi: dict[str, Any] = {
        "api": api,
        "hari": timezone.localdate(kini),
        "ya": int(berhasil),
        "tidak": int(not berhasil),
        "saat_ya": kini if berhasil else None,
        "saat_tidak": None if berhasil else kini,
        "sebab": "" if berhasil or sebab is None else sebab,
    }
    with connection.cursor() as kursor:
        kursor.execute(_SISIP, isi)
