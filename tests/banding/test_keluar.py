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
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import Settings
from requests_toolbelt import MultipartEncoder

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.keluar.antrean import buka_semua_giliran
from integrasi.keluar.kuras import kuras
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import Pengiriman, UsulanSiasn
from siapp.berkas.models import Berkas
from tests.banding.conftest import Banding
from tests.banding.ukuran import KALI, ukuran
from tests.dunia import Dunia, segar
from tests.integrasi.conftest import Siasn
from tests.integrasi.keluar.pembantu import akses_pic, peristiwa
from tests.kekacauan.ladang import salin, sampai_keppres
from tests.kekacauan.test_unggahan import berkas_besar
from tests.sarana import AKAR, SABAR, akhiri, port_bebas
from usulan.models import Usulan
from usulan.peristiwa import aliran_pic

pytestmark = [pytest.mark.lambat, pytest.mark.django_db(transaction=True)]

UTAS = 32
BANYAK = ukuran(64, 2_500)
# Usulan of four documents each.
BANYAK_DOKUMEN = ukuran(4, 100)
MIB = 1024 * 1024


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


def _tipis(banyak: int, kirim: Callable[[requests.Session], requests.Response]) -> None:
    """The thinnest sender: a session a thread, nothing looked up and nothing remembered."""
    sisa, kunci = iter(range(banyak)), threading.Lock()

    def kerja() -> None:
        with requests.Session() as sesi:
            while True:
                with kunci:
                    if next(sisa, None) is None:
                        return
                kirim(sesi).json()

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


def _kirim_kecil(url: str) -> Callable[[requests.Session], requests.Response]:
    isi = {"nip": "198501022010011001", "id": "pic-1", "kp": "ya", "pemberhentian": "", "jfku": ""}
    return lambda sesi: sesi.post(f"{url}/siapp/role-pic", json=isi, timeout=SABAR)


def _kirim_dokumen(url: str, berkas: Berkas) -> Callable[[requests.Session], requests.Response]:
    def kirim(sesi: requests.Session) -> requests.Response:
        with default_storage.open(berkas.kunci, "rb") as isi:
            badan = MultipartEncoder({"id_usulan": "x", "id_ref_dokumen": "1", "file": ("a.pdf", isi, berkas.jenis)})
            kepala = {"Content-Type": badan.content_type}
            return sesi.post(f"{url}/siapp/usulan/dokumen", data=badan, headers=kepala, timeout=SABAR)

    return kirim


def _tanam_dokumen(induk: Usulan, berkas: Berkas, awal: int) -> int:
    """Let documents be due, nothing else: API 3 was answered, what follows is called off. Returns how many."""
    baru = [salin(segar(induk), awal + nomor, berkas) for nomor in range(BANYAK_DOKUMEN)]
    rencanakan_tertunda(menyeluruh=True)
    milik = Pengiriman.objects.filter(usulan__in=baru)
    milik.filter(api=Api.USULAN).update(keadaan=Keadaan.SELESAI, selesai_pada=timezone.now())
    Pengiriman.objects.exclude(api__in=(Api.USULAN, Api.DOKUMEN)).update(keadaan=Keadaan.BATAL)
    UsulanSiasn.objects.bulk_create(UsulanSiasn(usulan_id=satu, id_usulan=f"banding-{satu}") for satu in baru)
    buka_semua_giliran()
    return milik.filter(api=Api.DOKUMEN).count()


@contextmanager
def _menuju(settings: Settings, jeda: float) -> Iterator[str]:
    with mitra(jeda) as url:
        settings.SIASN_BASE_URL, settings.SIASN_TOKEN_URL, settings.SIASN_SSO_URL = url, f"{url}/token", f"{url}/token"
        yield url


def _kami() -> None:
    while kuras(lama=50, utas=UTAS).dikerjakan:
        pass


@pytest.mark.parametrize(("jeda", "sasaran"), [(0.1, "≥ 0.95"), (0.0, "≥ 0.85")], ids=["100 ms", "0 ms"])
def test_panggilan_kecil(jeda: float, sasaran: str, banding: Banding, settings: Settings) -> None:
    laju, cpu, rencana = [], [], []
    with _menuju(settings, jeda) as url:
        for _ in range(KALI):
            rencana.append(_rencanakan())
            tipis = _ukur(lambda url=url: _tipis(BANYAK, _kirim_kecil(url)), BANYAK)
            kami = _ukur(_kami, BANYAK)
            assert not Pengiriman.objects.exclude(keadaan=Keadaan.SELESAI).exists()
            laju.append(kami.laju / tipis.laju)
            cpu.append(kami.cpu / tipis.cpu)
    nama = f"panggilan kecil, mitra {jeda * 1000:.0f} ms, {UTAS} utas"
    banding(nama, sasaran, laju)
    banding(f"{nama}: CPU per panggilan", "≤ 1.3", cpu)
    if not jeda:
        # Planning must not be what limits: calls planned for one that the thinnest sender makes.
        banding("perencanaan terhadap pengiriman", "≥ 1", [satu.laju / tipis.laju for satu in rencana])


@pytest.mark.parametrize("jeda", [0.1, 0.0], ids=["100 ms", "0 ms"])
def test_dokumen(jeda: float, banding: Banding, siasn: Siasn, selaras: Dunia, settings: Settings) -> None:
    settings.BERKAS_KUOTA_PENGGUNA = 10**12
    induk, berkas = segar(sampai_keppres(selaras)), berkas_besar(selaras, 1, MIB)
    with _menuju(settings, jeda) as url:
        laju = []
        for kali in range(KALI):
            banyak = _tanam_dokumen(induk, berkas, 1 + kali * BANYAK_DOKUMEN)
            tipis = _ukur(lambda url=url, n=banyak: _tipis(n, _kirim_dokumen(url, berkas)), banyak)
            kami = _ukur(_kami, banyak)
            assert not Pengiriman.objects.filter(api=Api.DOKUMEN).exclude(keadaan=Keadaan.SELESAI).exists()
            laju.append(kami.laju / tipis.laju)
    default_storage.delete(berkas.kunci)
    banding(f"dokumen 1 MiB, mitra {jeda * 1000:.0f} ms, {UTAS} utas", "≥ 0.95", laju)
