"""Checks what arrives against the Lampiran's types and lengths, and names the field that fails.

A stand-in that takes anything would let the product send anything; BKN's services do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

STATUS = ("APPROVED", "BTL", "TMS")
JENIS = ("Baru", "Perbaikan")
Pemeriksa = Callable[[Any], str]
_NIP = re.compile(r"[0-9]{18}")
_ANGKA = re.compile(r"[0-9]{1,9}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Ditolak(Exception):
    """The service refuses: `kolom` names the field, `tak_urut` tells that the call came too early."""

    def __init__(self, kolom: str, pesan: str, *, tak_urut: bool = False) -> None:
        super().__init__(f"{kolom}: {pesan}")
        self.kolom = kolom
        self.tak_urut = tak_urut


class TidakAda(Exception):
    """The thing meant is unknown here; `tak_urut` when an earlier call should have made it."""

    def __init__(self, *, tak_urut: bool = False) -> None:
        super().__init__()
        self.tak_urut = tak_urut


def teks(batas: int, *, wajib: bool = True) -> Pemeriksa:
    """Varchar(batas): counted in UTF-8 bytes, as the database behind SIASN counts."""

    def periksa(nilai: Any) -> str:
        if nilai in (None, ""):
            return "wajib diisi" if wajib else ""
        if not isinstance(nilai, str):
            return "harus teks"
        panjang = len(nilai.encode())
        return f"paling panjang {batas}, diterima {panjang}" if panjang > batas else ""

    return periksa


def tanggal(*, wajib: bool = True) -> Pemeriksa:
    """Date as DD-MM-YYYY."""

    def periksa(nilai: Any) -> str:
        if nilai in (None, ""):
            return "wajib diisi" if wajib else ""
        try:
            datetime.strptime(nilai, "%d-%m-%Y")  # noqa: DTZ007  (a day has no zone)
        except (TypeError, ValueError):
            return "harus tanggal DD-MM-YYYY"
        return ""

    return periksa


def satu_dari(*pilihan: str) -> Pemeriksa:
    """One of the given words, exactly."""
    return lambda nilai: "" if nilai in pilihan else f"harus salah satu dari {', '.join(pilihan)}"


def nip(nilai: Any) -> str:
    """NIP: 18 digits."""
    return "" if isinstance(nilai, str) and _NIP.fullmatch(nilai) else "harus 18 angka"


def bulat(nilai: Any) -> str:
    """Int; a form field carries it as digits."""
    benar = isinstance(nilai, int) and not isinstance(nilai, bool)
    return "" if benar or (isinstance(nilai, str) and _ANGKA.fullmatch(nilai)) else "harus bilangan bulat"


def hak(nilai: Any) -> str:
    """Access flag of API 2, Varchar(10)."""
    if nilai is None or isinstance(nilai, bool | int):
        return ""
    return teks(10, wajib=False)(nilai)


def data_usulan(nilai: Any) -> str:
    """Json: an object; its `referensi_siapp`, when present, is a uuid."""
    if not isinstance(nilai, dict) or not nilai:
        return "harus objek JSON yang berisi"
    acuan = nilai.get("referensi_siapp")
    return "" if acuan is None or _UUID.fullmatch(str(acuan)) else "referensi_siapp harus uuid"


def alamat(nilai: Any) -> str:
    """Download URL, Varchar(255)."""
    salah = teks(255)(nilai)
    return salah or ("" if str(nilai).startswith(("http://", "https://")) else "harus alamat http(s)")


def periksa(aturan: Mapping[str, Pemeriksa], muatan: Mapping[str, Any]) -> None:
    """Check one payload against what each field must be.

    Raises:
        Ditolak: with the first field that does not fit.
    """
    for kolom, pemeriksa in aturan.items():
        salah = pemeriksa(muatan.get(kolom))
        if salah:
            raise Ditolak(kolom, salah)
