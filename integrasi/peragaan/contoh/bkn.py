"""Plays BKN: moves a usulan in the simulator, and calls our APIs as BKN's machine does."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

from integrasi.peragaan.contoh.tunggu import tunggu
from integrasi.peragaan.klien_contoh import kredensial
from integrasi.siasn.konfigurasi import mesin_ini

# Seconds of one attempt; who does not answer in that time is asked again.
BATAS_DETIK = 15
SIBUK = {502, 503, 504}


class BknContoh:
    """The simulator's controls, and an OAuth2 client of ours for APIs 8 and 12.

    Arguments: `simulator`, whether SIASN is our simulator; the addresses come from the settings. Its buttons are
    pressed on loopback only: nobody plays BKN's part at BKN. At another test system its own people act, and who walks
    the road waits for them. Every method may be repeated: what BKN has done already is not done again.
    """

    def __init__(self, *, simulator: bool = True) -> None:
        if simulator and not mesin_ini(urlsplit(settings.SIASN_BASE_URL).hostname or ""):
            raise RuntimeError("SIASN_BASE_URL bukan simulator di komputer ini.")
        self.simulator = simulator
        self.sesi = requests.Session()
        self._token = ""

    def lihat(self, id_usulan: str) -> dict[str, Any]:
        """Return what the simulator knows of the usulan: `putusan`, `pertek` and more."""
        alamat = f"{settings.SIASN_BASE_URL}/_sim/usulan/{id_usulan}"
        isi: dict[str, Any] = _jawaban("jawaban simulator SIASN", lambda: self._minta("GET", alamat)).json()
        return isi

    def _suruh(self, id_usulan: str, jalan: str, isi: dict[str, Any]) -> None:
        """Press a button of the simulator, unless an attempt whose answer got lost has pressed it."""
        banyak = len(self.lihat(id_usulan)[jalan])
        alamat = f"{settings.SIASN_BASE_URL}/_sim/usulan/{id_usulan}/{jalan}"

        def tekan() -> requests.Response:
            if len((lihat := self._minta("GET", alamat.rpartition("/")[0])).json()[jalan]) > banyak:
                return lihat
            return self._minta("POST", alamat, json=isi)

        _jawaban("jawaban simulator SIASN", tekan)

    def putusan(self, id_usulan: str, status: str, keterangan: str = "") -> None:
        """Give a verdict; the simulator tells us by API 9."""
        if self.simulator:
            self._suruh(id_usulan, "putusan", {"status": status, "keterangan": keterangan, "kirim": True})

    def pertek(self, id_usulan: str, jenis: str = "Baru") -> None:
        """Issue a Pertek or its Ralat; we fetch it by API 6."""
        if self.simulator:
            self._suruh(id_usulan, "pertek", {"jenis": jenis})

    def _minta(self, cara: str, alamat: str, **isi: Any) -> requests.Response:
        return self.sesi.request(cara, alamat, timeout=BATAS_DETIK, **isi)

    def _tajuk(self) -> dict[str, str]:
        if not self._token:
            isi = {"grant_type": "client_credentials"}
            alamat = f"{settings.BASE_URL}/oauth2/token"
            jawaban = _jawaban("token dari SIAPP", lambda: self._minta("POST", alamat, data=isi, auth=kredensial()))
            self._token = jawaban.json()["access_token"]
        return {"Authorization": f"Bearer {self._token}"}

    def tanya(self, jalan: str, **isian: str) -> Any:
        """Call one of our APIs below /api/v1/ as BKN and return its `data`."""
        alamat, tajuk = f"{settings.BASE_URL}/api/v1/{jalan}", self._tajuk()
        jawaban = _jawaban("jawaban API SIAPP", lambda: self._minta("GET", alamat, params=isian, headers=tajuk))
        return jawaban.json()["data"]

    def unduh(self, alamat: str) -> bytes:
        """Fetch a copy by its short link."""
        tajuk = self._tajuk()
        return _jawaban("salinan dari SIAPP", lambda: self._minta("GET", alamat, headers=tajuk)).content


def _jawaban(apa: str, minta: Callable[[], requests.Response]) -> requests.Response:
    """Ask until somebody answers. Raises requests.HTTPError when the answer is a refusal."""
    diterima: list[requests.Response] = []

    def dijawab() -> bool:
        try:
            jawaban = minta()
        except (requests.ConnectionError, requests.Timeout):
            return False
        if jawaban.status_code in SIBUK:
            return False
        diterima.append(jawaban)
        return True

    tunggu(apa, dijawab)
    diterima[0].raise_for_status()
    return diterima[0]
