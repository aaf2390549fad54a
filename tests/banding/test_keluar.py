"""Calls out: the product's sender against threads that post the same with `requests` and write nothing down."""

import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
import requests
from pytest_django import Settings

from integrasi.keadaan import Keadaan
from integrasi.keluar.kuras import kuras
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import Pengiriman
from tests.banding.conftest import Banding
from tests.banding.ukuran import KALI, ukuran
from tests.integrasi.keluar.pembantu import akses_pic, peristiwa
from tests.sarana import AKAR, SABAR, akhiri, port_bebas
from usulan.peristiwa import aliran_pic

pytestmark = [pytest.mark.lambat, pytest.mark.django_db(transaction=True)]

UTAS = 32
BANYAK = ukuran(64, 2_500)


class Hasil(NamedTuple):
    """Calls a second, and milliseconds of processor time a call in the process that makes them."""

    laju: float
    cpu: float


@contextmanager
def mitra(jeda: float) -> Iterator[str]:
    """A partner in its own process that answers after `jeda` seconds; gives its address."""
    port = port_bebas()
    perintah = [sys.executable, "-m", "tests.banding.mitra", str(port), str(jeda)]
    proses = subprocess.Popen(perintah, cwd=AKAR, stdout=subprocess.PIPE)
    assert proses.stdout is not None
    try:
        proses.stdout.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        akhiri(proses)
        proses.stdout.close()


def _cpu() -> float:
    terpakai = resource.getrusage(resource.RUSAGE_SELF)
    return terpakai.ru_utime + terpakai.ru_stime


def _ukur(kerja: Callable[[], object], banyak: int) -> Hasil:
    mulai, cpu = time.monotonic(), _cpu()
    kerja()
    return Hasil(banyak / (time.monotonic() - mulai), (_cpu() - cpu) / banyak * 1000)


def _tipis(url: str) -> None:
    """The thinnest sender: a session a thread, one body for all, nothing remembered."""
    isi = {"nip": "198501022010011001", "id": "pic-1", "kp": "ya", "pemberhentian": "", "jfku": ""}
    sisa, kunci = iter(range(BANYAK)), threading.Lock()

    def kerja() -> None:
        with requests.Session() as sesi:
            while True:
                with kunci:
                    if next(sisa, None) is None:
                        return
                sesi.post(f"{url}/siapp/role-pic", json=isi, timeout=SABAR).json()

    utas = [threading.Thread(target=kerja) for _ in range(UTAS)]
    for satu in utas:
        satu.start()
    for satu in utas:
        satu.join()


def _rencanakan() -> Hasil:
    """Let `BANYAK` calls be due; how fast they were planned."""
    awal = Pengiriman.objects.count()
    for nomor in range(awal, awal + BANYAK):
        peristiwa(aliran_pic(nomor), akses_pic(nomor))
    return _ukur(lambda: rencanakan_tertunda(menyeluruh=True), BANYAK)


def _kami() -> None:
    while kuras(lama=50, utas=UTAS).dikerjakan:
        pass


@pytest.mark.parametrize(("jeda", "sasaran"), [(0.1, "≥ 0.95"), (0.0, "≥ 0.85")], ids=["100 ms", "0 ms"])
def test_panggilan_kecil(jeda: float, sasaran: str, banding: Banding, settings: Settings) -> None:
    laju, cpu, rencana = [], [], []
    with mitra(jeda) as url:
        settings.SIASN_BASE_URL, settings.SIASN_TOKEN_URL, settings.SIASN_SSO_URL = url, f"{url}/token", f"{url}/token"
        for _ in range(KALI):
            rencana.append(_rencanakan())
            tipis = _ukur(lambda url=url: _tipis(url), BANYAK)
            kami = _ukur(_kami, BANYAK)
            assert not Pengiriman.objects.exclude(keadaan=Keadaan.SELESAI).exists()
            laju.append(kami.laju / tipis.laju)
            cpu.append(kami.cpu / tipis.cpu)
    nama = f"panggilan kecil, mitra {jeda * 1000:.0f} ms, {UTAS} utas"
    banding(nama, sasaran, laju)
    banding(f"{nama}: CPU per panggilan", "≤ 1.3", cpu)
    if not jeda:
        # Planning must not be what limits: events planned for one call sent.
        banding("perencanaan terhadap pengiriman", "≥ 1.5", [satu.laju / tipis.laju for satu in rencana])
