"""The reading APIs: 1, 6, 7, 13, the search of mode `cari`, and the download of Pertek files.

Dates are canonical (`DD-MM-YYYY`) inside and leave in the format of each service, as the real ones do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from integrasi.peragaan.simulator import ubahan, ubahan_pertek
from integrasi.peragaan.simulator.amplop import sukses, tolak
from integrasi.peragaan.simulator.data import KEDUDUKAN_BLOKIR, Baris, asn_menurut_nip, semua_asn
from integrasi.peragaan.simulator.keadaan import Keadaan
from integrasi.peragaan.simulator.mode import MODE_BAWAAN, dijanjikan, janji
from integrasi.peragaan.simulator.periksa import Ditolak, TidakAda
from integrasi.peragaan.simulator.referensi import daftar
from integrasi.peragaan.simulator.tahap import TAHAP

HALAMAN_MAKS = 1000
LINGKUP_PERJANJIAN = ("42", "43", "44", "45")
"""API 1 lists golongan IV/b and above (Lampiran, "API Data ASN")."""


def _halaman(permintaan: Request) -> tuple[int, int]:
    """(limit, offset) of a list call, default 100 and 0, at most `HALAMAN_MAKS` rows."""
    try:
        limit = int(permintaan.query_params.get("limit", "100"))
        offset = int(permintaan.query_params.get("offset", "0"))
    except ValueError as galat:
        raise Ditolak("limit", "limit dan offset harus bilangan bulat") from galat
    if limit < 1 or offset < 0:
        raise Ditolak("limit", "limit minimal 1, offset minimal 0")
    return min(limit, HALAMAN_MAKS), offset


def _potong(baris: Sequence[Any], permintaan: Request) -> list[Any]:
    limit, offset = _halaman(permintaan)
    return list(baris[offset : offset + limit])


def _ubah_tanggal(nilai: str, format_baru: str) -> str:
    return datetime.strptime(nilai, "%d-%m-%Y").strftime(format_baru)  # noqa: DTZ007  (a day has no zone)


def _asn_daftar(orang: Baris) -> dict[str, Any]:
    """The list service writes TMTs in ISO order and "none" as null."""
    return {k: (_ubah_tanggal(v, "%Y-%m-%d") if v else None) if k.startswith("tmt_") else v for k, v in orang.items()}


def _asn_tunggal(orang: Baris) -> Baris:
    """The single service follows the Lampiran's format and writes "no death" as the year 1."""
    return {**orang, "tmt_meninggal": orang["tmt_meninggal"] or "0001-01-01"} if "tmt_meninggal" in orang else orang


def asn_satu(k: Keadaan, permintaan: Request) -> Response:
    """API 1, one person by NIP, any golongan; a blocked one is refused in words."""
    nip = permintaan.path_params["nip"]
    orang = ubahan.orang(k, nip, asn_menurut_nip().get(nip))
    if orang is None:
        raise TidakAda
    if orang.get("kedudukan_hukum_id") == KEDUDUKAN_BLOKIR:
        return tolak("1", "Data ASN diblokir (kedudukan hukum 92). Hubungi BKN untuk membuka blokir.", "nip")
    return sukses("1", _asn_tunggal(orang))


def _dalam_lingkup() -> list[Baris]:
    return [
        b for b in semua_asn() if b["golongan_id"] in LINGKUP_PERJANJIAN and b["kedudukan_hukum_id"] != KEDUDUKAN_BLOKIR
    ]


def asn_daftar(k: Keadaan, permintaan: Request) -> Response:
    """API 1, page of all persons IV/b and above."""
    semua = ubahan.terapkan(k, ubahan.DAFTAR_ASN, [_asn_daftar(b) for b in _dalam_lingkup()])
    return sukses("1/daftar", _potong(semua, permintaan))


def referensi(k: Keadaan, permintaan: Request, *, nama: str) -> Response:
    """API 13, one of the eight lists."""
    return sukses(f"13/{nama}", _potong(ubahan.terapkan(k, nama, daftar()[nama]), permintaan))


def _usulan_ditanya(k: Keadaan, permintaan: Request) -> Any:
    usulan = k.usulan(permintaan.query_params.get("id_usulan", ""))
    if usulan is None:
        raise TidakAda
    return usulan


def pertek(k: Keadaan, permintaan: Request) -> Response:
    """API 6: all Perteks of a usulan, oldest first; none yet is an empty list."""
    usulan = _usulan_ditanya(k, permintaan)
    baris = k.semua("SELECT * FROM pertek WHERE id_usulan = ? ORDER BY id", usulan["id"])
    isi = [
        {
            "id_usulan": b["id_usulan"],
            "nomor_pertek": b["nomor_pertek"],
            "tanggal_pertek": _ubah_tanggal(b["tanggal_pertek"], "%Y-%m-%d 00:00:00"),
            "jenis_pertek": b["jenis_pertek"],
            "file": b["berkas"],
        }
        for b in baris
    ]
    return sukses("6", ubahan_pertek.terapkan(k, usulan["id"], isi))


def unduh(k: Keadaan, permintaan: Request) -> Response:
    """The file of a Pertek by the path that API 6 gave; no other path opens anything."""
    baris = k.mungkin("SELECT berkas FROM pertek WHERE berkas = ?", permintaan.query_params.get("path", ""))
    if baris is None:
        raise TidakAda
    return FileResponse(k.folder / baris["berkas"], media_type="application/pdf")


def status(k: Keadaan, permintaan: Request) -> Response:
    """API 7: where the usulan stands at BKN, or all its stages; the time in RFC 3339."""
    usulan = _usulan_ditanya(k, permintaan)
    langkah = k.semua("SELECT * FROM riwayat WHERE id_usulan = ? ORDER BY id", usulan["id"])
    if ubahan_pertek.sakelar(k, usulan["id"])["daftar_tahap"]:
        return sukses("7", [_tahap(usulan["id"], b["tahap"], b["dibuat"], b["keterangan"]) for b in langkah])
    terakhir = max((b["dibuat"] for b in langkah), default=None)
    return sukses("7", _tahap(usulan["id"], usulan["tahap"], terakhir, usulan["keterangan"]))


def _tahap(id_usulan: str, tahap: int, tanggal: str | None, keterangan: str) -> dict[str, Any]:
    nama = TAHAP.get(tahap, "tahapan lain")
    return {
        "id_usulan": id_usulan,
        "status_tahapan": tahap,
        "tahapan_nama": nama,
        "tanggal": tanggal,
        "keterangan": keterangan,
    }


def _baris_cari(k: Keadaan, id_usulan: str) -> dict[str, Any]:
    def rinci(sql: str) -> list[dict[str, Any]]:
        return [dict(b) for b in k.semua(sql + " WHERE id_usulan = ? ORDER BY id", id_usulan)]

    isi = {
        "4": ("dokumen", "SELECT id_ref_dokumen, sha256 FROM dokumen"),
        "5": ("approval", "SELECT jenis_usulan, putaran FROM approval"),
        "11": ("salinan", "SELECT nomor_keppres, nip FROM salinan"),
    }
    mode = k.setelan("mode_ganda", MODE_BAWAAN)
    dibuka = {nama: rinci(sql) for api, (nama, sql) in isi.items() if dijanjikan(mode, api, "cari")}
    return {"id_usulan": id_usulan, **dibuka}


def cari(k: Keadaan, permintaan: Request) -> Response:
    """Mode `cari`: every usulan made for our reference, with what arrived for it where that was promised too.

    Without such a promise there is no search.
    """
    if "cari" not in {kata for _, kata in janji(k.setelan("mode_ganda", MODE_BAWAAN))}:
        raise TidakAda
    acuan = permintaan.query_params.get("referensi_siapp", "")
    baris = k.semua("SELECT id FROM usulan WHERE referensi_siapp = ? ORDER BY dibuat, rowid", acuan)
    return sukses("3/cari", [_baris_cari(k, b["id"]) for b in baris])
