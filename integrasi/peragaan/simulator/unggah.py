"""Takes API 4's multipart body apart while it arrives: the file goes to disk in pieces, counted and hashed on the way.

A document may be 100 MiB and two may come at once: the server's memory must not notice.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import BinaryIO

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from integrasi.peragaan.simulator.periksa import Ditolak

KOLOM_MAKS = 4096


class Kiriman:
    """One multipart body: text fields in `kolom`, at most one file at `berkas` with `ukuran` bytes and `sha256`."""

    def __init__(self, folder: Path) -> None:
        self.kolom: dict[str, str] = {}
        self.berkas: Path | None = None
        self.nama_berkas = ""
        self.ukuran = 0
        self.sha256 = ""
        self._folder = folder
        self._hash = hashlib.sha256()
        self._keluar: BinaryIO | None = None
        self._kepala: dict[bytes, bytes] = {}
        self._nama_kepala = b""
        self._isi_kepala = b""
        self._nama = ""
        self._teks = b""

    def buang(self) -> None:
        """Remove the received file; used when the call is refused."""
        if self._keluar:
            self._keluar.close()
            self._keluar = None
        if self.berkas:
            self.berkas.unlink(missing_ok=True)
            self.berkas = None

    def pengurai(self, batas: bytes) -> MultipartParser:
        """A streaming parser with this body's callbacks."""
        return MultipartParser(
            batas,
            {
                "on_part_begin": self._mulai,
                "on_header_field": self._kepala_nama,
                "on_header_value": self._kepala_isi,
                "on_header_end": self._kepala_selesai,
                "on_headers_finished": self._buka,
                "on_part_data": self._data,
                "on_part_end": self._tutup,
            },
        )

    def _mulai(self) -> None:
        self._kepala = {}
        self._teks = b""

    def _kepala_nama(self, data: bytes, awal: int, akhir: int) -> None:
        self._nama_kepala += data[awal:akhir]

    def _kepala_isi(self, data: bytes, awal: int, akhir: int) -> None:
        self._isi_kepala += data[awal:akhir]

    def _kepala_selesai(self) -> None:
        self._kepala[self._nama_kepala.lower()] = self._isi_kepala
        self._nama_kepala = self._isi_kepala = b""

    def _buka(self) -> None:
        _, pilihan = parse_options_header(self._kepala.get(b"content-disposition"))
        self._nama = pilihan.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in pilihan and self.berkas is None:
            self.nama_berkas = pilihan[b"filename"].decode("utf-8", "replace")[:200]
            self.berkas = self._folder / f"{secrets.token_hex(16)}.bin"
            self._keluar = self.berkas.open("wb")

    def _data(self, data: bytes, awal: int, akhir: int) -> None:
        if self._keluar is None:
            self._teks += data[awal:akhir]
            if len(self._teks) > KOLOM_MAKS:
                raise Ditolak(self._nama, f"paling panjang {KOLOM_MAKS}")
            return
        potong = memoryview(data)[awal:akhir]
        self._keluar.write(potong)
        self._hash.update(potong)
        self.ukuran += len(potong)

    def _tutup(self) -> None:
        if self._keluar is None:
            self.kolom[self._nama] = self._teks.decode("utf-8", "replace")
            return
        self._keluar.close()
        self._keluar = None
        self.sha256 = self._hash.hexdigest()


async def terima_multipart(permintaan: Request, folder: Path) -> Kiriman:
    """Read the whole body of a multipart request into a `Kiriman`.

    Args:
        permintaan: the request; its body must not have been read.
        folder: where the file goes.

    Raises:
        Ditolak: not multipart, or broken.
    """
    jenis, pilihan = parse_options_header(permintaan.headers.get("content-type"))
    kiriman = Kiriman(folder)
    if jenis != b"multipart/form-data" or b"boundary" not in pilihan:
        async for _ in permintaan.stream():
            continue
        raise Ditolak("file", "badan harus multipart/form-data")
    pengurai = kiriman.pengurai(pilihan[b"boundary"])
    try:
        async for potong in permintaan.stream():
            pengurai.write(potong)
        pengurai.finalize()
    except FormParserError as galat:
        kiriman.buang()
        raise Ditolak("file", "multipart rusak atau terputus") from galat
    except BaseException:
        kiriman.buang()
        raise
    return kiriman
