"""Which usulan are to be compared with Data ASN for their place: the database keeps the mark (keputusan/0073).

Whoever writes, a load of Data ASN by COPY too, sets it in the transaction that writes. Nothing is marked wrongly for
good: the mark says "compare", and readers compare.
"""

from django.db import migrations, models

# The WHERE of the second and third asks for no mark that is false yet: one that `pastikan_tempat` takes away at this
# moment would not be seen, and stay away.
PASANG = """
CREATE FUNCTION usulan_ragukan_tempat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.tempat_diragukan := true;
    RETURN NEW;
END $$;
CREATE TRIGGER usulan_ragukan_tempat BEFORE INSERT OR UPDATE OF instansi_id, asn_id ON usulan_usulan FOR EACH ROW
    EXECUTE FUNCTION usulan_ragukan_tempat();

CREATE FUNCTION usulan_ragukan_orang() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE usulan_usulan SET tempat_diragukan = true WHERE asn_id = NEW.id_pns;
    RETURN NULL;
END $$;
CREATE TRIGGER usulan_ragukan_orang AFTER UPDATE OF instansi_kerja_id, instansi_induk_id, unit_kerja ON referensi_asn
    FOR EACH ROW WHEN (
        (OLD.instansi_kerja_id, OLD.instansi_induk_id, OLD.unit_kerja)
        IS DISTINCT FROM (NEW.instansi_kerja_id, NEW.instansi_induk_id, NEW.unit_kerja)
    ) EXECUTE FUNCTION usulan_ragukan_orang();

CREATE FUNCTION usulan_ragukan_penerus() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE usulan_usulan SET tempat_diragukan = true
        WHERE tahap NOT IN ('SELESAI', 'TMS', 'DIHAPUS') AND instansi_id IN (OLD.baru_id, NEW.baru_id);
    RETURN NULL;
END $$;
CREATE TRIGGER usulan_ragukan_penerus AFTER INSERT OR UPDATE OR DELETE ON usulan_penerusinstansi FOR EACH ROW
    EXECUTE FUNCTION usulan_ragukan_penerus();
"""
CABUT = """
DROP TRIGGER usulan_ragukan_penerus ON usulan_penerusinstansi;
DROP FUNCTION usulan_ragukan_penerus();
DROP TRIGGER usulan_ragukan_orang ON referensi_asn;
DROP FUNCTION usulan_ragukan_orang();
DROP TRIGGER usulan_ragukan_tempat ON usulan_usulan;
DROP FUNCTION usulan_ragukan_tempat();
"""


class Migration(migrations.Migration):
    dependencies = [("usulan", "0022_hitung_ulang_kunci_nomor"), ("referensi", "0008_sinkron_maju")]

    operations = [
        migrations.AddField(
            model_name="usulan",
            name="tempat_diragukan",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunSQL(PASANG, CABUT),
    ]
