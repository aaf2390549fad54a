"""The helper of `make run`: Django is loaded there, and goes with it."""

import os
import subprocess
import sys

import psutil
import pytest

from siapp.lokal.galat import GagalMulai
from siapp.lokal.pembantu import Pembantu
from tests.sarana import AKAR, tunggu

INDUK = """
import os, time
from siapp.lokal.pembantu import Pembantu
with Pembantu() as pembantu:
    print(pembantu.minta(os.getpid), flush=True)
    {lalu}
"""


def _gagal(kalimat: str) -> None:
    raise GagalMulai(kalimat)


def _mati() -> None:
    os._exit(9)


def test_pekerjaan_dilakukan_di_proses_lain_dan_galatnya_sampai() -> None:
    with Pembantu() as pembantu:
        nomor = pembantu.minta(os.getpid)
        assert nomor != os.getpid()
        with pytest.raises(GagalMulai, match="skema"):
            pembantu.minta(_gagal, "skema tidak cocok")
        assert pembantu.minta(os.getpid) == nomor, "an error ends nothing"
    assert not psutil.pid_exists(nomor)
    pembantu.selesai()


def test_pembantu_yang_mati_dikatakan() -> None:
    with Pembantu() as pembantu, pytest.raises(GagalMulai, match="berhenti sendiri"):
        pembantu.minta(_mati)


@pytest.mark.parametrize("lalu", ["time.sleep(600)", "pembantu.minta(time.sleep, 600)"])
def test_pembantu_ikut_mati_dengan_pengawas(lalu: str) -> None:
    kata = [sys.executable, "-c", INDUK.format(lalu=lalu)]
    with subprocess.Popen(kata, cwd=AKAR, stdout=subprocess.PIPE, text=True) as induk:
        assert induk.stdout is not None
        nomor = int(induk.stdout.readline())
        induk.kill()
        induk.wait()
        tunggu(lambda: not psutil.pid_exists(nomor) or psutil.Process(nomor).status() == psutil.STATUS_ZOMBIE)


def test_yang_mengawasi_tidak_memuat_django() -> None:
    kode = "import siapp.lokal.jalan, django.apps; print(django.apps.apps.ready, len(django.apps.apps.app_configs))"
    jawab = subprocess.run([sys.executable, "-c", kode], cwd=AKAR, capture_output=True, text=True, check=True)
    assert jawab.stdout.split() == ["False", "0"]
