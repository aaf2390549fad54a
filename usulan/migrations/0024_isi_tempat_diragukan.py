"""Mark what is open and not plainly at home: all that the triggers, which stand by now, did not see happen."""

from django.db import migrations

ISI = """
UPDATE usulan_usulan u SET tempat_diragukan = true FROM referensi_asn a
WHERE a.id_pns = u.asn_id AND NOT u.tempat_diragukan AND u.tahap NOT IN ('SELESAI', 'TMS', 'DIHAPUS')
    AND u.instansi_id NOT IN (a.instansi_kerja_id, a.instansi_induk_id)
"""


class Migration(migrations.Migration):
    dependencies = [("usulan", "0023_tempat_diragukan")]

    operations = [migrations.RunSQL(ISI, migrations.RunSQL.noop, elidable=True)]
