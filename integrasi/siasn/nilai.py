"""One value of SIASN's lists, read strictly: what has one meaning is read in every form, all else is named and refused.

A list is not stopped by an odd value (kontrak.md 1): the row it stands in is set aside, with the words of `NilaiAneh`.
Those words and `macam` tell the kind of a value, never the value: they are kept, and it may be about a person.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from integrasi.siasn.bentuk import baca_tanggal

KELUARGA_TERBANYAK = 100
_KOSONG = frozenset({"", "-", "--", "–", "null", "none", "nan"})
_SPASI = re.compile(r"\s+")
_GOLONGAN = re.compile(r"(?:gol(?:ongan)?\.?\s*)?(i{1,3}|iv|[1-4])[\s/.\-_]*([a-e])", re.IGNORECASE)
_GOLONGAN_ID = re.compile(r"([1-4])([1-5])")
_ROMAWI = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_RUPIAH = re.compile(r"^(?:rp|idr)\.?\s*|(?:,-|\.-)$", re.IGNORECASE)
_PISAH_NIP = re.compile(r"[\s.\-'’`]")
_RIBUAN = {",": re.compile(r"-?\d{1,3}(?:\.\d{3})+"), ".": re.compile(r"-?\d{1,3}(?:,\d{3})+")}
_YA = frozenset({"true", "1", "y", "ya", "t", "wajib"})
_TIDAK = frozenset({"false", "0", "n", "tidak", "f", "opsional"})


class NilaiAneh(ValueError):
    """A value that has no meaning or several; the message says why, in Indonesian, without the value."""


def macam(nilai: object) -> str:
    """What kind of value it is, in words and measures only ("teks 512 huruf")."""
    if nilai is None:
        return "kosong"
    if isinstance(nilai, bool):
        return "ya/tidak"
    if isinstance(nilai, str):
        return f"teks {len(nilai)} huruf"
    if isinstance(nilai, int):
        return "angka bulat"
    if isinstance(nilai, float):
        return "angka berkoma"
    return f"daftar {len(nilai)} isi" if isinstance(nilai, list) else "objek"


def teks(nilai: object) -> str:
    """Text as people read it: one space for any white space, none around, no invisible signs; null is "".

    Raises NilaiAneh for control signs, halves of a sign and whatever is not text or a number.
    """
    if nilai is None:
        return ""
    if isinstance(nilai, bool) or not isinstance(nilai, str | int | float):
        raise NilaiAneh("bukan teks")
    if isinstance(nilai, str):
        return _rapi(nilai)
    return str(_bulat_dari_float(nilai)) if isinstance(nilai, float) else str(nilai)


def _rapi(isi: str) -> str:
    if isi.isascii() and isi.isprintable():
        return _SPASI.sub(" ", isi).strip()
    bersih = _SPASI.sub(" ", unicodedata.normalize("NFC", isi))
    bersih = "".join(satu for satu in bersih if unicodedata.category(satu) != "Cf")
    if any(unicodedata.category(satu) in {"Cc", "Cs"} for satu in bersih):
        raise NilaiAneh("berisi tanda yang tidak dapat disimpan")
    return bersih.strip()


def _bulat_dari_float(nilai: float) -> int:
    """A JSON number with a point that is whole; beyond 2^53 its last digits are lost."""
    if nilai != nilai or abs(nilai) >= 2**53 or nilai != int(nilai):
        raise NilaiAneh("angka berkoma atau terlalu besar")
    return int(nilai)


def pengenal(nilai: object) -> str:
    """An id as received, without white space and invisible signs within; null is ""."""
    return teks(nilai).replace(" ", "")


def baku_id(id: str) -> str:
    """What two ids are compared by: neither case nor dashes make another (kontrak.md 1)."""
    return id.replace("-", "").lower()


def nip(nilai: object) -> str:
    """A NIP as 18 digits, written with or without spaces, dots, dashes and an apostrophe; null is "".

    Raises NilaiAneh for anything else, also for a number whose last digits JSON has rounded away.
    """
    if isinstance(nilai, float):
        raise NilaiAneh("NIP ditulis sebagai angka berkoma; angka terakhirnya hilang")
    angka = _PISAH_NIP.sub("", unicodedata.normalize("NFKC", teks(nilai)))
    if angka and not (angka.isascii() and angka.isdigit() and len(angka) == 18):
        raise NilaiAneh("bukan NIP 18 angka")
    return angka


def tanggal(nilai: object) -> date | None:
    """A date in any form SIASN writes; none when empty. Raises NilaiAneh for anything else."""
    if nilai is None or (isinstance(nilai, str) and nilai.strip().lower() in _KOSONG):
        return None
    try:
        return baca_tanggal(nilai)
    except ValueError:
        raise NilaiAneh("bukan tanggal yang ada") from None


def ya(nilai: object) -> bool | None:
    """Yes or no in SIASN's words; none when empty. Raises NilaiAneh for anything else."""
    isi = (str(nilai) if isinstance(nilai, bool) else teks(nilai)).lower()
    if isi in _YA | _TIDAK:
        return isi in _YA
    if isi in _KOSONG:
        return None
    raise NilaiAneh("bukan ya atau tidak")


def golongan(nilai: object) -> str:
    """A grade in its one spelling "IV/b": from "IV/B", "IV B", "4b", "IV.b" and the id "42" (kontrak.md 6); "" if none.

    Raises NilaiAneh for anything else, and for letters a grade does not have ("III/e").
    """
    isi = unicodedata.normalize("NFKC", teks(nilai))
    if isi.lower() in _KOSONG:
        return ""
    if cocok := _GOLONGAN_ID.fullmatch(isi):
        angka, huruf = cocok[1], "abcde"[int(cocok[2]) - 1]
    elif cocok := _GOLONGAN.fullmatch(isi):
        angka, huruf = cocok[1], cocok[2].lower()
    else:
        raise NilaiAneh("bukan golongan ruang")
    romawi = _ROMAWI.get(angka, angka.upper())
    if huruf == "e" and romawi != "IV":
        raise NilaiAneh("bukan golongan ruang")
    return f"{romawi}/{huruf}"


def bilangan(nilai: object, terkecil: int, terbesar: int) -> int | None:
    """A whole number from `terkecil` to `terbesar`, in every form with one meaning there; none when empty.

    22, 22.0, "22", "22,00", "4.500.000", "Rp 4.500.000,00", "4,500,000.00". A text with two readings counts when one
    of them alone lies in the range ("22.000" years are 22); else, and for anything else, raises NilaiAneh.
    """
    if isinstance(nilai, bool) or not isinstance(nilai, str | int | float | None):
        raise NilaiAneh("bukan angka")
    if isinstance(nilai, str):
        return _bilangan_dari_teks(nilai, terkecil, terbesar)
    angka = _bulat_dari_float(nilai) if isinstance(nilai, float) else nilai
    if angka is not None and not terkecil <= angka <= terbesar:
        raise NilaiAneh(f"di luar {terkecil}–{terbesar}")
    return angka


def _bilangan_dari_teks(nilai: str, terkecil: int, terbesar: int) -> int | None:
    isi = unicodedata.normalize("NFKC", teks(nilai))
    if isi.lower() in _KOSONG:
        return None
    mungkin = _bacaan(_RUPIAH.sub("", isi).replace(" ", ""))
    if not mungkin:
        raise NilaiAneh("bukan angka bulat")
    dalam = {angka for angka in mungkin if terkecil <= angka <= terbesar}
    if len(dalam) == 1:
        return dalam.pop()
    raise NilaiAneh("dapat dibaca sebagai dua angka" if dalam else f"di luar {terkecil}–{terbesar}")


def _bacaan(isi: str) -> set[int]:
    """Every whole number that a text can mean: point or comma for thousands, the other one for decimals."""
    if len(isi) > 40:
        return set()
    hasil = set()
    for koma, ribuan in _RIBUAN.items():
        utuh, _, pecahan = isi.partition(koma)
        if re.fullmatch(r"-?\d+", utuh) or ribuan.fullmatch(utuh):
            polos = utuh.replace(".", "").replace(",", "")
            if isi.count(koma) <= 1 and re.fullmatch(r"\d*", pecahan, re.ASCII):
                hasil |= _bulat(f"{polos}.{pecahan or 0}")
    return hasil


def _bulat(isi: str) -> set[int]:
    try:
        angka = Decimal(isi)
    except InvalidOperation:
        return set()
    return {int(angka)} if angka == int(angka) else set()


def nama_keluarga(nilai: object) -> tuple[str, ...]:
    """Names of family members: objects with `nama`, or bare texts from older services; those without a name drop out.

    Raises NilaiAneh for anything else.
    """
    if nilai is None:
        return ()
    if not isinstance(nilai, list):
        raise NilaiAneh("bukan daftar nama")
    if len(nilai) > KELUARGA_TERBANYAK:
        raise NilaiAneh(f"lebih dari {KELUARGA_TERBANYAK} nama")
    nama = (teks(_nama(satu)) for satu in nilai if satu is not None)
    return tuple(satu for satu in nama if satu)


def _nama(satu: object) -> object:
    if isinstance(satu, Mapping):
        return next((nilai for kunci, nilai in satu.items() if str(kunci).lower() == "nama"), None)
    return satu
