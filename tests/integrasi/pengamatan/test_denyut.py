"""The dead man's switch is pressed as long as all is well, and by nobody else."""

import pytest
from pytest_django import Settings

from integrasi import tasks
from integrasi.pengamatan.denyut import beri_denyut
from siapp.celery import JADWAL
from tests.integrasi.siasn.mitra import Mitra, isi
from tests.sarana import port_bebas


@pytest.mark.django_db
def test_tanpa_alamat_tidak_ada_yang_dikabari(settings: Settings) -> None:
    settings.DENYUT_URL = ""
    assert beri_denyut() is False


@pytest.mark.django_db
def test_alamat_yang_tidak_menjawab_tidak_menggagalkan_pekerja(settings: Settings) -> None:
    settings.DENYUT_URL = f"http://127.0.0.1:{port_bebas()}/denyut"
    tasks.denyut()
    assert beri_denyut() is False


@pytest.mark.django_db
def test_denyut_sampai_setiap_menit(settings: Settings, mitra: Mitra) -> None:
    mitra.jawab(isi(b"", tipe="text/plain"))
    settings.DENYUT_URL = f"{mitra.url}/denyut"
    tasks.denyut()
    assert [satu.jalur for satu in mitra.catatan] == ["/denyut"]
    assert JADWAL["denyut-luar"] == ("integrasi.tasks.denyut", 60.0)
