"""Lampiran API 6: Pertimbangan Teknis (Pertek) of the head of BKN and its corrections, with their files."""

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from integrasi.siasn.bentuk import tanggal, teks
from integrasi.siasn.errors import TidakDitemukan
from integrasi.siasn.halaman import milik, wajib_daftar
from integrasi.siasn.transport import Permintaan, Transport

BATAS_BERKAS = 50 * 1024 * 1024
BIDANG = ("nomor_pertek", "no_pertek", "tanggal_pertek", "tgl_pertek", "jenis_pertek", "file", "file_pertek")


@dataclass(frozen=True)
class BarisPertek:
    """One Pertek. The Lampiran says Number(4) for its number; real ones are text such as PH-23500000123.

    `jenis_pertek` is "Baru" or "Perbaikan" (ralat), as received; `berkas` is what `unduh` wants, "" if none yet.
    """

    id_usulan: str
    nomor_pertek: str
    tanggal_pertek: date | None
    jenis_pertek: str
    berkas: str


def baris(transport: Transport, id_usulan: str) -> tuple[BarisPertek, ...]:
    """All Pertek of a usulan in SIASN's order; empty while there is none. Raises `KirimUlangNanti`, `Ditolak`."""
    try:
        data = transport.panggil(Permintaan("pertek", "GET", params={"id_usulan": id_usulan}))
    except TidakDitemukan:
        return ()
    return tuple(
        BarisPertek(
            id_usulan=id_usulan,
            nomor_pertek=teks(isi, "nomor_pertek", "no_pertek"),
            tanggal_pertek=tanggal(isi, "tanggal_pertek", "tgl_pertek"),
            jenis_pertek=teks(isi, "jenis_pertek"),
            berkas=teks(isi, "file", "file_pertek"),
        )
        for isi in milik(wajib_daftar(data), id_usulan, *BIDANG)
    )


def unduh(transport: Transport, berkas: str, tujuan: BinaryIO, *, batas: int = BATAS_BERKAS) -> None:
    """Stream the PDF of a Pertek into `tujuan`, at most `batas` bytes (default 50 MiB).

    Raises `TidakDitemukan`, `Ditolak` (BUKAN_PDF, BERKAS_TERLALU_BESAR), `KirimUlangNanti`; throw away what is in
    `tujuan` then.
    """
    transport.unduh(Permintaan("unduh", "GET", params={"path": berkas}), tujuan, batas=batas, awalan=b"%PDF-")
