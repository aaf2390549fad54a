"""`/_sim/…`: the same actions and readings as the page, as JSON, for tests and scripts. No tokens here."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from integrasi.peragaan.simulator import bkn, ubahan, ubahan_pertek
from integrasi.peragaan.simulator.amplop import jawab_json
from integrasi.peragaan.simulator.gangguan import BAWAAN, GangguanTidakDikenal, PapanGangguan
from integrasi.peragaan.simulator.keadaan import Baris, Keadaan
from integrasi.peragaan.simulator.masuk import Penjaga
from integrasi.peragaan.simulator.mode import MODE_BAWAAN, janji
from integrasi.peragaan.simulator.notifikasi import PengirimNotifikasi
from integrasi.peragaan.simulator.periksa import Ditolak, TidakAda

NOL = {"tiba": 0, "efek": 0, "ulangan": 0, "ganda": 0, "tak_urut": 0, "susulan": 0, "ditolak": 0}
"""Counters that every API shows even when they never moved: calls arrived, effects made, repeated calls
that were recognised, effects made twice, calls that came before what they rest on, documents after the signature of
their round, refusals."""
ANAK = ("dokumen", "approval", "biro", "salinan", "pertek", "putusan", "riwayat")


class Bersama(NamedTuple):
    """What the JSON door and the page share."""

    keadaan: Keadaan
    penjaga: Penjaga
    papan: PapanGangguan
    pengirim: PengirimNotifikasi


def hitungan(k: Keadaan) -> dict[str, dict[str, Any]]:
    """API number → its counters; faults that struck are under `gangguan`."""
    hasil: dict[str, dict[str, Any]] = {}
    for baris in k.semua("SELECT * FROM hitungan"):
        milik = hasil.setdefault(baris["api"], {**NOL, "gangguan": {}})
        nama = baris["nama"]
        if nama.startswith("gangguan:"):
            milik["gangguan"][nama.removeprefix("gangguan:")] = baris["nilai"]
        else:
            milik[nama] = baris["nilai"]
    return hasil


def rinci_usulan(k: Keadaan, usulan: Baris) -> dict[str, Any]:
    """One usulan with all that hangs on it."""
    isi = dict(usulan)
    isi["data_usulan"] = json.loads(isi["data_usulan"])
    for tabel in ANAK:
        sql = f"SELECT * FROM {tabel} WHERE id_usulan = ? ORDER BY id"  # noqa: S608  (names from `ANAK`)
        isi[tabel] = [dict(b) for b in k.semua(sql, usulan["id"])]
    return isi


async def _isi(permintaan: Request) -> dict[str, Any]:
    badan = await permintaan.body()
    try:
        isi = json.loads(badan) if badan else {}
    except ValueError as galat:
        raise Ditolak("body", "bukan JSON") from galat
    if not isinstance(isi, dict):
        raise Ditolak("body", "harus objek JSON")
    return isi


def _pintu(tangani: Callable[[Request], Awaitable[Any]]) -> Callable[[Request], Awaitable[Response]]:
    """Turn refusals into plain JSON answers."""

    async def endpoint(permintaan: Request) -> Response:
        try:
            return jawab_json(await tangani(permintaan))
        except TidakAda:
            return jawab_json({"galat": "tidak ada"}, 404)
        except (Ditolak, GangguanTidakDikenal, KeyError, ValueError, TypeError) as galat:
            return jawab_json({"galat": str(galat)}, 400)

    return endpoint


class PintuSim:
    """The handlers behind `/_sim/…`."""

    def __init__(self, bersama: Bersama) -> None:
        self._b = bersama
        self._k = bersama.keadaan

    async def sehat(self, _permintaan: Request) -> Any:
        """Alive, and how much is remembered."""
        jumlah = self._k.satu("SELECT count(*) AS n FROM usulan")["n"]
        return {"status": "sehat", "usulan": jumlah, "mode_ganda": self._k.setelan("mode_ganda", MODE_BAWAAN)}

    async def hitungan(self, _permintaan: Request) -> Any:
        """Counters of every API."""
        return hitungan(self._k)

    async def panggilan(self, _permintaan: Request) -> Any:
        """The journal of the last calls, newest first."""
        return [dict(b) for b in self._k.semua("SELECT * FROM panggilan ORDER BY id DESC LIMIT 500")]

    async def hapus(self, _permintaan: Request) -> Any:
        """Forget all that arrived."""
        self._k.hapus()
        return {"hapus": True}

    async def daftar_usulan(self, permintaan: Request) -> Any:
        """All usulan with everything, or those of one `referensi_siapp`; `limit` and `offset` page them."""
        acuan = permintaan.query_params.get("referensi_siapp", "")
        limit, offset = (int(permintaan.query_params.get(n, b)) for n, b in (("limit", "100000"), ("offset", "0")))
        baris = self._k.semua(
            "SELECT * FROM usulan WHERE ? IN ('', referensi_siapp) ORDER BY rowid LIMIT ? OFFSET ?",
            acuan,
            limit,
            offset,
        )
        return [rinci_usulan(self._k, b) for b in baris]

    async def satu_usulan(self, permintaan: Request) -> Any:
        """One usulan with everything."""
        usulan = self._k.usulan(permintaan.path_params["id"])
        if usulan is None:
            raise TidakAda
        return rinci_usulan(self._k, usulan)

    async def tahap(self, permintaan: Request) -> Any:
        """Body: status_tahapan, keterangan?"""
        isi = await _isi(permintaan)
        kunci = permintaan.path_params["id"]
        bkn.pindahkan(self._k, kunci, int(isi["status_tahapan"]), str(isi.get("keterangan") or ""))
        return await self.satu_usulan(permintaan)

    async def putusan(self, permintaan: Request) -> Any:
        """Body: status, keterangan?, tanggal? (DD-MM-YYYY), kirim? (default true)."""
        isi = await _isi(permintaan)
        nomor = bkn.putuskan(
            self._k,
            permintaan.path_params["id"],
            str(isi.get("status")),
            str(isi.get("keterangan") or ""),
            str(isi.get("tanggal") or ""),
            kirim=bool(isi.get("kirim", True)),
        )
        return dict(self._k.satu("SELECT * FROM putusan WHERE id = ?", nomor))

    async def pertek(self, permintaan: Request) -> Any:
        """Body: jenis? (Baru, Perbaikan), nomor?, tanggal?, rusak?"""
        isi = await _isi(permintaan)
        jenis, nomor, hari = (str(isi.get(n) or b) for n, b in (("jenis", "Baru"), ("nomor", ""), ("tanggal", "")))
        rusak = bool(isi.get("rusak"))
        return {"nomor_pertek": bkn.terbitkan(self._k, permintaan.path_params["id"], jenis, nomor, hari, rusak=rusak)}

    async def sakelar_pertek(self, permintaan: Request) -> Any:
        """Body: hilang?, tanpa_nomor?, tanpa_berkas? [numbers], kata_jenis? {number: word}, balik?, daftar_tahap?"""
        return ubahan_pertek.pasang(self._k, permintaan.path_params["id"], await _isi(permintaan))

    async def batal_pertek(self, permintaan: Request) -> Any:
        """Cancel every Pertek of a usulan."""
        bkn.batalkan_pertek(self._k, permintaan.path_params["id"])
        return await self.satu_usulan(permintaan)

    async def perbaiki_pertek(self, permintaan: Request) -> Any:
        """Body: nomor. Its file is good from now on."""
        bkn.perbaiki_berkas(self._k, permintaan.path_params["id"], str((await _isi(permintaan)).get("nomor")))
        return await self.satu_usulan(permintaan)

    async def matikan_token(self, permintaan: Request) -> Any:
        """Body: jenis? (apim, sso); all when not given."""
        isi = await _isi(permintaan)
        return {"mati": self._b.penjaga.matikan(str(isi.get("jenis") or ""))}

    async def gangguan(self, _permintaan: Request) -> Any:
        """The standing rules and how often each struck; the names that exist."""
        return {**self._b.papan.tampil(), "tersedia": sorted(BAWAAN)}

    async def pasang_gangguan(self, permintaan: Request) -> Any:
        """Body: aturan [{api, jenis, peluang, sisa, lewati}], benih?. Replaces all rules; an empty list ends them."""
        isi = await _isi(permintaan)
        self._b.papan.pasang(list(isi.get("aturan") or []), int(isi.get("benih") or 1))
        return self._b.papan.tampil()

    async def ubahan(self, permintaan: Request) -> Any:
        """Body: aturan [{daftar, kunci, isi?, buang?, hilang?}], tambahan? {daftar: [rows]}. Replaces all changes."""
        isi = await _isi(permintaan)
        ubahan.pasang(self._k, list(isi.get("aturan") or []), dict(isi.get("tambahan") or {}))
        return {"ubahan": len(isi.get("aturan") or [])}

    async def mode(self, permintaan: Request) -> Any:
        """Body: mode_ganda."""
        setel_mode(self._k, str((await _isi(permintaan)).get("mode_ganda")))
        return {"mode_ganda": self._k.setelan("mode_ganda", "")}

    async def otomatis(self, permintaan: Request) -> Any:
        """Body: nyala, jeda? (seconds)."""
        isi = await _isi(permintaan)
        bkn.setel_otomatis(self._k, bool(isi.get("nyala")), float(isi.get("jeda", 5)))
        return dict(zip(("nyala", "jeda"), bkn.otomatis(self._k), strict=True))

    async def peran(self, _permintaan: Request) -> Any:
        """What API 2 set."""
        return [dict(b) for b in self._k.semua("SELECT * FROM peran ORDER BY dibuat, id")]


def setel_mode(k: Keadaan, mode: str) -> None:
    """Choose what happens to repeated writes.

    Raises:
        Ditolak: words or APIs that there are not.
    """
    janji(mode)
    k.setel("mode_ganda", mode)


def rute_sim(bersama: Bersama) -> list[BaseRoute]:
    """All routes under `/_sim/`."""
    p = PintuSim(bersama)
    ambil = {
        "sehat": p.sehat,
        "hitungan": p.hitungan,
        "panggilan": p.panggilan,
        "usulan": p.daftar_usulan,
        "usulan/{id}": p.satu_usulan,
        "gangguan": p.gangguan,
        "peran": p.peran,
    }
    kirim = {
        "hapus": p.hapus,
        "usulan/{id}/tahap": p.tahap,
        "usulan/{id}/putusan": p.putusan,
        "usulan/{id}/pertek": p.pertek,
        "usulan/{id}/pertek/sakelar": p.sakelar_pertek,
        "usulan/{id}/pertek/batal": p.batal_pertek,
        "usulan/{id}/pertek/perbaiki": p.perbaiki_pertek,
        "token/matikan": p.matikan_token,
        "gangguan": p.pasang_gangguan,
        "ubahan": p.ubahan,
        "mode": p.mode,
        "otomatis": p.otomatis,
    }
    return [
        *(Route(f"/_sim/{jalur}", _pintu(tangani)) for jalur, tangani in ambil.items()),
        *(Route(f"/_sim/{jalur}", _pintu(tangani), methods=["POST"]) for jalur, tangani in kirim.items()),
    ]
