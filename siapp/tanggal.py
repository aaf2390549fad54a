"""Dates as people type them and as the screens print them. Pure and without Django."""

import re
from calendar import monthrange
from datetime import date

from siapp.teks import bersih, kutip

BULAN = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
)
# Other spellings of a month's first letters: old ones, common short ones, those of an English spreadsheet.
_LAIN = {"peb": 2, "may": 5, "agt": 8, "ags": 8, "aug": 8, "oct": 10, "nop": 11, "dec": 12}
_AWAL_BULAN = {nama[:3].casefold(): urut for urut, nama in enumerate(BULAN, 1)} | _LAIN
_HARI = re.compile(r"^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\s*,?\s+", re.IGNORECASE)
_ANGKA = re.compile(r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d+)", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_KATA = re.compile(r"(\d{1,2})[\s\-/.]*([A-Za-z]{3,9})\.?[\s\-/.,]*(\d+)", re.ASCII)


class BukanTanggal(ValueError):
    """The text is no date; the message says in Indonesian what was found."""


def baca_tanggal_ketik(teks: str) -> date | None:
    """Return the date that `teks` means, None when nothing is written. Raises BukanTanggal.

    Day, month, year in this order, with the month in digits or in words ("1 Januari 2027", "1 Jan 2027", "01-01-2027",
    "1/1/2027"), or the ISO form of date pickers and spreadsheets.
    """
    rata = _HARI.sub("", bersih(teks))
    if not rata:
        return None
    tahun, bulan, hari = _urai(rata)
    return _buat(tahun, bulan, hari, rata)


def _urai(rata: str) -> tuple[str, int, int]:
    if iso := _ISO.fullmatch(rata):
        return iso[1], int(iso[2]), int(iso[3])
    if angka := _ANGKA.fullmatch(rata):
        return angka[3], int(angka[2]), int(angka[1])
    kata = _KATA.fullmatch(rata)
    bulan = _bulan(kata[2]) if kata else 0
    if kata is None or not bulan:
        raise BukanTanggal(f"{kutip(rata)} bukan tanggal.")
    return kata[3], bulan, int(kata[1])


def _bulan(kata: str) -> int:
    """The month whose name `kata` is or begins; "Sept" is one, "Janvier" is none."""
    urut = _AWAL_BULAN.get(kata[:3].casefold(), 0)
    panjang = {BULAN[urut - 1].casefold(), "nopember", "pebruari", "january", "february", "march"} if urut else set()
    inggris = {"may", "june", "july", "august", "october", "december"}
    utuh = any(nama.startswith(kata.casefold()) for nama in panjang | inggris)
    return urut if utuh or kata.casefold() in _LAIN else 0


def _buat(tahun: str, bulan: int, hari: int, rata: str) -> date:
    if len(tahun) != 4:
        raise BukanTanggal(f"Tahun pada {kutip(rata)} ditulis {len(tahun)} angka; tulis empat.")
    if not 1 <= bulan <= 12:
        raise BukanTanggal(f"Tidak ada bulan ke-{bulan} pada {kutip(rata)}.")
    if int(tahun) == 0:
        raise BukanTanggal(f"Tidak ada tahun 0000 pada {kutip(rata)}.")
    akhir = monthrange(int(tahun), bulan)[1]
    if not 1 <= hari <= akhir:
        raise BukanTanggal(f"Tidak ada tanggal {hari} pada {kutip(rata)}: {BULAN[bulan - 1]} {tahun} sampai {akhir}.")
    return date(int(tahun), bulan, hari)
