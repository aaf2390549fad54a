"""A paper from a template and data: set in a child process, within limits of time, memory and number."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.utils import timezone

from siapp.naskah import anak
from siapp.web.galat import GalatPengguna

# At once in one process of the web; who comes meanwhile waits, and is told when it takes too long.
SEKALIGUS = 2
TUNGGU = 20.0
_giliran = BoundedSemaphore(SEKALIGUS)
# A word without a place to break would run out of its column.
SEPATAH = 12


class NaskahGagal(GalatPengguna):
    """The paper could not be set now; the message says what to do."""


def dapat_patah(teks: str) -> str:
    """Return `teks` with places to break in words that are longer than a column is wide."""
    kata = teks.split(" ")
    return " ".join("\u200b".join(_potong(k)) if len(k) > 2 * SEPATAH else k for k in kata)


def _potong(kata: str) -> list[str]:
    return [kata[i : i + SEPATAH] for i in range(0, len(kata), SEPATAH)]


def _dapat_patah(isi: Any) -> Any:
    if isinstance(isi, str):
        return dapat_patah(isi)
    if isinstance(isi, Mapping):
        return {kunci: _dapat_patah(nilai) for kunci, nilai in isi.items()}
    return [_dapat_patah(satu) for satu in isi] if isinstance(isi, list | tuple) else isi


def tata(folder: Path, nama: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF that the template `nama`.typ in `folder` makes of `data` (JSON values only).

    PDF/A-2a and PDF/UA-1, all fonts embedded. Every .typ of `folder` may be imported. Raises NaskahGagal when too many
    are being set, or when it took too long or too much.
    """
    templat = {p.name: p.read_text() for p in sorted(folder.glob("*.typ"))}
    templat["main.typ"] = templat.pop(f"{nama}.typ")
    permintaan = {
        "templat": templat,
        "data": json.dumps(_dapat_patah(data), ensure_ascii=False),
        "waktu": int(timezone.now().timestamp()),
    }
    if not _giliran.acquire(timeout=TUNGGU):
        raise NaskahGagal("Pencetak naskah sedang penuh. Tunggu sebentar, lalu ulangi.", kode=503)
    try:
        return _jalankan(json.dumps(permintaan).encode())
    finally:
        _giliran.release()


def _jalankan(permintaan: bytes) -> bytes:
    perintah = [sys.executable, "-I", anak.__file__]
    try:
        hasil = subprocess.run(  # noqa: S603 - our own interpreter and program, no shell
            perintah, input=permintaan, capture_output=True, timeout=anak.DETIK, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as galat:
        raise NaskahGagal("Naskah ini tidak dapat disusun. Ulangi; bila tetap, hubungi Administrator SIAPP.") from galat
    return hasil.stdout
