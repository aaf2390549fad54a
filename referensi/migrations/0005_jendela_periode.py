"""Periods that still have the window they were sown with get BKN's: from the 16th to the 15th (letter 13749 of 2025)."""

from datetime import date, timedelta
from typing import Any

from django.db import migrations


def _awal_bulan(tanggal: date, bulan: int) -> date:
    urutan = tanggal.year * 12 + tanggal.month - 1 + bulan
    return date(urutan // 12, urutan % 12 + 1, 1)


def jendela_bkn(apps: Any, _schema_editor: Any) -> None:
    """Move only what nobody edited: three months before the TMT to the day before it."""
    periode = apps.get_model("referensi", "Periode")
    for satu in periode.objects.all():
        if (satu.dibuka, satu.ditutup) == (_awal_bulan(satu.tmt, -3), satu.tmt - timedelta(days=1)):
            satu.dibuka = _awal_bulan(satu.tmt, -2).replace(day=16)
            satu.ditutup = _awal_bulan(satu.tmt, -1).replace(day=15)
            satu.save(update_fields=["dibuka", "ditutup"])


class Migration(migrations.Migration):
    dependencies = [("referensi", "0004_orang_sama")]

    operations = [migrations.RunPython(jendela_bkn, migrations.RunPython.noop)]
