"""Calls SIAPP's API 9 with BKN's own OAuth2 client, in the background, until it is taken or refused for good."""

from __future__ import annotations

import asyncio
import time
from typing import Any, NamedTuple

import requests

from integrasi.peragaan.simulator.keadaan import Baris, Keadaan
from integrasi.peragaan.simulator.setelan import Setelan

BATAS_WAKTU = (3.05, 20)
JEDA = (1, 2, 4, 8, 15, 30, 60, 60, 120, 120)
"""Seconds between tries; after the last the verdict waits for a press of "Kirim ulang"."""
SEMENTARA = frozenset({401, 408, 425, 429, 500, 502, 503, 504})


class Hasil(NamedTuple):
    """Outcome of one try: `kode` is the HTTP status, None when no answer came."""

    selesai: bool
    kode: int | None
    jawaban: str


class PengirimNotifikasi:
    """Sends verdicts one after the other, in the order they were given."""

    def __init__(self, keadaan: Keadaan, setelan: Setelan) -> None:
        self._k = keadaan
        self._setelan = setelan
        self._sesi = requests.Session()
        self._token = ""
        self._habis = 0.0

    def _ambil_token(self) -> str:
        if time.time() < self._habis:
            return self._token
        jawaban = self._sesi.post(
            f"{self._setelan.siapp_url}/oauth2/token",
            data={"grant_type": "client_credentials"},
            auth=(self._setelan.siapp_client_id, self._setelan.siapp_client_secret),
            timeout=BATAS_WAKTU,
            allow_redirects=False,
        )
        jawaban.raise_for_status()
        isi = jawaban.json()
        self._token = isi["access_token"]
        self._habis = time.time() + max(0, int(isi.get("expires_in", 60)) - 30)
        return self._token

    def coba(self, isi: dict[str, Any]) -> Hasil:
        """One try, blocking; runs in a thread."""
        try:
            jawaban = self._sesi.post(
                f"{self._setelan.siapp_url}/api/v1/notifikasi-verifikasi",
                json=isi,
                headers={"Authorization": f"Bearer {self._ambil_token()}"},
                timeout=BATAS_WAKTU,
                allow_redirects=False,
            )
        except (requests.RequestException, KeyError, ValueError) as galat:
            return Hasil(False, None, f"{type(galat).__name__}: SIAPP tidak menjawab atau menolak token")
        if jawaban.status_code == 401:
            self._habis = 0.0
        return Hasil(jawaban.status_code not in SEMENTARA, jawaban.status_code, jawaban.text[:500])

    def _catat(self, baris: Baris, hasil: Hasil) -> None:
        percobaan = baris["percobaan"] + 1
        if hasil.selesai:
            kiriman = "terkirim" if hasil.kode is not None and hasil.kode < 300 else "ditolak"
        else:
            kiriman = "menunggu" if percobaan < len(JEDA) else "gagal"
        lagi = time.time() + JEDA[min(percobaan, len(JEDA)) - 1]
        self._k.ubah(
            "UPDATE putusan SET kiriman = ?, kode = ?, jawaban = ?, percobaan = ?, lagi = ? WHERE id = ?",
            kiriman,
            hasil.kode,
            hasil.jawaban,
            percobaan,
            lagi,
            baris["id"],
        )

    def kirim_ulang(self, nomor: int) -> None:
        """Line a verdict up again, from its first try."""
        self._k.ubah("UPDATE putusan SET kiriman = 'menunggu', percobaan = 0, lagi = 0 WHERE id = ?", nomor)

    async def satu_langkah(self) -> bool:
        """Send the oldest due verdict, if there is one."""
        baris = self._k.mungkin(
            "SELECT * FROM putusan WHERE kiriman = 'menunggu' AND lagi <= ? ORDER BY id LIMIT 1", time.time()
        )
        if baris is None:
            return False
        kolom = ("id_usulan", "status", "tanggal_verifikasi", "keterangan")
        hasil = await asyncio.to_thread(self.coba, {n: baris[n] for n in kolom})
        self._catat(baris, hasil)
        return True

    async def jalankan(self) -> None:
        """Send forever; without an address of SIAPP there is nobody to send to."""
        while self._setelan.siapp_url:
            if not await self.satu_langkah():
                await asyncio.sleep(0.5)
