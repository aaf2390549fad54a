"""Lampiran API 13: the eight reference lists. They need the gateway token only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from integrasi.enums import NAMA_REFERENSI
from integrasi.siasn import nilai
from integrasi.siasn.baris import BarisAneh, Pembaca, Sisihkan, abaikan, aneh, baca_baris
from integrasi.siasn.halaman import Baris, susuri
from integrasi.siasn.transport import Transport


@dataclass(frozen=True)
class BarisReferensi:
    """One row of any reference list: `id` and `nama` always, the rest as far as that list has it.

    instansi: `jenis`; jabatan: `jenis_jabatan_id`, `bup` (retirement age in years); jabatan-fungsional: `jenjang`,
    `bup`; unor: `instansi_id`, `atasan_id`, `eselon_id`; golongan: `pangkat`; eselon: `jabatan`; jenis-layanan (one
    row per detail layanan): `layanan`; jenis-dokumen (one row per detail layanan and document, so an `id` may come
    more than once): `detail_layanan_id`, `wajib`. `hadir` names the fields that were there at all.
    """

    id: str
    nama: str
    jenis: str
    jenis_jabatan_id: str
    jenjang: str
    bup: int | None
    instansi_id: str
    atasan_id: str
    eselon_id: str
    pangkat: str
    jabatan: str
    layanan: str
    detail_layanan_id: str
    wajib: bool | None
    hadir: frozenset[str]


def halaman(
    transport: Transport, nama: str, ukuran: int = 1000, sisihkan: Sisihkan = abaikan
) -> Iterator[tuple[BarisReferensi, ...]]:
    """The list `nama` (one of `NAMA_REFERENSI`), page by page, each row once, without rows that have no id.

    `ukuran` rows are asked for at a time; `sisihkan` is told of rows that do not fit.
    Raises `KirimUlangNanti` or another of `errors` when a page cannot be had: what came before is then not the whole
    list. Raises ValueError for an unknown `nama`.
    """
    if nama not in NAMA_REFERENSI:
        raise ValueError(f"daftar referensi tidak dikenal: {nama}")
    for baris in susuri(transport, f"referensi_{nama}", ukuran=ukuran, kunci=_kunci, sso=False, sisihkan=sisihkan):
        hasil = []
        for satu in map(_referensi, baris):
            if isinstance(satu, BarisAneh):
                sisihkan(satu)
            else:
                hasil.append(satu)
        yield tuple(hasil)


def _bup(isi: object) -> int | None:
    """A retirement age; 0 means none."""
    return nilai.bilangan(isi, 0, 99) or None


_KHUSUS = {"id": nilai.pengenal, "nama": nilai.teks, "bup": _bup, "wajib": nilai.ya}
_PEMBACA: Pembaca = {
    bidang.name: (
        (bidang.name,),
        _KHUSUS.get(bidang.name, nilai.pengenal if bidang.name.endswith("_id") else nilai.teks),
    )
    for bidang in fields(BarisReferensi)
    if bidang.name != "hadir"
}
_PEMBACA_KUNCI: Pembaca = {nama: _PEMBACA[nama] for nama in ("id", "detail_layanan_id")}


def _kunci(isi: Baris) -> str:
    """What makes a row the same as another; "" without an id. Odd ones are all kept, to be named."""
    bacaan = baca_baris(isi, _PEMBACA_KUNCI)
    if bacaan.cacat:
        return f"aneh {isi!r}"
    kunci = bacaan.nilai["id"]
    return f"{bacaan.nilai['detail_layanan_id']} {kunci}" if kunci else ""


def _pengenal(nilai: Mapping[str, Any]) -> str:
    """The key of a row in our tables as far as it could be read, "" when it could not."""
    bagian = [nilai.get("detail_layanan_id"), nilai.get("id")]
    return "" if None in bagian else "/".join(satu for satu in bagian if satu)


def _referensi(isi: Baris) -> BarisReferensi | BarisAneh:
    bacaan = baca_baris(isi, _PEMBACA)
    if bacaan.cacat:
        return replace(aneh(bacaan, "id"), kunci=_pengenal(bacaan.nilai))
    return BarisReferensi(**bacaan.nilai, hadir=frozenset(bacaan.hadir))
