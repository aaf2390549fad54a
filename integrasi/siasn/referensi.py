"""Lampiran API 13: the eight reference lists. They need the gateway token only."""

from collections.abc import Iterator
from dataclasses import dataclass

from integrasi.enums import NAMA_REFERENSI
from integrasi.siasn.bentuk import angka, benar, teks
from integrasi.siasn.halaman import Baris, susuri
from integrasi.siasn.transport import Transport


@dataclass(frozen=True)
class BarisReferensi:
    """One row of any reference list: `id` and `nama` always, the rest as far as that list has it.

    instansi: `jenis`; jabatan: `jenis_jabatan_id`, `bup` (retirement age in years); jabatan-fungsional: `jenjang`,
    `bup`; unor: `instansi_id`, `atasan_id`, `eselon_id`; golongan: `pangkat`; eselon: `jabatan`; jenis-layanan (one
    row per detail layanan): `layanan`; jenis-dokumen (one row per detail layanan and document, so an `id` may come
    more than once): `detail_layanan_id`, `wajib`.
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


def halaman(transport: Transport, nama: str, ukuran: int = 1000) -> Iterator[tuple[BarisReferensi, ...]]:
    """The list `nama` (one of `NAMA_REFERENSI`), page by page, each row once, without rows that have no id.

    `ukuran` rows are asked for at a time. Raises `KirimUlangNanti` or another of `errors` when a page cannot be
    had: what came before is then not the whole list. Raises ValueError for an unknown `nama`.
    """
    if nama not in NAMA_REFERENSI:
        raise ValueError(f"daftar referensi tidak dikenal: {nama}")
    for baris in susuri(transport, f"referensi_{nama}", ukuran=ukuran, kunci=_kunci, sso=False):
        yield tuple(_referensi(isi) for isi in baris)


def _kunci(isi: Baris) -> str:
    id = teks(isi, "id")
    return f"{teks(isi, 'detail_layanan_id')} {id}" if id else ""


def _referensi(isi: Baris) -> BarisReferensi:
    return BarisReferensi(
        id=teks(isi, "id"),
        nama=teks(isi, "nama"),
        jenis=teks(isi, "jenis"),
        jenis_jabatan_id=teks(isi, "jenis_jabatan_id"),
        jenjang=teks(isi, "jenjang"),
        bup=angka(isi, "bup"),
        instansi_id=teks(isi, "instansi_id"),
        atasan_id=teks(isi, "atasan_id"),
        eselon_id=teks(isi, "eselon_id"),
        pangkat=teks(isi, "pangkat"),
        jabatan=teks(isi, "jabatan"),
        layanan=teks(isi, "layanan"),
        detail_layanan_id=teks(isi, "detail_layanan_id"),
        wajib=benar(isi, "wajib"),
    )
