"""API 13: the eight reference lists as SIASN would serve them.

Services and documents come from the agreement's catalogue and get SIASN's own numbers here. A few names are spelled a
little differently on purpose (case, spaces, "Kepres"): the product must match by normalised name, not by luck. The
lists `unor` and `jabatan` carry a row twice and one row without id, as the real ones do; a client drops them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from integrasi.peragaan.simulator.susunan import ESELON, FUNGSIONAL, GOLONGAN, INSTANSI, STRUKTURAL, UNOR
from referensi.katalog import KATEGORI, muat_katalog

Baris = dict[str, Any]
LAYANAN_DASAR = 100
DOKUMEN_DASAR = 2000


def _ejaan(nama: str, urut: int) -> str:
    """SIASN's spelling of a catalogue name: mostly the same, every 17th in its own way."""
    if nama.startswith("Keppres pemberhentian"):
        return nama.replace("Keppres", "Kepres")
    if urut % 34 == 17:
        return nama.upper()
    return nama.replace(" ", "  ", 1) + " " if urut % 34 == 0 else nama


def _jenis_layanan() -> list[Baris]:
    return [
        {
            "id": LAYANAN_DASAR + n,
            "nama": _ejaan(layanan.nama, n + 10),
            "layanan": KATEGORI[layanan.kategori],
        }
        for n, layanan in enumerate(muat_katalog(), start=1)
    ]


def _jenis_dokumen() -> list[Baris]:
    pasangan = [(n, d) for n, layanan in enumerate(muat_katalog(), start=1) for d in layanan.dokumen]
    return [
        {
            "id": DOKUMEN_DASAR + urut,
            "nama": _ejaan(dokumen.nama, urut),
            "detail_layanan_id": LAYANAN_DASAR + n,
            "wajib": dokumen.wajib,
        }
        for urut, (n, dokumen) in enumerate(pasangan, start=1)
    ]


def _unor() -> list[Baris]:
    baris: list[Baris] = [
        {
            "id": u.id,
            "nama": u.nama,
            "instansi_id": u.instansi_id,
            "atasan_id": u.atasan_id or None,
            "eselon_id": u.eselon_id,
        }
        for u in UNOR
    ]
    kosong = {"id": None, "nama": "", "instansi_id": None, "atasan_id": None, "eselon_id": None}
    return [*baris[:40], kosong, baris[39], *baris[40:]]


def _jabatan() -> list[Baris]:
    baris: list[Baris] = [
        {"id": j.id, "nama": j.nama, "jenis_jabatan_id": j.jenis_jabatan_id, "bup": j.bup}
        for j in (*STRUKTURAL, *FUNGSIONAL)
    ]
    return [*baris, dict(baris[0]), {"id": None, "nama": "-", "jenis_jabatan_id": None, "bup": None}]


@lru_cache(maxsize=1)
def daftar() -> dict[str, list[Baris]]:
    """The eight lists by name, in the order they are paged."""
    return {
        "instansi": [i._asdict() for i in INSTANSI],
        "jabatan": _jabatan(),
        "jenis-dokumen": _jenis_dokumen(),
        "jenis-layanan": _jenis_layanan(),
        "unor": _unor(),
        "jabatan-fungsional": [
            {"id": j.id, "nama": j.nama, "jenjang": j.jenjang, "bup": j.bup, "jenis_jabatan_id": "2"}
            for j in FUNGSIONAL
        ],
        "golongan": [{"id": kode, "nama": ruang, "pangkat": pangkat} for kode, ruang, pangkat in GOLONGAN],
        "eselon": [{"id": kode, "nama": nama, "jabatan": jabatan} for kode, nama, jabatan in ESELON],
    }


@lru_cache(maxsize=1)
def dokumen_layanan() -> dict[int, dict[int, Baris]]:
    """detail_layanan_id → id_ref_dokumen → row, with `kondisi` (the position it binds, or "")."""
    hasil: dict[int, dict[int, Baris]] = {}
    kondisi = [d.kondisi or "" for layanan in muat_katalog() for d in layanan.dokumen]
    for baris, syarat in zip(daftar()["jenis-dokumen"], kondisi, strict=True):
        hasil.setdefault(baris["detail_layanan_id"], {})[baris["id"]] = {**baris, "kondisi": syarat}
    return hasil


@lru_cache(maxsize=1)
def layanan_menurut_id() -> dict[int, Baris]:
    """detail_layanan_id → row of the list jenis-layanan."""
    return {b["id"]: b for b in daftar()["jenis-layanan"]}


def dokumen_wajib(detail_layanan_id: int, jabatan: str) -> dict[int, str]:
    """Mandatory documents of a service for a holder of `jabatan`: id → name. Rows bound to a position bind only it."""
    return {
        kunci: b["nama"]
        for kunci, b in dokumen_layanan()[detail_layanan_id].items()
        if b["wajib"] and b["kondisi"].lower() in jabatan.lower()
    }
