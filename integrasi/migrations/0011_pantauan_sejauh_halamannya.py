"""Indexes by which every list of calls reads no further than its page, however many were made."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

TERBARU = ["-dibuat_pada", "-id"]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("integrasi", "0010_koreksi_id")]

    operations = [
        AddIndexConcurrently(
            "pengiriman",
            models.Index(fields=TERBARU, name="pengiriman_terbuka", condition=~Q(keadaan__in=["SELESAI", "BATAL"])),
        ),
        AddIndexConcurrently("pengiriman", models.Index(fields=["api", *TERBARU], name="pengiriman_api_terbaru")),
        AddIndexConcurrently(
            "pengiriman",
            models.Index(fields=["sebab", *TERBARU], name="pengiriman_bersebab", condition=~Q(sebab="")),
        ),
    ]
