"""Child process: read the cells of a sheet (XLSX or CSV) on standard input. Runs by path, without Django (see anak.py).

Answers one JSON object: `kode`, "" when it was read, else what stopped it; `sel`, a list of [sheet, address, text].
Numbers come as people see them where all their digits are kept, and in the form 1.98703E+17 where a sheet lost them.
Nothing is cut: a list that is too long is refused. A formula without a kept result comes as it is written.
"""

import codecs
import csv
import io
import json
import os
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

# A double holds 15 digits; what has more was rounded when it was typed into the sheet.
ANGKA_UTUH = 10**15


class Ditolak(Exception):
    """The sheet cannot be read; the argument is the code of the reason."""


def periksa_bungkus(isi: BinaryIO, batas: dict[str, int]) -> None:
    """Refuse a package that is none, or that unpacks to more than `terbuka` bytes, before anything is unpacked."""
    try:
        with zipfile.ZipFile(isi) as bungkus:
            besar = sum(satu.file_size for satu in bungkus.infolist())
            banyak = len(bungkus.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as galat:
        raise Ditolak("BUKAN_LEMBAR") from galat
    if besar > batas["terbuka"] or banyak > batas["bagian"]:
        raise Ditolak("TERLALU_BESAR")
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
    for nomor, baris in enumerate(csv.reader(io.StringIO(teks), delimiter=pemisah), start=1):
        if nomor > batas["baris"]:
            raise Ditolak("TERLALU_BANYAK_BARIS")
        if len(baris) > batas["kolom"]:
            raise Ditolak("TERLALU_BANYAK_KOLOM")
        for kolom, nilai in enumerate(baris, start=1):
            if nilai.strip():
                yield "", f"{get_column_letter(kolom)}{nomor}", nilai.strip()


def _baca_teks(mentah: bytes) -> str:
    """Read text in UTF-8, in UTF-16 with its mark ("Unicode text" of Excel) or, failing both, in Windows' own code."""
    kode = "utf-16" if mentah.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
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


if __name__ == "__main__":
    os.lseek(0, 0, os.SEEK_SET)
    print(json.dumps(baca(os.fdopen(0, "rb"), json.loads(sys.argv[1]))))  # noqa: T201 - the child's answer
