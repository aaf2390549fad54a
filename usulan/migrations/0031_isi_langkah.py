"""The moves that can be told of the time before moves were kept: submitted, published, ended. How long, mostly not."""

from django.db import migrations

ISI = """
INSERT INTO usulan_langkahtahap (usulan_id, layanan_id, instansi_id, kerja, dari, ke, sejak, pada)
SELECT id, layanan_id, instansi_id, 'ajukan', 'DRAF', 'DIAJUKAN', dibuat_pada, diajukan_pada
FROM usulan_usulan WHERE diajukan_pada IS NOT NULL
UNION ALL
SELECT u.id, u.layanan_id, u.instansi_id, 'terbitkan_keppres', 'KEPPRES_MAJU', 'KEPPRES_TERBIT', NULL, k.terbit_pada
FROM usulan_keppresusulan k JOIN usulan_usulan u ON u.id = k.usulan_id WHERE k.terbit_pada IS NOT NULL
UNION ALL
SELECT id, layanan_id, instansi_id, 'terima_salinan', 'KEPPRES_TERBIT', tahap, NULL, tahap_sejak
FROM usulan_usulan WHERE tahap = 'SELESAI'
UNION ALL
SELECT id, layanan_id, instansi_id, 'konfirmasi_tms', 'DIVERIFIKASI', tahap, NULL, tahap_sejak
FROM usulan_usulan WHERE tahap = 'TMS'
"""


class Migration(migrations.Migration):
    dependencies = [("usulan", "0030_indeks_putusan_terbit")]

    operations = [migrations.RunSQL(ISI, migrations.RunSQL.noop, elidable=True)]
