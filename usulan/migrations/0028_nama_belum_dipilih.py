"""Open again the names of drafts that nobody chose: each row bore what stood there on the day it was made."""

from django.db import migrations

BUKA = """
UPDATE usulan_keppresusulan b SET nama = '' FROM usulan_keppres k
WHERE k.id = b.keppres_id AND k.keadaan IN ('DRAF', 'DILEPAS') AND b.nama <> '' AND NOT EXISTS (
    SELECT FROM audit_peristiwa p WHERE p.aliran = 'usulan:' || b.usulan_id AND p.jenis = 'usulan.nama_keppres'
)
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_awal"), ("usulan", "0027_penilaian_temuan")]

    operations = [migrations.RunSQL(BUKA, migrations.RunSQL.noop, elidable=True)]
