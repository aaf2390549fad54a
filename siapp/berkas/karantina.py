"""Stored files that the database does not know: moved aside in the same storage, never deleted.

Only one of two stores has spoken when the database knows nothing of a file: after a restore it is the database that
is behind. What was moved keeps its whole key below the day of the move, and can be put back.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.utils import timezone

from siapp.berkas.models import Berkas
from siapp.berkas.penyimpanan import ASLI, isi_folder, simpan

KARANTINA = "karantina"
# More than this share of what is stored is no left-over of a crash: storage and database do not belong together.
BATAS_YATIM = 0.01
_BENTUK = re.compile(rf"{KARANTINA}/\d{{4}}-\d\d-\d\d/({ASLI}/[0-9a-f]{{2}}/[0-9a-f]{{32}})")


class TerlaluBanyakYatim(Exception):
    """More than 1 % of the stored files are unknown to the database: nothing was moved, a person must look."""


def yatim(sebelum: datetime) -> tuple[list[str], int]:
    """Return the keys of stored originals older than `sebelum` that no row knows, and how many are stored in all."""
    hasil: list[str] = []
    semua = 0
    for dua in (f"{n:02x}" for n in range(256)):
        kunci = [f"{ASLI}/{dua}/{nama}" for nama in isi_folder(f"{ASLI}/{dua}")]
        dikenal = set(Berkas.objects.filter(kunci__in=kunci).values_list("kunci", flat=True))
        asing = (satu for satu in kunci if satu not in dikenal)
        hasil += [satu for satu in asing if default_storage.get_modified_time(satu) < sebelum]
        semua += len(kunci)
    return hasil, semua


def pindahkan(kunci: str) -> str:
    """Move what is stored under `kunci` to quarantine and return its new key; a move that was cut off is repeated."""
    return _pindah(kunci, f"{KARANTINA}/{timezone.localdate():%Y-%m-%d}/{kunci}")


def kembalikan(kunci: str) -> str:
    """Put a file of the quarantine back where it was and return that key. Raises ValueError for any other key."""
    cocok = _BENTUK.fullmatch(kunci)
    if cocok is None or not default_storage.exists(kunci):
        raise ValueError(f"{kunci} tidak ada di karantina.")
    if default_storage.exists(cocok[1]):
        raise ValueError(f"{cocok[1]} sudah ada di tempatnya.")
    return _pindah(kunci, cocok[1])


def _pindah(dari: str, ke: str) -> str:
    # The copy first: whatever fails in between leaves the file where it was.
    with default_storage.open(dari, "rb") as isi:
        tersimpan = simpan(ke, cast(BinaryIO, isi))
    if default_storage.size(tersimpan) != default_storage.size(dari):
        default_storage.delete(tersimpan)
        raise OSError(f"{dari} was not copied whole")
    default_storage.delete(dari)
    return tersimpan


def isi_karantina() -> Iterator[str]:
    """Yield the keys of what lies in quarantine, the oldest day first."""
    for hari in sorted(_folder(KARANTINA)):
        for dua in sorted(_folder(f"{KARANTINA}/{hari}/{ASLI}")):
            akar = f"{KARANTINA}/{hari}/{ASLI}/{dua}"
            yield from (f"{akar}/{nama}" for nama in isi_folder(akar))


def _folder(akar: str) -> list[str]:
    try:
        return default_storage.listdir(akar)[0]
    except FileNotFoundError:
        return []
