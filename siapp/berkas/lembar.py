"""Child process: read the cells of a sheet (XLSX or CSV) on standard input. No Django (see anak.py).

Answers one JSON object: `kode`, "" when it was read, else what stopped it; `sel`, a list of [sheet, address, text].
Numbers come as people see them where all their digits are kept, and in the form 1.98703E+17 where a sheet lost them.
Nothing is cut: a list that is too long is refused. A formula without a kept result comes as it is written.
"""

import codecs
import csv
import io
import json
import os
import zipfile
from collections.abc import Iterator
from typing import IO, Any, BinaryIO
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

# A double holds 15 digits; what has more was rounded when it was typed into the sheet.
ANGKA_UTUH = 10**15
TANDA_SEL = {"row", "c", "v", "f", "is", "si", "t", "r", "rPr"}
"""Tags of rows, cells and their text; all others (formats, rules, drawings) cost the library ten times as much."""
POTONG = 64 * 1024
"""Bytes unpacked at a time while tags are counted."""


class Ditolak(Exception):
    """The sheet cannot be read; the argument is the code of the reason."""


class Penghitung:
    """Counts the tags of all parts as they unpack, and refuses at the first that is too many.

    The library builds a whole row, to its last column, before anybody can look at it: 36 KB of empty cells cost it
    seconds and all the memory there is. Counting costs a part of a microsecond a tag and keeps nothing.
    """

    def __init__(self, batas: dict[str, int]) -> None:
        self.batas = batas
        self.tanda = self.tanda_lain = self.sel = self.lebar = self.kolom = self.baris = 0
        self._catat = {"row": self._baris, "c": self._sel}

    def hitung(self, bagian: IO[bytes]) -> None:
        """Count one part. What is no XML (a picture) ends at its first bytes, and the library does not get further."""
        pengurai = expat.ParserCreate()
        pengurai.StartElementHandler = self._buka
        pengurai.StartDoctypeDeclHandler = self._dtd
        self.baris = self.kolom = 0
        try:
            while potong := bagian.read(POTONG):
                pengurai.Parse(potong, False)
        except expat.ExpatError:
            return

    def _buka(self, nama: str, atribut: dict[str, str]) -> None:
        nama = nama.rpartition(":")[2]
        self.tanda += 1
        self.tanda_lain += nama not in TANDA_SEL
        if self.tanda > self.batas["tanda"] or self.tanda_lain > self.batas["tanda_lain"]:
            raise Ditolak("TERLALU_BERAT")
        if catat := self._catat.get(nama):
            catat(atribut)

    def _baris(self, _atribut: dict[str, str]) -> None:
        self.baris, self.kolom = self.baris + 1, 0
        if self.baris > self.batas["baris"]:
            raise Ditolak("TERLALU_BANYAK_BARIS")

    def _sel(self, atribut: dict[str, str]) -> None:
        """Count a cell and the empty ones that the library puts in front of it."""
        huruf = atribut.get("r", "").rstrip("0123456789")
        kolom = column_index_from_string(huruf) if huruf else self.kolom + 1
        self.sel, self.lebar, self.kolom = self.sel + 1, self.lebar + max(kolom - self.kolom, 0), kolom
        if max(self.sel, self.lebar) > self.batas["sel_tertulis"]:
            raise Ditolak("TERLALU_BANYAK_SEL_KOSONG")

    @staticmethod
    def _dtd(*_: object) -> None:
        raise Ditolak("BUKAN_LEMBAR")  # no sheet has one; it is there to let entities grow


def periksa_bungkus(isi: BinaryIO, batas: dict[str, int]) -> None:
    """Refuse a package that is none, or that holds more bytes, parts, tags, rows or cells than `batas` allows."""
    try:
        with zipfile.ZipFile(isi) as bungkus:
            semua = bungkus.infolist()
            if sum(satu.file_size for satu in semua) > batas["terbuka"] or len(semua) > batas["bagian"]:
                raise Ditolak("TERLALU_BESAR")
            if {satu.compress_type for satu in semua} - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise Ditolak("BUKAN_LEMBAR")  # sheets know no other; these two unpack no more than is asked
            penghitung = Penghitung(batas)
            for satu in semua:
                # Reads no more than the size that the directory told, which was summed above.
                with bungkus.open(satu) as bagian:
                    penghitung.hitung(bagian)
    except (zipfile.BadZipFile, OSError, ValueError) as galat:
        raise Ditolak("BUKAN_LEMBAR") from galat
    isi.seek(0)


def tulis(nilai: Any) -> str:
    """Return a cell's value as text."""
    if isinstance(nilai, bool) or nilai is None:
        return ""
    if isinstance(nilai, int | float) and abs(nilai) >= ANGKA_UTUH:
        return f"{float(nilai):.5E}"
    if isinstance(nilai, float) and nilai.is_integer():
        return str(int(nilai))
    return str(nilai)


def sel_xlsx(isi: BinaryIO, batas: dict[str, int]) -> Iterator[tuple[str, str, str]]:
    """Yield (sheet, address, text) of every cell that holds something, of all sheets."""
    periksa_bungkus(isi, batas)
    hasil, rumus = (load_workbook(isi, read_only=True, data_only=satu) for satu in (True, False))
    for lembar, berumus in zip(hasil.worksheets, rumus.worksheets, strict=True):
        for satu in (lembar, berumus):
            satu.reset_dimensions()  # what the file says of its own size would cut off what lies beyond
        semua = zip(lembar.iter_rows(values_only=True), berumus.iter_rows(values_only=True), strict=True)
        for nomor, baris in enumerate(semua, start=1):
            if nomor > batas["baris"]:
                raise Ditolak("TERLALU_BANYAK_BARIS")
            for kolom, (nilai, tertulis) in enumerate(zip(*baris, strict=True), start=1):
                if teks := tulis(tertulis if nilai is None else nilai).strip():
                    if kolom > batas["kolom"]:
                        raise Ditolak("TERLALU_BANYAK_KOLOM")
                    yield lembar.title, f"{get_column_letter(kolom)}{nomor}", teks


def sel_csv(isi: BinaryIO, batas: dict[str, int]) -> Iterator[tuple[str, str, str]]:
    """Yield the cells of a CSV, its separator found out."""
    teks = _baca_teks(isi.read())
    pemisah = max(";,\t", key=teks[:5000].count)
    csv.field_size_limit(batas["terbuka"])
    for nomor, baris in enumerate(csv.reader(io.StringIO(teks, newline=None), delimiter=pemisah), start=1):
        if nomor > batas["baris"]:
            raise Ditolak("TERLALU_BANYAK_BARIS")
        if len(baris) > batas["kolom"]:
            raise Ditolak("TERLALU_BANYAK_KOLOM")
        for kolom, nilai in enumerate(baris, start=1):
            if nilai.strip():
                yield "", f"{get_column_letter(kolom)}{nomor}", nilai.strip()


def _tanpa_tanda(mentah: bytes) -> str:
    """Tell UTF-16 that does not name itself: half of each Latin letter is zero, and always the same half."""
    genap, ganjil = mentah[::2].count(0), mentah[1::2].count(0)
    if len(mentah) % 2 or not (genap or ganjil) or (genap and ganjil):
        return "utf-8-sig"
    return "utf-16-le" if ganjil else "utf-16-be"


def _baca_teks(mentah: bytes) -> str:
    """Read text in UTF-8, in UTF-16 ("Unicode text" of Excel) or, failing both, in Windows' own code."""
    kode = "utf-16" if mentah.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else _tanpa_tanda(mentah)
    try:
        teks = mentah.decode(kode)
    except UnicodeDecodeError:
        teks = mentah.decode("cp1252", "replace")
    if "\x00" in teks:
        raise Ditolak("BUKAN_LEMBAR")
    return teks


def baca(isi: BinaryIO, perintah: dict[str, Any]) -> dict[str, Any]:
    """Return the answer for the open file; never raises for anything that the file contains."""
    batas, hasil, huruf = perintah["ukuran"], list[tuple[str, str, str]](), 0
    sumber = sel_csv if perintah["jenis"] == "csv" else sel_xlsx
    try:
        for satu in sumber(isi, batas):
            if len(hasil) >= batas["sel"]:
                raise Ditolak("TERLALU_BANYAK_SEL")
            huruf += len(satu[2])
            if huruf > batas["huruf"]:
                raise Ditolak("TERLALU_BESAR")
            hasil.append(satu)
    except Ditolak as galat:
        return {"kode": galat.args[0], "sel": []}
    except MemoryError:
        return {"kode": "TERLALU_BERAT", "sel": []}
    except Exception:
        # A malformed package makes its parser raise anything; none of it is a list that we can read.
        return {"kode": "BUKAN_LEMBAR", "sel": []}
    return {"kode": "", "sel": hasil}


def utama(perintah: dict[str, Any]) -> None:
    """Read the sheet on standard input."""
    os.lseek(0, 0, os.SEEK_SET)
    print(json.dumps(baca(os.fdopen(0, "rb"), perintah)))  # noqa: T201 - the child's answer
