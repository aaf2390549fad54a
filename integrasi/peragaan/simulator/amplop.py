"""The shapes of SIASN's answers: one declared table, endpoint → shape.

SIASN's services were built by different teams over the years and answer in different envelopes; the client has to take
all of them, so the stand-in serves all of them (kontrak.md 2, "How SIASN answers").
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from starlette.responses import Response

Isi = Any


def _kode(isi: Isi, pesan: str) -> Isi:
    return {"code": 1, "count": len(isi) if isinstance(isi, list) else 1, "data": isi, "message": pesan}


def _kode_teks(isi: Isi, pesan: str) -> Isi:
    return {"code": "1", "count": len(isi) if isinstance(isi, list) else 1, "data": isi, "message": pesan}


def _data_teks(isi: Isi, pesan: str) -> Isi:
    return {"code": 1, "data": json.dumps(isi, ensure_ascii=False), "message": pesan}


def _map_data(isi: Isi, pesan: str) -> Isi:
    return {"success": True, "mapData": isi, "message": pesan}


def _results(isi: Isi, _pesan: str) -> Isi:
    return {"results": isi}


def _telanjang(isi: Isi, _pesan: str) -> Isi:
    return isi


SUKSES: dict[str, Callable[[Isi, str], Isi]] = {
    "kode": _kode,
    "kode_teks": _kode_teks,
    "data_teks": _data_teks,
    "map_data": _map_data,
    "results": _results,
    "telanjang": _telanjang,
}

NIHIL: dict[str, tuple[int, Isi]] = {
    "404": (404, {"code": 0, "data": "Data tidak ditemukan"}),
    "200_teks": (200, {"code": 1, "data": "Data tidak ditemukan", "message": "success"}),
    "200_inggris": (200, {"code": "1", "data": "record not found", "message": "success"}),
}


class Bentuk(NamedTuple):
    """How one endpoint answers: success envelope, not-found form, status of refusals, casing of keys."""

    sukses: str
    nihil: str = "404"
    tolak: int = 406
    kunci: str = "asli"


BENTUK: dict[str, Bentuk] = {
    "1": Bentuk("kode"),
    "1/daftar": Bentuk("kode_teks"),
    "2": Bentuk("map_data", tolak=200),
    "3": Bentuk("map_data"),
    "4": Bentuk("data_teks", "200_teks", tolak=200),
    "5": Bentuk("kode"),
    "6": Bentuk("results", "200_inggris", kunci="judul"),
    "7": Bentuk("kode", "200_teks", kunci="judul"),
    "10": Bentuk("map_data"),
    "11": Bentuk("kode_teks", "200_inggris"),
    "3/cari": Bentuk("kode"),
    "6/unduh": Bentuk("kode"),
    "13/instansi": Bentuk("kode"),
    "13/jabatan": Bentuk("data_teks"),
    "13/jenis-dokumen": Bentuk("telanjang"),
    "13/jenis-layanan": Bentuk("results"),
    "13/unor": Bentuk("telanjang", kunci="judul"),
    "13/jabatan-fungsional": Bentuk("data_teks"),
    "13/golongan": Bentuk("kode_teks"),
    "13/eselon": Bentuk("results", kunci="besar"),
}


def _judul(kunci: str) -> str:
    return "_".join(kata.capitalize() for kata in kunci.split("_"))


_KUNCI: dict[str, Callable[[str], str]] = {"judul": _judul, "besar": str.upper}


def _ganti_kunci(isi: Isi, ubah: Callable[[str], str]) -> Isi:
    if isinstance(isi, dict):
        return {ubah(k): v for k, v in isi.items()}
    return [_ganti_kunci(baris, ubah) for baris in isi] if isinstance(isi, list) else isi


def jawab_json(isi: Isi, status: int = 200) -> Response:
    """JSON as compactly as SIASN's gateway sends it."""
    badan = json.dumps(isi, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(badan, status, media_type="application/json")


def sukses(titik: str, isi: Isi, pesan: str = "success") -> Response:
    """A success in the shape of the endpoint `titik` (a key of `BENTUK`)."""
    bentuk = BENTUK[titik]
    if bentuk.kunci in _KUNCI:
        isi = _ganti_kunci(isi, _KUNCI[bentuk.kunci])
    return jawab_json(SUKSES[bentuk.sukses](isi, pesan))


def nihil(titik: str) -> Response:
    """ "Not found" in the form of the endpoint: HTTP 404, or HTTP 200 with words in place of data."""
    status, isi = NIHIL[BENTUK[titik].nihil]
    return jawab_json(isi, status)


def tolak(titik: str, pesan: str, kolom: str = "") -> Response:
    """A refusal of the service itself (bad field, wrong order): HTTP 406, or HTTP 200 with `Error` in it."""
    status = BENTUK[titik].tolak
    if status == 200:
        return jawab_json({"Error": "true", "Message": pesan, "Field": kolom})
    return jawab_json({"error": "true", "message": pesan, "field": kolom}, status)


def ganda(pesan: str, isi: Isi) -> Response:
    """Mode `tolak_ganda`: 409 that names what the first call made."""
    return jawab_json({"code": 0, "message": pesan, "data": isi}, 409)


def gerbang(status: int, kode: int, pesan: str, uraian: str, kepala: dict[str, str] | None = None) -> Response:
    """A fault of the API gateway: flat JSON, no envelope."""
    jawaban = jawab_json({"code": str(kode), "message": pesan, "description": uraian}, status)
    jawaban.headers.update(kepala or {})
    return jawaban
