"""Who died is found without reading everybody: a Keppres may not name them, and start pages count who waits for it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("referensi", "0008_sinkron_maju")]

    operations = [
        AddIndexConcurrently(
            "asn",
            models.Index(fields=["id_pns"], name="asn_meninggal", condition=Q(tanggal_meninggal__isnull=False)),
        ),
    ]
