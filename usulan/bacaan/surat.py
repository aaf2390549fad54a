"""What every paper has: number, date, addressee, and which page of how many it says it is."""

import re
from collections.abc import Iterator
from datetime import date

from siapp.tanggal import BULAN, BukanTanggal, baca_tanggal_ketik
from usulan.bacaan.bentuk import Fakta, JenisFakta, Tempat
from usulan.bacaan.isian import isian, label
from usulan.bacaan.naskah import Baris, Naskah

_NAMA_BULAN = "|".join(
    [*BULAN, *(nama[:3] for nama in BULAN), "Pebruari", "Peb", "Nopember", "Nop", "Agt", "Ags", "Sept"]
)
# Long ("1 Januari 2024", "1 Jan. 2024") and short ("01-01-2024", "1/1/2024", "01.01.2024").
TANGGAL = re.compile(
    rf"(?<![\d/.\-])(?:\d{{1,2}}\s?(?:{_NAMA_BULAN})\.?\s?\d{{4}}|\d{{1,2}}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?\d{{4}})(?![\d/])",
    re.IGNORECASE,
)
NOMOR = re.compile(
    r"^(?:\d{1,2}[.)]?\s+)?(?:nomor|no)\b\s*[.:]*\s*(?P<isi>(?=[^\s]*|.{0,12}\d)[A-Z0-9][\w./\-() ]{0,60}?)"
    r"(?=\s+(?:tentang|tanggal|perihal|sifat|lampiran)\b|\s{3,}|$|,|;|:)",
    re.IGNORECASE,
)
BUKAN_NOMOR = re.compile(
    r"\b(?:identitas|induk|urut|telepon|seri|rekening|peserta|hp|kartu|pokok|tahun\s+tentang)\b", re.IGNORECASE
)
YTH = re.compile(r"^(?:kepada\s*:?\s*)?y\s?th\.?\s*[:.]?\s*(?P<isi>.{3,120})$", re.IGNORECASE)
KEHORMATAN = re.compile(r"^(?:bapak/ibu|bapak|ibu|sdr\.?|saudara)\s+", re.IGNORECASE)
HALAMAN = re.compile(r"\b(?:hal(?:aman)?|page)\b\.?\s*(\d{1,3})\s*(?:dari|of|/)\s*(\d{1,3})\b", re.IGNORECASE)
DITETAPKAN = re.compile(r"^(?:pada\s+tanggal|tanggal)\b\s*:?\s*", re.IGNORECASE)
KOTA = re.compile(r"^[A-Z][A-Za-z .]{2,30},\s*(?:tanggal\s+)?$")
HARI_INI = re.compile(r"pada\s+hari\s+ini\b.{0,60}?tanggal\s*", re.IGNORECASE)
LAHIR = label(
    r"(?:tempat[\s,/&]*(?:dan\s+)?)?(?:tanggal|tgl\.?)\s*lahir",
    r"tempat\s*lahir\s*/\s*tgl\.?\s*lahir",
    r"tempat[\s,/]*(?:tanggal|tgl\.?)\s*lahir",
)
BARIS_KEPALA = 30
"""Lines among which the number of a paper stands."""


def semua_tanggal(teks: str) -> Iterator[tuple[date, re.Match[str]]]:
    """Yield every date that is written in `teks`; what no calendar has is passed over."""
    for cocok in TANGGAL.finditer(teks):
        try:
            saat = baca_tanggal_ketik(cocok[0])
        except BukanTanggal:
            continue
        if saat is not None:
            yield saat, cocok


def fakta_tanggal(jenis: JenisFakta, saat: date, teks: str, tempat: Tempat) -> Fakta:
    """Return a date as a fact."""
    return Fakta(jenis, saat.isoformat(), teks, tempat)


def baca_nomor(teks: Naskah) -> Fakta | None:
    """Return the number of the paper: the first that begins a line or a column of its head."""
    for nomor, sel in teks.sel:
        if nomor >= BARIS_KEPALA:
            return None
        # A form sets the number apart from its label.
        utuh = teks.baris[nomor] if sel is teks.baris[nomor].sel[0] else sel
        cocok = NOMOR.match(utuh.teks)
        if cocok and any(map(str.isdigit, cocok["isi"])) and not BUKAN_NOMOR.search(utuh.teks):
            mulai, isi = cocok.start("isi"), _tanpa_tanggal(cocok["isi"])
            return Fakta(JenisFakta.NOMOR, isi, isi, utuh.tempat(mulai, mulai + len(isi)))
    return None


def _tanpa_tanggal(isi: str) -> str:
    """Cut a date that stands to the right of the number, with the town before it."""
    ada = next(semua_tanggal(isi), None)
    if ada and ada[1].start() > 3 and isi[ada[1].start() - 1] == " ":
        isi = re.sub(r"\s+[A-Z][a-z]+,?\s*$", "", isi[: ada[1].start()])
    return isi.strip(" .:,")


def baca_tanggal(teks: Naskah) -> Fakta | None:
    """Return the date of the paper: under "Ditetapkan di", behind the town, alone, or "Pada hari ini"."""
    for cara in (_ditetapkan, _sesudah_kota, _sendiri, _hari_ini):
        calon = [hasil for _, sel in teks.sel if (hasil := cara(sel))]
        if calon:
            # Signatures stand at the end; the date of a letter and of a minute at the beginning.
            return calon[-1] if cara in (_ditetapkan, _sesudah_kota) else calon[0]
    return None


def _bertanggal(baris: Baris, mulai: int, akhir: bool = True) -> Fakta | None:
    """The date that stands at the character `mulai`, at the end of the line unless `akhir` is False."""
    for saat, cocok in semua_tanggal(baris.teks):
        if cocok.start() == mulai and (not akhir or not baris.teks[cocok.end() :].strip(" .,;")):
            return fakta_tanggal(JenisFakta.TANGGAL, saat, cocok[0], baris.tempat(*cocok.span()))
    return None


def _ditetapkan(sel: Baris) -> Fakta | None:
    cocok = DITETAPKAN.match(sel.teks)
    return _bertanggal(sel, cocok.end()) if cocok else None


def _sesudah_kota(sel: Baris) -> Fakta | None:
    for _, cocok in semua_tanggal(sel.teks):
        if KOTA.match(sel.teks[: cocok.start()]):
            return _bertanggal(sel, cocok.start())
    return None


def _sendiri(sel: Baris) -> Fakta | None:
    return _bertanggal(sel, 0) if sel.kiri > 350 else None


def _hari_ini(sel: Baris) -> Fakta | None:
    cocok = HARI_INI.search(sel.teks)
    return _bertanggal(sel, cocok.end(), akhir=False) if cocok else None


def baca_tanggal_lahir(teks: Naskah) -> Fakta | None:
    """Return the date of birth beside its label."""
    for satu in isian(teks, LAHIR):
        for saat, cocok in semua_tanggal(satu.teks):
            return fakta_tanggal(JenisFakta.TANGGAL_LAHIR, saat, cocok[0], satu.tempat)
    return None


def baca_tujuan(teks: Naskah) -> Fakta | None:
    """Return to whom a letter goes: the first "Yth."; a copy goes to others further down."""
    for _, sel in teks.sel:
        if cocok := YTH.match(sel.teks):
            isi = KEHORMATAN.sub("", cocok["isi"]).strip(" .,:;")
            return Fakta(JenisFakta.TUJUAN, isi, sel.teks, sel.tempat())
    return None


def baca_halaman(teks: Naskah) -> list[Fakta]:
    """Return what each page says of which it is and how many there are."""
    return [
        Fakta(JenisFakta.HALAMAN, f"{int(cocok[1])}/{int(cocok[2])}", cocok[0], baris.tempat(*cocok.span()))
        for _, baris, cocok in teks.cari(HALAMAN)
    ]
