"""Read what BKN posts to API 9: pure, tells every fault at once, and never fails on odd bytes."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from integrasi.siasn.bentuk import baca_tanggal

# The Lampiran says 36; real ids are 32 or 36 and are stored as text of 64.
_ID = re.compile(r"[!-~]{1,64}")
_STATUS = {"APPROVED": "APPROVED", "BTL": "BTL", "BTS": "BTL", "TMS": "TMS"}
PANJANG_KETERANGAN = 255
TAHUN_PERTAMA = 1900

Galat = tuple[tuple[str, str], ...]


class TidakTerbacaError(ValueError):
    """The body cannot be read; `daftar` names every fault as (field, sentence)."""

    def __init__(self, daftar: Galat) -> None:
        super().__init__("unreadable notice")
        self.daftar = daftar


def baca_notifikasi(badan: bytes, hari_ini: date) -> dict[str, Any]:
    """Read a body of API 9 (Lampiran API 9); `hari_ini` in Jakarta bounds the date of the verdict.

    Returns `id_usulan`, `status` (one of the agreement's three words), `tanggal_verifikasi` (a date) and
    `keterangan`. Keys are read whatever their case and separators, unknown ones are ignored. Raises TidakTerbacaError.
    """
    isi = _objek(badan)
    galat: list[tuple[str, str]] = []
    nilai: dict[str, Any] = {}
    for bidang, baca in _BIDANG.items():
        try:
            nilai[bidang] = baca(isi.get(_baku(bidang)), hari_ini)
        except ValueError as salah:
            galat.append((bidang, str(salah)))
    if galat:
        raise TidakTerbacaError(tuple(galat))
    return nilai


def _baku(kunci: str) -> str:
    return "".join(huruf for huruf in kunci[:64].lower() if huruf.isalnum())


def _tolak_tetapan(nama: str) -> None:
    raise ValueError(nama)


def _objek(badan: bytes) -> Mapping[str, Any]:
    try:
        isi = json.loads(badan.decode("utf-8-sig"), parse_constant=_tolak_tetapan)
    except (ValueError, RecursionError) as galat:
        raise TidakTerbacaError((("", "Isi bukan JSON yang sah dalam UTF-8."),)) from galat
    if not isinstance(isi, dict):
        raise TidakTerbacaError((("", "Isi harus berupa satu objek JSON."),))
    # The exact spelling wins over its look-alikes.
    longgar = {_baku(kunci): nilai for kunci, nilai in isi.items()}
    return {**longgar, **{_baku(bidang): isi[bidang] for bidang in _BIDANG if bidang in isi}}


def _teks(nilai: Any) -> str:
    if nilai is None or nilai == "":
        raise ValueError("Wajib diisi.")
    if not isinstance(nilai, str):
        raise ValueError("Harus berupa teks.")
    return nilai


def _id_usulan(nilai: Any, _hari_ini: date) -> str:
    teks = _teks(nilai)
    if len(teks) > 64:
        raise ValueError(f"Paling panjang 64 karakter; yang diterima {len(teks)}.")
    if not _ID.fullmatch(teks):
        raise ValueError("Hanya huruf, angka, dan tanda baca ASCII tanpa spasi.")
    return teks


def _status(nilai: Any, _hari_ini: date) -> str:
    teks = _teks(nilai)
    if teks not in _STATUS:
        raise ValueError("Harus salah satu dari APPROVED, BTL (atau BTS), TMS, dengan huruf besar.")
    return _STATUS[teks]


def _tanggal(nilai: Any, hari_ini: date) -> date:
    try:
        hari = baca_tanggal(_teks(nilai))
    except ValueError as galat:
        if not isinstance(nilai, str) or not nilai:
            raise
        raise ValueError("Bukan tanggal; tulis DD-MM-YYYY, misalnya 31-12-2025.") from galat
    if hari is None:
        raise ValueError("Wajib diisi.")
    if hari.year < TAHUN_PERTAMA or hari > hari_ini:
        raise ValueError("Tanggal tidak masuk akal: sebelum tahun 1900 atau sesudah hari ini.")
    return hari


def _keterangan(nilai: Any, _hari_ini: date) -> str:
    teks = _teks(nilai) if nilai not in (None, "") else ""
    if len(teks) > PANJANG_KETERANGAN:
        raise ValueError(f"Paling panjang {PANJANG_KETERANGAN} karakter; yang diterima {len(teks)}.")
    if "\x00" in teks or any("\ud800" <= huruf <= "\udfff" for huruf in teks):
        raise ValueError("Berisi karakter yang tidak dapat disimpan (NUL atau pasangan pengganti yang terpisah).")
    return teks


_BIDANG = {
    "id_usulan": _id_usulan,
    "status": _status,
    "tanggal_verifikasi": _tanggal,
    "keterangan": _keterangan,
}
