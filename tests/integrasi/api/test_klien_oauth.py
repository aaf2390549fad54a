"""`manage.py klien_oauth`."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from oauth2_provider.models import Application

from siapp.audit.models import Peristiwa
from tests.integrasi.api.conftest import Mitra

pytestmark = pytest.mark.django_db(transaction=True)


def jalankan(*argumen: str) -> str:
    keluaran = StringIO()
    call_command("klien_oauth", *argumen, stdout=keluaran)
    return keluaran.getvalue()


def test_klien_baru_ditampilkan_sekali_dan_dapat_dipakai() -> None:
    keluaran = jalankan("--nama", "SIASN produksi", "--scope", "status-verifikasi", "--scope", "salinan-keppres")
    id_klien, rahasia = re.findall(r": (\S{20,})", keluaran)
    mitra = Mitra(id=id_klien, rahasia=rahasia).masuk()
    assert mitra.ambil("/api/v1/salinan-keppres").status_code == 200
    assert mitra.kirim({}).status_code == 403
    peristiwa = Peristiwa.objects.get(jenis="klien.dibuat")
    assert rahasia not in str(peristiwa.data)
    klien = Application.objects.get()
    assert (klien.client_type, klien.authorization_grant_type) == ("confidential", "client-credentials")
    assert klien.client_secret != rahasia


@pytest.mark.parametrize(
    "argumen",
    [
        (),
        ("--nama", "A"),
        ("--nama", "A", "--scope", "asing"),
        ("--nama", "A", "--scope", "salinan-keppres", "asing"),
        ("--nama", "tidak ada", "--cabut"),
    ],
)
def test_permintaan_yang_salah_disebut_sebabnya(argumen: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        jalankan(*argumen)
    assert not Application.objects.exists()


def test_nama_yang_sama_tidak_dibuat_dua_kali() -> None:
    jalankan("--nama", "A", "--scope", "salinan-keppres")
    with pytest.raises(CommandError, match="sudah ada"):
        jalankan("--nama", "A", "--scope", "salinan-keppres")


def test_klien_dicabut_beserta_tokennya() -> None:
    keluaran = jalankan("--nama", "A", "--scope", "salinan-keppres")
    id_klien, rahasia = re.findall(r": (\S{20,})", keluaran)
    mitra = Mitra(id=id_klien, rahasia=rahasia).masuk()
    assert "1 token" in jalankan("--nama", "A", "--cabut")
    assert mitra.ambil("/api/v1/salinan-keppres").status_code == 401
    assert not Application.objects.exists()
    assert Peristiwa.objects.filter(jenis="klien.dicabut").count() == 1
