"""Words for what a Peristiwa says: from stored JSON to lines that a person reads.

The kinds and the fields belong to rooms that this one does not know; they register their words in `AppConfig.ready`.
What nobody registered is shown by its code, made readable.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from siapp.web.templatetags.siapp import tanggal

Sumber = Callable[[], Mapping[str, str]]

_jenis: dict[str, str] = {}
_sumber: list[Sumber] = []
Penamai = Callable[[Iterable[str]], Mapping[str, str]]
_penamai: list[Penamai] = []

# Said by other means, or of use to a machine only.
TEKNIS = frozenset({"id", "sha256", "berkas_id", "keppres_id", "dokumen", "versi"})
# Read by `baris_perubahan` itself, or the version of the row's form: nothing that happened.
BENTUK = frozenset({"perubahan", "v"})
KOSONG = "(kosong)"
_HARI = re.compile(r"\d{4}-\d\d-\d\d")
_SAAT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def daftarkan_kata(*, jenis: Mapping[str, str] | None = None, bidang: Sumber | None = None) -> None:
    """Register the words of kinds of Peristiwa, and a source of the words of fields (asked once, when first needed)."""
    _jenis.update(jenis or {})
    if bidang is not None and bidang not in _sumber:
        _sumber.append(bidang)
        _bidang.cache_clear()


@cache
def _bidang() -> Mapping[str, str]:
    return {kode: kata for sumber in _sumber for kode, kata in sumber().items()}


def semua_jenis() -> list[tuple[str, str]]:
    """Return every registered kind as (code, words), by words."""
    return sorted(_jenis.items(), key=lambda satu: satu[1].casefold())


def kata_jenis(kode: str) -> str:
    """Return the words of a kind; "usulan.data_diubah" becomes "Usulan: data diubah" when nobody registered it."""
    ruang, titik, nama = kode.replace("_", " ").partition(".")
    return _jenis.get(kode) or (f"{ruang.capitalize()}: {nama}" if titik else ruang.capitalize())


def daftarkan_objek(penamai: Penamai) -> None:
    """Register who knows objects and streams ("usulan:<id>", …) by name: it is asked for many at once."""
    if penamai not in _penamai:
        _penamai.append(penamai)


def kata_objek(objek: Iterable[str]) -> dict[str, str]:
    """Return the words of each object or stream; one that nobody knows keeps its code, made readable."""
    semua = set(objek)
    hasil = {satu: satu.replace("_", " ").replace(":", " ").capitalize() for satu in semua}
    for penamai in _penamai:
        hasil.update(penamai(semua))
    return hasil


def kata_bidang(kode: str) -> str:
    """Return the words of a field."""
    return _bidang().get(kode) or kode.replace("_", " ").strip().capitalize()


def kata_nilai(nilai: Any) -> str:
    """Return a stored value in words: dates as dates, yes and no, lists with commas."""
    if nilai is None or nilai == "" or nilai == [] or nilai == {}:
        return KOSONG
    if isinstance(nilai, bool):
        return "ya" if nilai else "tidak"
    if isinstance(nilai, list):
        return ", ".join(map(kata_nilai, nilai))
    if isinstance(nilai, dict):
        return "; ".join(f"{kata_bidang(kunci)}: {kata_nilai(isi)}" for kunci, isi in nilai.items())
    return _kata_waktu(str(nilai)) or str(nilai)


def _kata_waktu(teks: str) -> str:
    try:
        if _HARI.fullmatch(teks):
            return tanggal(date.fromisoformat(teks))
        if _SAAT.match(teks):
            return tanggal(datetime.fromisoformat(teks), "waktu")
    except ValueError:
        return ""
    return ""


@dataclass(frozen=True, slots=True)
class Baris:
    """One line: what, the new (or only) value, and the old one; `lama` is None when there is none to compare with."""

    kunci: str
    nilai: str
    lama: str | None = None


def baris_perubahan(data: Mapping[str, Any], *, teknis: bool = False) -> list[Baris]:
    """Return the lines of a Peristiwa's `data`: first what changed ("perubahan": {field: [old, new]}), then the rest.

    `teknis` keeps ids, hashes and version numbers.
    """
    perubahan = data.get("perubahan") or {}
    baris = [Baris(kata_bidang(kode), kata_nilai(baru), kata_nilai(lama)) for kode, (lama, baru) in perubahan.items()]
    for kode, nilai in data.items():
        if kode not in BENTUK and (teknis or kode not in TEKNIS) and (teknis or kata_nilai(nilai) != KOSONG):
            baris.append(Baris(kata_bidang(kode), kata_nilai(nilai)))
    return baris
