"""No usulan is published unless its Keppres rests on the Pertek in force and nothing holds it: the last line of defence.

Actions refuse first, with a sentence. Whoever gets here past them is a fault of the program and must be loud.
"""

from django.db import migrations

PASANG = """
CREATE FUNCTION usulan_check_terbit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM usulan_tahanan t WHERE t.usulan_id = NEW.id AND t.selesai_pada IS NULL)
        OR NOT EXISTS (
            SELECT 1 FROM usulan_keppresusulan k JOIN usulan_pertek p ON p.id = k.pertek_id
            WHERE k.usulan_id = NEW.id AND p.usulan_id = NEW.id AND p.keadaan = 'BERLAKU'
        )
    THEN
        RAISE EXCEPTION 'a Keppres rests on a Pertek in force' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'usulan_terbit_butuh_pertek_berlaku', TABLE = 'usulan_usulan';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER usulan_terbit_butuh_pertek BEFORE UPDATE OF tahap ON usulan_usulan FOR EACH ROW
    WHEN (NEW.tahap = 'KEPPRES_TERBIT' AND OLD.tahap IS DISTINCT FROM NEW.tahap)
    EXECUTE FUNCTION usulan_check_terbit();
"""
CABUT = "DROP TRIGGER usulan_terbit_butuh_pertek ON usulan_usulan; DROP FUNCTION usulan_check_terbit();"


class Migration(migrations.Migration):
    dependencies = [("usulan", "0007_isi_keadaan_pertek")]

    operations = [migrations.RunSQL(PASANG, CABUT)]
