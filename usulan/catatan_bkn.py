"""What BKN reads with a resubmission (API 5, `catatan`): the PIC's words, and every field of data that changed.

The agreement has no API that changes data, so BKN learns of it here (keputusan/0002). Room is kept for it: what the PIC
writes must fit beside it, and no change goes unsaid. Pure.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

PANJANG_CATATAN = 255  # Lampiran API 5, in characters and in bytes
_PEMBUKA = "Perbaikan data: "
_SAMBUNG = ". "
_HARI = re.compile(r"\d{4}-\d{2}-\d{2}")
# A label shortened to less than this says nothing any more.
LABEL_TERPENDEK = 3


def panjang(teks: str) -> int:
    """Return how much of a Varchar `teks` takes: characters or bytes, whichever is more."""
    return max(len(teks), len(teks.encode()))


def sebut_panjang(teks: str) -> str:
    """Say how long `teks` is: "256 karakter", and its bytes where they are what does not fit."""
    bita = len(teks.encode())
    return f"{len(teks)} karakter" + (f" ({bita} bita)" if bita > len(teks) else "")


def tulis_nilai(nilai: Any) -> str:
    """Write a stored value as the Lampiran writes it: dates DD-MM-YYYY."""
    if nilai is None or nilai == "":
        return "dikosongkan"
    teks = str(nilai)
    return f"{date.fromisoformat(teks):%d-%m-%Y}" if _HARI.fullmatch(teks) else teks


def _bentuk(berubah: Mapping[str, Any]) -> list[str]:
    """The changes in words, the fullest first: with values, then as names, then, if need be, as shortened names."""
    lengkap = _PEMBUKA + "; ".join(f"{nama}: {tulis_nilai(nilai)}" for nama, nilai in berubah.items())
    nama = _PEMBUKA + "; ".join(berubah)
    return [lengkap, nama] if panjang(nama) <= PANJANG_CATATAN else [lengkap, nama, _singkat(list(berubah))]


def _singkat(nama: list[str]) -> str:
    """Every name, each cut to the longest equal share that fits and marked with a full stop."""
    for huruf in range(max(map(len, nama)), LABEL_TERPENDEK, -1):
        isi = (satu if len(satu) <= huruf else satu[: huruf - 1].rstrip() + "." for satu in nama)
        teks = _PEMBUKA + "; ".join(isi)
        if panjang(teks) <= PANJANG_CATATAN:
            return teks
    raise ValueError(f"{len(nama)} names do not fit")


def ruang_catatan(berubah: Mapping[str, Any]) -> int:
    """Return how many characters are left for the PIC's words beside the names of the changed fields."""
    if not berubah:
        return PANJANG_CATATAN
    return max(0, PANJANG_CATATAN - min(panjang(satu) for satu in _bentuk(berubah)) - len(_SAMBUNG))


def tulis_catatan(catatan: str, berubah: Mapping[str, Any]) -> str | None:
    """Return the note as BKN reads it, None when `catatan` does not fit beside what changed.

    `berubah`: label of a changed field → its new value.
    """
    pilihan = [_SAMBUNG.join(filter(None, [catatan, satu])) for satu in _bentuk(berubah)] if berubah else [catatan]
    return next((satu for satu in pilihan if panjang(satu) <= PANJANG_CATATAN), None)
