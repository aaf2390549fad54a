"""Whether somebody else's usulan holds the same bytes is asked at each check (usulan.aturan.silang)."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("berkas", "0006_perapian_tertahan")]

    operations = [AddIndexConcurrently("berkas", models.Index(fields=["sha256"], name="berkas_sidik"))]
