"""Plays BKN: moves a usulan in the simulator, and calls our APIs as BKN's machine does."""

import os
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

BATAS_DETIK = 15


class BknContoh:
    """The simulator's controls, and an OAuth2 client of ours for APIs 8 and 12.

    Arguments: none; the addresses come from the settings. Only loopback is accepted: nobody plays BKN's part at BKN.
    """

    def __init__(self) -> None:
        if urlsplit(settings.SIASN_BASE_URL).hostname not in {"127.0.0.1", "localhost", "::1"}:
            raise RuntimeError("SIASN_BASE_URL bukan simulator di komputer ini.")
        self.sesi = requests.Session()
        self._token = ""

    def _kendali(self, jalan: str, isi: dict[str, Any]) -> None:
        jawaban = self.sesi.post(f"{settings.SIASN_BASE_URL}/_sim/{jalan}", json=isi, timeout=BATAS_DETIK)
        jawaban.raise_for_status()

    def tahap(self, id_usulan: str, status_tahapan: int) -> None:
        """Move the usulan to a stage of API 7."""
        self._kendali(f"usulan/{id_usulan}/tahap", {"status_tahapan": status_tahapan, "keterangan": ""})

    def putusan(self, id_usulan: str, status: str, keterangan: str = "") -> None:
        """Give a verdict; the simulator tells us by API 9."""
        isi = {"status": status, "keterangan": keterangan, "kirim": True}
        self._kendali(f"usulan/{id_usulan}/putusan", isi)

    def pertek(self, id_usulan: str, jenis: str = "Baru") -> None:
        """Issue a Pertek or its Ralat; we fetch it by API 6."""
        self._kendali(f"usulan/{id_usulan}/pertek", {"jenis": jenis})

    def _tajuk(self) -> dict[str, str]:
        if not self._token:
            jawaban = self.sesi.post(
                f"{settings.BASE_URL}/oauth2/token",
                data={"grant_type": "client_credentials"},
                auth=(os.environ["SIAPP_OAUTH_CLIENT_ID"], os.environ["SIAPP_OAUTH_CLIENT_SECRET"]),
                timeout=BATAS_DETIK,
            )
            jawaban.raise_for_status()
            self._token = jawaban.json()["access_token"]
        return {"Authorization": f"Bearer {self._token}"}

    def tanya(self, jalan: str, **isian: str) -> Any:
        """Call one of our APIs below /api/v1/ as BKN and return its `data`."""
        jawaban = self.sesi.get(
            f"{settings.BASE_URL}/api/v1/{jalan}", params=isian, headers=self._tajuk(), timeout=BATAS_DETIK
        )
        jawaban.raise_for_status()
        return jawaban.json()["data"]

    def unduh(self, alamat: str) -> bytes:
        """Fetch a copy by its short link."""
        jawaban = self.sesi.get(alamat, headers=self._tajuk(), timeout=BATAS_DETIK)
        jawaban.raise_for_status()
        return jawaban.content
