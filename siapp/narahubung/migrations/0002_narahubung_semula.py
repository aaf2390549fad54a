"""The contacts that stood in the code until now: the offices of Pasal 16, and whom the help page named."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SURAT = "Surat kepada Kepala Biro APP dengan nomor usulan"
SEMULA = (
    {
        "pihak": "SIAPP",
        "perihal": "INTEGRASI",
        "fungsi": "Biro Administrasi Pejabat Pemerintahan, Deputi Bidang Administrasi Aparatur",
        "alamat": "Jalan Veteran No. 17-18, Jakarta Pusat 10110",
        "telepon": "(021) 3847203",
        "surel": "biro_app@setneg.go.id",
        "terbuka": True,
    },
    {
        "pihak": "BKN",
        "perihal": "INTEGRASI",
        "fungsi": (
            "Direktorat Pengelolaan Data dan Penyajian Informasi Kepegawaian, Deputi Bidang Sistem Informasi "
            "Kepegawaian"
        ),
        "alamat": "Jalan Mayjend. Sutoyo No. 12, Cililitan, Kramat Jati, Jakarta Timur 13620",
        "telepon": "(021) 8093008 ext. 2101",
        "surel": "pdpik@bkn.go.id",
        "terbuka": True,
    },
    {"pihak": "SIAPP", "perihal": "KP", "fungsi": "Pokja KP, Biro APP", "cara": SURAT},
    {"pihak": "SIAPP", "perihal": "PEMBERHENTIAN", "fungsi": "Pokja Pensiun, Biro APP", "cara": SURAT},
    {"pihak": "SIAPP", "perihal": "JFKU", "fungsi": "Pokja JFKU, Biro APP", "cara": SURAT},
    {
        "pihak": "SIAPP",
        "perihal": "AKUN",
        "fungsi": "Administrator SIAPP, Biro APP",
        "cara": "Surat penunjukan PIC dari instansi",
        "terbuka": True,
    },
)


def isi(apps: Apps, _penyunting: BaseDatabaseSchemaEditor) -> None:
    """Write them down once; what administrators made of them since is theirs."""
    narahubung = apps.get_model("narahubung", "Narahubung")
    narahubung.objects.bulk_create(narahubung(**satu) for satu in SEMULA)


class Migration(migrations.Migration):
    dependencies = [("narahubung", "0001_awal")]

    operations = [migrations.RunPython(isi, migrations.RunPython.noop)]
