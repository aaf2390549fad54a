"""The one way every data call takes: count, read, fault, tokens, effect, fault, journal."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from integrasi.peragaan.simulator.amplop import jawab_json, nihil, tolak
from integrasi.peragaan.simulator.gangguan import (
    SEBELUM,
    SESUDAH,
    Gangguan,
    GangguanTidakDikenal,
    PapanGangguan,
    terjadi,
)
from integrasi.peragaan.simulator.keadaan import Keadaan
from integrasi.peragaan.simulator.masuk import Penjaga
from integrasi.peragaan.simulator.mode import MODE_BAWAAN
from integrasi.peragaan.simulator.periksa import Ditolak, TidakAda
from integrasi.peragaan.simulator.tulis import hapus_peran, laksanakan
from integrasi.peragaan.simulator.unggah import terima_multipart

Endpoint = Callable[[Request], Awaitable[Response]]
Pembaca = Callable[[Keadaan, Request], Response]
Efek = Callable[[], Response]


class Titik(NamedTuple):
    """One endpoint: `bentuk` (key of the shape table, its part before "/" is the API's number) and its rules."""

    bentuk: str
    siapkan: Callable[[Request], Awaitable[Efek]]
    perlu_sso: bool = True

    @property
    def api(self) -> str:
        """The API's number as text."""
        return self.bentuk.partition("/")[0]


async def _json(permintaan: Request) -> dict[str, Any]:
    try:
        isi = json.loads(await permintaan.body())
    except ValueError as galat:
        raise Ditolak("body", "bukan JSON") from galat
    if not isinstance(isi, dict):
        raise Ditolak("body", "harus objek JSON")
    return isi


class Layanan:
    """Builds the endpoints; holds what they share."""

    def __init__(self, keadaan: Keadaan, penjaga: Penjaga, papan: PapanGangguan) -> None:
        self._k = keadaan
        self._penjaga = penjaga
        self._papan = papan

    # --- kinds of endpoints ---------------------------------------------------------------------------------------

    def membaca(self, bentuk: str, baca: Pembaca, *, perlu_sso: bool = True) -> Endpoint:
        """A reading endpoint."""

        async def siapkan(permintaan: Request) -> Efek:
            return lambda: baca(self._k, permintaan)

        return self._endpoint(Titik(bentuk, siapkan, perlu_sso))

    def menulis(self, api: str) -> Endpoint:
        """A writing endpoint with a JSON body: APIs 2, 3, 5, 10, 11."""

        async def siapkan(permintaan: Request) -> Efek:
            muatan = await _json(permintaan)
            return lambda: self._laksanakan(api, muatan, permintaan)

        return self._endpoint(Titik(api, siapkan))

    def mengunggah(self) -> Endpoint:
        """API 4: multipart, streamed to disk before the effect."""

        async def siapkan(permintaan: Request) -> Efek:
            kiriman = await terima_multipart(permintaan, self._k.folder)
            muatan: dict[str, Any] = {
                **kiriman.kolom,
                "sha256": kiriman.sha256,
                "ukuran": kiriman.ukuran,
                "berkas": kiriman.berkas.name if kiriman.berkas else "",
                "nama_berkas": kiriman.nama_berkas,
            }

            def efek() -> Response:
                if kiriman.ukuran == 0:
                    raise Ditolak("file", "berkas wajib ada dan berisi")
                return self._laksanakan("4", muatan, permintaan)

            permintaan.state.buang = lambda: self._buang(muatan["berkas"])
            return efek

        return self._endpoint(Titik("4", siapkan))

    def menghapus_peran(self) -> Endpoint:
        """API 2, DELETE."""

        async def siapkan(permintaan: Request) -> Efek:
            return lambda: self._dalam_transaksi(lambda: hapus_peran(self._k, permintaan.path_params["id"]))

        return self._endpoint(Titik("2", siapkan))

    # --- the way --------------------------------------------------------------------------------------------------

    def _endpoint(self, titik: Titik) -> Endpoint:
        async def layani(permintaan: Request) -> Response:
            mulai = time.perf_counter()
            self._k.hitung(titik.api, "tiba")
            try:
                gangguan = self._papan.pilih(titik.bentuk, permintaan.headers.get("x-sim-gangguan"))
            except GangguanTidakDikenal as galat:
                return jawab_json({"message": str(galat)}, 400)
            jawaban = await self._jalani(titik, permintaan, gangguan)
            ms = (time.perf_counter() - mulai) * 1000
            nama = gangguan.nama if gangguan else ""
            self._k.catat_panggilan(titik.api, permintaan.method, titik.bentuk, jawaban.status_code, nama, ms)
            return jawaban

        return layani

    async def _jalani(self, titik: Titik, permintaan: Request, gangguan: Gangguan | None) -> Response:
        try:
            siap = await titik.siapkan(permintaan)
        except Ditolak as galat:
            siap = _menolak(galat)
        except ClientDisconnect:
            self._k.hitung(titik.api, "terputus")
            return Response(status_code=499)
        if gangguan:
            self._k.hitung(titik.api, f"gangguan:{gangguan.nama}")
        jawaban = await terjadi(gangguan, SEBELUM)
        if jawaban is None:
            jawaban = self._penjaga.periksa(permintaan, titik.perlu_sso) or self._efek(titik, siap)
            jawaban = await terjadi(gangguan, SESUDAH, jawaban) or jawaban
        if hasattr(permintaan.state, "buang"):
            permintaan.state.buang()
        return jawaban

    def _efek(self, titik: Titik, efek: Efek) -> Response:
        """The effect, with refusals turned into answers and counted."""
        try:
            return efek()
        except (Ditolak, TidakAda) as galat:
            self._k.hitung(titik.api, "ditolak")
            if galat.tak_urut:
                self._k.hitung(titik.api, "tak_urut")
            return tolak(titik.bentuk, str(galat), galat.kolom) if isinstance(galat, Ditolak) else nihil(titik.bentuk)

    def _laksanakan(self, api: str, muatan: dict[str, Any], permintaan: Request) -> Response:
        kunci = permintaan.headers.get("idempotency-key", "")
        mode = self._k.setelan("mode_ganda", MODE_BAWAAN)
        return self._dalam_transaksi(lambda: laksanakan(self._k, api, muatan, kunci, mode))

    def _dalam_transaksi(self, efek: Efek) -> Response:
        with self._k.transaksi():
            return efek()

    def _buang(self, berkas: str) -> None:
        """Remove a received file that no document row keeps (refused call, repeated call)."""
        if berkas and self._k.mungkin("SELECT 1 FROM dokumen WHERE berkas = ?", berkas) is None:
            (self._k.folder / berkas).unlink(missing_ok=True)


def _menolak(galat: Ditolak) -> Efek:
    def efek() -> Response:
        raise galat

    return efek
