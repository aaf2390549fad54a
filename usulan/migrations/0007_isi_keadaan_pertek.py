"""Say of each known Pertek in which state it is, and make a row of each hold that was a text."""

from django.db import migrations

KEADAAN = """
UPDATE usulan_pertek p
SET sidik = b.sha256,
    keadaan = CASE
        WHEN NOT p.berlaku THEN 'DIGANTIKAN'
        WHEN b.keadaan = 'DITOLAK' THEN 'BERKAS_DITOLAK'
        WHEN b.keadaan = 'DIPERIKSA' THEN 'DIPERIKSA'
        WHEN p.nomor = '' OR p.tanggal IS NULL THEN 'DITUNGGU'
        ELSE 'BERLAKU'
    END
FROM berkas_berkas b WHERE b.id = p.berkas_id
"""
TANPA_BERKAS = "UPDATE usulan_pertek SET keadaan = 'DIGANTIKAN' WHERE berkas_id IS NULL AND NOT berlaku"
TAHANAN = """
INSERT INTO usulan_tahanan (usulan_id, sebab, keterangan, tanggal, sejak, cara)
SELECT id,
    CASE
        WHEN ditahan LIKE 'BKN mengubah%' THEN 'PUTUSAN'
        WHEN ditahan LIKE 'BKN membuka%' THEN 'TAHAP'
        ELSE 'RALAT'
    END,
    ditahan, diubah_pada::date, diubah_pada, ''
FROM usulan_usulan WHERE ditahan <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("usulan", "0006_pertek_dan_tahanan")]

    operations = [
        migrations.RunSQL(KEADAAN, migrations.RunSQL.noop),
        migrations.RunSQL(TANPA_BERKAS, migrations.RunSQL.noop),
        migrations.RunSQL(TAHANAN, "DELETE FROM usulan_tahanan"),
    ]
