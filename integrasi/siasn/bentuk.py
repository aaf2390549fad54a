"""The shapes SIASN answers in, read into ours. Pure functions; all of kontrak.md 2 "How SIASN answers"."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from integrasi.sebab import Kode

WIB = timezone(timedelta(hours=7))
# WIB, WITA and WIT: who writes one of these means the day in it.
ZONA_INDONESIA = (timedelta(hours=7), timedelta(hours=8), timedelta(hours=9))
PANJANG_ID = 64

# WSO2 gateway codes. Only those that prove the request never reached SIASN itself.
GERBANG_TOKEN = frozenset({900901, 900902, 900903, 900904})
GERBANG_SIBUK = frozenset({900800, 900801, 900802, 900803, 900804, 900806})
GERBANG_HENTI = 303001
GERBANG_OTENTIKASI_RUSAK = 900900

_KODE_GERBANG = re.compile(r"(?:900|303|101|700)\d{3}")
_KODE_XML = re.compile(rb"<(?:\w+:)?code>\s*(\d{6})\s*</")
_TOKEN_MATI = re.compile(r"invalid or expired jwt|token sso mismatch", re.IGNORECASE)
_TIDAK_ADA = re.compile(r"tidak ditemukan|not found|tidak ada data", re.IGNORECASE)
_DIBLOKIR = re.compile(r"blokir|kedudukan\D{0,30}\b92\b", re.IGNORECASE)
_TAK_TERSIMPAN = re.compile("[\x00\ud800-\udfff]")
_ID = re.compile(r"(?=[^\d]*\d)[0-9A-Za-z][0-9A-Za-z_-]{7,63}")


@dataclass(frozen=True)
class Isi:
    """A success envelope; `data` is what was inside, any JSON value."""

    data: object


@dataclass(frozen=True)
class Tolakan:
    """An error body. `tidak_ada`: it is the sentence "data not found"."""

    kode: str
    pesan: str
    data: object = None
    tidak_ada: bool = False


@dataclass(frozen=True)
class Gerbang:
    """A fault of the gateway in front of SIASN, by its six-digit code."""

    kode: int


@dataclass(frozen=True)
class Asing:
    """Nothing we know: `sebab` is JAWABAN_KOSONG, BUKAN_JSON or BENTUK_ASING."""

    sebab: Kode
    pesan: str = ""
    data: object = None


Bentuk = Isi | Tolakan | Gerbang | Asing


@lru_cache(maxsize=4096)
def baku(nama: str) -> str:
    """A field's name without what services spell differently: case, underscores, spaces."""
    return "".join(c for c in nama.lower() if c.isalnum())


def baca(baris: Mapping[str, object], *nama: str) -> object:
    """First value among `nama` in `baris`, whatever the spelling (`id_usulan`, `IdUsulan`, `ID-USULAN`); else None."""
    for satu in nama:
        if satu in baris:
            return baris[satu]
    dicari = {baku(satu) for satu in nama}
    return next((nilai for kunci, nilai in baris.items() if baku(kunci) in dicari), None)


def teks(baris: Mapping[str, object], *nama: str) -> str:
    """The value as stripped text; null, a list or an object give an empty one. What no database keeps becomes "�"."""
    nilai = baca(baris, *nama)
    return _TAK_TERSIMPAN.sub("�", str(nilai)).strip() if isinstance(nilai, str | int | float) else ""


def angka(baris: Mapping[str, object], *nama: str) -> int | None:
    """The value as a whole number, None when it is not one."""
    isi = teks(baris, *nama)
    return int(isi) if re.fullmatch(r"-?[0-9]{1,18}", isi) else None


def benar(baris: Mapping[str, object], *nama: str) -> bool | None:
    """The value as yes or no (true, 1, "ya", "wajib" …), None when it is neither."""
    isi = teks(baris, *nama).lower()
    if isi in {"true", "1", "y", "ya", "t", "wajib"}:
        return True
    return False if isi in {"false", "0", "n", "tidak", "f", "opsional"} else None


def daftar(data: object) -> list[Mapping[str, object]] | None:
    """`data` as rows: a list of objects, or one object as a list of one. None when it is neither."""
    if isinstance(data, Mapping):
        return [data]
    if isinstance(data, list) and all(isinstance(baris, Mapping) for baris in data):
        return data
    return None


def angka_atau_teks(nilai: str | int) -> str | int:
    """Reference ids go out as the Lampiran's Int when they are one; newer ids are text and stay so."""
    return int(nilai) if isinstance(nilai, str) and re.fullmatch(r"0|[1-9][0-9]{0,17}", nilai) else nilai


def wajar_id(nilai: str) -> bool:
    """Whether `nilai` can be an ID Usulan: 8 to 64 letters, digits, "-" or "_", at least one digit (Lampiran: 36)."""
    return _ID.fullmatch(nilai) is not None


TANPA_TANGGAL = ("0001-01-01", "0000-00-00", "01-01-0001", "00-00-0000", "01/01/0001", "00/00/0000")


def baca_tanggal(nilai: object) -> date | None:
    """A date in any form SIASN writes: DD-MM-YYYY, DD/MM/YYYY, YYYY-MM-DD, RFC 3339, `Y-m-d H:i:s`.

    With strokes the day comes first too, as people write it here: "03/04/2025" is of April, "04/25/2025" none.

    Empty, null, year 1 and all zeros mean none. A moment with an offset of Indonesia counts by the calendar there, with
    any other by that of Jakarta, since midnight there is the day before in UTC. Raises ValueError for anything else.
    """
    if nilai is None:
        return None
    if not isinstance(nilai, str):
        raise ValueError("tanggal bukan teks")
    isi = nilai.strip()
    if not isi or isi.startswith(TANPA_TANGGAL):
        return None
    if re.fullmatch(r"[0-9]{2}([-/])[0-9]{2}\1[0-9]{4}", isi):
        return date(int(isi[6:]), int(isi[3:5]), int(isi[:2]))
    if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}($|[T ])", isi):
        raise ValueError("bentuk tanggal tidak dikenal")
    return _tanggal_wib(datetime.fromisoformat(_potong_pecahan(isi)))


def _potong_pecahan(isi: str) -> str:
    """Go writes nanoseconds; the day does not need them and fromisoformat need not see them."""
    return re.sub(r"\.[0-9]+", "", isi)


def _tanggal_wib(saat: datetime) -> date:
    if saat.tzinfo is None or saat.utcoffset() in ZONA_INDONESIA:
        return saat.date()
    try:
        return saat.astimezone(WIB).date()
    except OverflowError as galat:
        raise ValueError("tanggal di luar jangkauan") from galat


def tanggal(baris: Mapping[str, object], *nama: str) -> date | None:
    """The value as a date; none when empty or unreadable, because one odd date must not lose the whole row."""
    try:
        return baca_tanggal(baca(baris, *nama))
    except ValueError:
        return None


def tulis_tanggal(nilai: date | str) -> str:
    """DD-MM-YYYY, the Lampiran's format, from a date or from text in any form we read.

    Raises ValueError when the text is empty or no date.
    """
    hari = nilai if isinstance(nilai, date) else baca_tanggal(nilai)
    if hari is None:
        raise ValueError("tanggal kosong")
    return f"{hari.day:02d}-{hari.month:02d}-{hari.year:04d}"


def _kode_gerbang(muatan: Mapping[str, object]) -> int | None:
    for sumber in (muatan, baca(muatan, "fault")):
        kode = teks(sumber, "code") if isinstance(sumber, Mapping) else ""
        if _KODE_GERBANG.fullmatch(kode):
            return int(kode)
    return None


def _pesan(muatan: Mapping[str, object]) -> str:
    """BKN's words in an error body, wherever this service put them."""
    calon = [teks(muatan, nama) for nama in ("message", "pesan", "description", "detail", "data", "error", "title")]
    return next((isi for isi in calon if isi and isi.lower() not in {"true", "false", "0", "1"}), "")


def _ada_galat(muatan: Mapping[str, object]) -> bool:
    galat = baca(muatan, "error")
    bergalat = bool(galat) and str(galat).strip().lower() not in {"", "false", "0", "null", "none"}
    return bergalat or benar(muatan, "success") is False or teks(muatan, "code") == "0"


def _tolakan(muatan: Mapping[str, object]) -> Tolakan:
    pesan = _pesan(muatan)
    semua = " ".join(teks(muatan, nama) for nama in ("message", "data"))
    return Tolakan(teks(muatan, "code"), pesan, baca(muatan, "data", "mapData"), bool(_TIDAK_ADA.search(semua)))


def _isi(data: object) -> Bentuk:
    """Success data: the old service sends JSON inside a string, the newer ones say "not found" in a sentence."""
    if not isinstance(data, str):
        return Isi(data)
    if data.lstrip().startswith(("{", "[")):
        return _urai(data.encode(), Isi)
    return Tolakan("", data, None, tidak_ada=True) if _TIDAK_ADA.search(data) else Isi(data)


def _berhasil(muatan: Mapping[str, object]) -> Bentuk:
    if benar(muatan, "success"):
        return _isi(baca(muatan, "mapData", "data"))
    if teks(muatan, "code") == "1":
        return _isi(baca(muatan, "data"))
    hasil = baca(muatan, "results")
    return Isi(hasil) if isinstance(hasil, list) else Asing(Kode.BENTUK_ASING, _pesan(muatan), baca(muatan, "data"))


def buka(muatan: object) -> Bentuk:
    """Unwrap one decoded JSON answer, in every envelope SIASN uses, by its content and never by the HTTP status."""
    if isinstance(muatan, list):
        return Isi(muatan)
    if not isinstance(muatan, Mapping):
        return Asing(Kode.BENTUK_ASING)
    if kode := _kode_gerbang(muatan):
        return Gerbang(kode)
    if _TOKEN_MATI.search(" ".join(str(nilai) for nilai in muatan.values() if isinstance(nilai, str))):
        return Gerbang(900901)
    return _tolakan(muatan) if _ada_galat(muatan) else _berhasil(muatan)


def _bulat(isi: str) -> int | str:
    """A whole number; one longer than any of ours stays text, for `int` refuses 4,300 digits and with them the list."""
    return int(isi) if len(isi) <= 40 else isi


def _urai(isi: bytes, lanjut: Callable[[object], Bentuk]) -> Bentuk:
    try:
        muatan = json.loads(isi, parse_int=_bulat)
    except (ValueError, RecursionError):
        return Asing(Kode.BUKAN_JSON)
    return lanjut(muatan)


def buka_bytes(isi: bytes) -> Bentuk:
    """Unwrap the body of an answer as it came: JSON, the gateway's XML fault, nothing, or something else."""
    if not isi.strip():
        return Asing(Kode.JAWABAN_KOSONG)
    if cocok := _KODE_XML.search(isi[:4096]):
        return Gerbang(int(cocok[1]))
    return _urai(isi, buka)


def diblokir(bentuk: Bentuk) -> bool:
    """Whether an error body says that the civil servant is blocked (kedudukan 92)."""
    if not isinstance(bentuk, Tolakan | Asing):
        return False
    data = bentuk.data if isinstance(bentuk.data, Mapping) else {}
    kedudukan = teks(data, "kedudukan", "kedudukan_hukum_id", "kedudukan_id")
    return kedudukan == "92" or bool(_DIBLOKIR.search(bentuk.pesan))
