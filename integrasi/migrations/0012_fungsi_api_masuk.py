"""What APIs 8 and 9 ask of the database, as functions: a session plans them once, not at each call (keputusan/0072).

They run with the rights of who calls. Code before them does not call them; code that does is not served before them
(`siapp.web.kesiapan`). One of them that must say something else gets a new name, so that old code keeps its own.
"""

from django.db import migrations

STATUS_BIRO = """
CREATE FUNCTION integrasi_status_biro(
    dicari text, klien text,
    OUT id_usulan text, OUT status text, OUT tanggal date, OUT keterangan text, OUT nomor_keppres text
) LANGUAGE plpgsql AS $$
DECLARE usulan uuid;
BEGIN
    SELECT s.usulan_id, s.id_usulan, p.status, p.tanggal, p.keterangan,
           (SELECT k.nomor FROM usulan_keppresusulan b JOIN usulan_keppres k ON k.id = b.keppres_id
            WHERE b.usulan_id = s.usulan_id AND k.keadaan = 'TERBIT')
    INTO usulan, id_usulan, status, tanggal, keterangan, nomor_keppres
    FROM integrasi_usulansiasn s LEFT JOIN LATERAL (
        SELECT u.status, u.tanggal, u.keterangan FROM usulan_putusan u
        WHERE u.usulan_id = s.usulan_id AND u.lembaga = 'BIRO_APP' AND u.terbit_pada IS NOT NULL
        ORDER BY u.putaran DESC, u.terbit_pada DESC LIMIT 1
    ) p ON true
    WHERE upper(s.id_usulan) = upper(dicari)
      AND (SELECT t.tahap FROM usulan_usulan t WHERE t.id = s.usulan_id) <> 'DIHAPUS';
    IF FOUND THEN
        INSERT INTO audit_akses (waktu, mesin, tindakan, objek, rincian)
        VALUES (now(), 'BKN', 'LIHAT', 'usulan:' || usulan, jsonb_build_object('klien', klien, 'api', 8));
    END IF;
END $$
"""
# Gives the key of the round, and whether the notice is new: not one of this key before it.
SIMPAN_KEJADIAN = """
CREATE FUNCTION integrasi_simpan_kejadian(
    p_id uuid, INOUT p_kunci text, p_id_usulan text, p_status text, p_tanggal date, p_keterangan text, p_mentah text,
    p_klien text, p_kini timestamptz, p_keadaan text, p_zona text, OUT p_baru boolean
) LANGUAGE plpgsql AS $$
DECLARE teken uuid;
BEGIN
    SELECT p.id INTO teken
    FROM integrasi_pengiriman p JOIN integrasi_usulansiasn s ON s.usulan_id = p.usulan_id
    WHERE upper(s.id_usulan) = upper(p_id_usulan) AND p.api = 5
      AND p.muatan ->> 'jenis_usulan' = 'Perbaikan' AND p.keadaan <> 'BATAL'
      AND (p.keadaan = 'SELESAI' OR p.tidak_pasti_sejak IS NOT NULL)
      AND (coalesce(p.selesai_pada, p.tidak_pasti_sejak) AT TIME ZONE p_zona)::date <= p_tanggal
    ORDER BY p.gelombang DESC LIMIT 1;
    IF FOUND THEN
        p_kunci := encode(sha256(convert_to(p_kunci || teken, 'UTF8')), 'hex');
    END IF;
    INSERT INTO integrasi_kejadianmasuk
        (id, kunci, id_usulan, status, tanggal, keterangan, mentah, klien, diterima_pada, keadaan, catatan,
         percobaan_ke, jatuh_tempo)
    VALUES (p_id, p_kunci, p_id_usulan, p_status, p_tanggal, p_keterangan, p_mentah, p_klien, p_kini, p_keadaan, '',
            0, p_kini)
    ON CONFLICT (kunci) DO NOTHING;
    p_baru := FOUND;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_indeks_jejak"),
        ("integrasi", "0011_pantauan_sejauh_halamannya"),
        ("usulan", "0022_hitung_ulang_kunci_nomor"),
    ]

    operations = [
        migrations.RunSQL(STATUS_BIRO, "DROP FUNCTION integrasi_status_biro(text, text)"),
        migrations.RunSQL(
            SIMPAN_KEJADIAN,
            "DROP FUNCTION integrasi_simpan_kejadian"
            "(uuid, text, text, text, date, text, text, text, timestamptz, text, text)",
        ),
    ]
