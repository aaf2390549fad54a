"""APIs 9 and 8 as they ship, against the thinnest program that does the same work in the same server.

Both serve from one process of Granian with the threads of `siapp.proses`; the product runs with all it has: token,
limits, counts, records of access, its log.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

import pytest
import requests
from django.conf import settings
from django.test import Client

from integrasi.api.klien import buat_klien
from integrasi.enums import FAKTA, Api
from integrasi.models import KejadianMasuk, UsulanSiasn
from siapp.akun.peran import Mesin
from siapp.audit.models import Akses
from siapp.proses import JenisProses, perintah
from tests import dunia as d
from tests.banding.conftest import Banding
from tests.banding.ukuran import KALI, ukuran
from tests.sarana import AKAR, SABAR, akhiri, port_bebas, tunggu

pytestmark = [pytest.mark.lambat, pytest.mark.django_db(transaction=True)]

LAMA = ukuran(0.3, 3.0)
SAMBUNGAN = 16
KAMI = "siapp.wsgi:application"
ID_USULAN = "banding"
ISI = {"id_usulan": "banding-%d", "status": "BTL", "tanggal_verifikasi": "14-03-2025", "keterangan": "Kurang."}
ALAMAT = {
    Api.NOTIFIKASI_BKN: "POST /api/v1/notifikasi-verifikasi",
    Api.STATUS_BIRO: f"GET /api/v1/usulan/{ID_USULAN}/status-verifikasi",
}


@dataclass(frozen=True)
class Tujuan:
    """Who is called, and with what (`tests.banding.beban`)."""

    port: int
    kepala: str
    isi: str
    sambungan: int = SAMBUNGAN

    def panggil(self, awal: int) -> dict[str, float]:
        """Call for a while, from a process of its own; rate and p99."""
        kata = [sys.executable, "-m", "tests.banding.beban"]
        masukan = json.dumps({**asdict(self), "awal": awal, "lama": LAMA})
        proses = subprocess.run(kata, cwd=AKAR, input=masukan, capture_output=True, text=True, check=False)
        assert proses.returncode == 0, proses.stderr
        hasil: dict[str, float] = json.loads(proses.stdout)
        return hasil


@contextmanager
def peladen(aplikasi: str) -> Iterator[int]:
    """One process of Granian that serves `aplikasi`; gives its port."""
    port = port_bebas()
    ganti = {} if aplikasi == KAMI else {KAMI: aplikasi, "siapp.peladen": "granian"}
    kata = [ganti.get(satu, satu) for satu in perintah(JenisProses.WEB, port=port, banyak=1)]
    env = {**os.environ, "SECRET_KEY": settings.SECRET_KEY, "API_LAJU_KLIEN": "1000000"}
    # The log is written as it ships, to where nobody reads it.
    proses = subprocess.Popen(kata, cwd=AKAR, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        tunggu(lambda: proses.poll() is not None or _hidup(port))
        assert proses.poll() is None
        yield port
    finally:
        akhiri(proses)


def _hidup(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/hidup", timeout=SABAR).status_code > 0
    except requests.RequestException:
        return False


def _token(api: Api) -> str:
    klien, rahasia = buat_klien("Banding", (FAKTA[api].lingkup,), oleh=Mesin.SISTEM)
    formulir = f"grant_type=client_credentials&client_id={klien.client_id}&client_secret={rahasia}"
    jawaban = Client().post("/oauth2/token", formulir, "application/x-www-form-urlencoded")
    return str(jawaban.json()["access_token"])


def _kepala(api: Api) -> str:
    umum = f"HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nAuthorization: Bearer {_token(api)}\r\n"
    return f"{ALAMAT[api]} {umum}Content-Type: application/json\r\n"


def _tercatat(api: Api) -> int:
    if api is Api.NOTIFIKASI_BKN:
        return KejadianMasuk.objects.exclude(klien="tipis").count()
    return Akses.objects.filter(mesin=Mesin.BKN, rincian__api=api).count()


@pytest.mark.parametrize(
    ("api", "laju_minimal", "p99_maksimal"),
    [(Api.NOTIFIKASI_BKN, "≥ 0.35", "≤ 3"), (Api.STATUS_BIRO, "≥ 0.22", "≤ 4")],
    ids=["API 9", "API 8"],
)
def test_api_yang_kami_layani(api: Api, laju_minimal: str, p99_maksimal: str, dunia: d.Dunia, banding: Banding) -> None:
    UsulanSiasn.objects.create(usulan=d.dikembalikan(dunia), id_usulan=ID_USULAN)
    kepala, isi = _kepala(api), json.dumps(ISI) if api is Api.NOTIFIKASI_BKN else ""
    laju, p99 = [], []
    with peladen(f"tests.banding.tipis:api{api:d}") as port_tipis, peladen(KAMI) as port_kami:
        for kali in range(KALI):
            tipis = Tujuan(port_tipis, kepala, isi).panggil(2 * kali * 10_000_000)
            kami = Tujuan(port_kami, kepala, isi).panggil((2 * kali + 1) * 10_000_000)
            laju.append(kami["laju"] / tipis["laju"])
            p99.append(kami["p99"] / tipis["p99"])
    # Each answer was preceded by what it promises.
    assert _tercatat(api) >= kami["banyak"] > 0
    banding(f"API {api:d}: laju", laju_minimal, laju)
    banding(f"API {api:d}: p99", p99_maksimal, p99)
