"""Stored files that the database does not know: moved aside in the same storage, deleted after 90 days.

Only one of two stores has spoken when the database knows nothing of a file: after a restore it is the database that
is behind. What was moved keeps its whole key below the day of the move, and can be put back. It goes back by itself
once the database knows it again. It is deleted only when both stores say so: it has lain here for 90 days, and the
audit trail of this very database tells that it was put here 90 days ago.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import BinaryIO, cast
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.audit.catat import catat
from siapp.audit.models import Peristiwa
from siapp.berkas.models import Berkas
from siapp.berkas.penyimpanan import ASLI, isi_folder, simpan

KARANTINA = "karantina"
# More than this share of what is stored is no left-over of a crash: storage and database do not belong together.
BATAS_YATIM = 0.01
MASA_KARANTINA = timedelta(days=90)
DIBUANG, DIKARANTINA, DIKEMBALIKAN = "berkas_dibuang", "berkas_dikarantina", "berkas_dikembalikan"
DIHAPUS = "berkas_dihapus_tetap"
SEBAB = {DIBUANG: "tidak dirujuk lagi", DIKARANTINA: "tidak dikenal basis data"}
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


@dataclass(frozen=True)
class Terkarantina:
    """A file in quarantine: its key there and its own, since when, why ("" when the trail does not tell), bytes."""

    kunci: str
    asal: str
    sejak: date
    sebab: str
    ukuran: int


def daftar_karantina() -> Iterator[Terkarantina]:
    """Yield what lies in quarantine, the oldest day first."""
    for kunci in isi_karantina():
        if cocok := _BENTUK.fullmatch(kunci):
            terakhir = _peristiwa_terakhir(cocok[1])
            sebab = SEBAB.get(terakhir.jenis, "") if terakhir else ""
            sejak = date.fromisoformat(kunci.split("/")[1])
            yield Terkarantina(kunci, cocok[1], sejak, sebab, default_storage.size(kunci))


def _aliran(asal: str) -> str:
    return f"berkas:{UUID(asal.rpartition('/')[2])}"


def _peristiwa_terakhir(asal: str) -> Peristiwa | None:
    return Peristiwa.objects.filter(aliran=_aliran(asal)).order_by("-urutan").first()


def _catat(asal: str, jenis: str) -> None:
    with transaction.atomic():
        catat(_aliran(asal), jenis, oleh=Mesin.SISTEM)


def karantinakan(kunci: str) -> str:
    """Move a file that no row knows aside, after the trail says so; return its new key."""
    _catat(kunci, DIKARANTINA)
    return pindahkan(kunci)


def pulangkan() -> int:
    """Put back what the database knows again and is not at its place; return how many."""
    kembali = 0
    for satu in list(daftar_karantina()):
        if Berkas.objects.filter(kunci=satu.asal).exists() and not default_storage.exists(satu.asal):
            kembalikan(satu.kunci)
            kembali += 1
    return kembali


def habiskan() -> int:
    """Delete for good what both stores have called unwanted for `MASA_KARANTINA`; return how many."""
    batas, dihapus = timezone.now() - MASA_KARANTINA, 0
    for satu in list(daftar_karantina()):
        terakhir = _peristiwa_terakhir(satu.asal)
        lama = satu.sebab and terakhir and terakhir.waktu < batas and satu.sejak <= timezone.localdate(batas)
        if lama and not Berkas.objects.filter(kunci=satu.asal).exists():
            _catat(satu.asal, DIHAPUS)
            default_storage.delete(satu.kunci)
            dihapus += 1
    return dihapus


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
    kembali = _pindah(kunci, cocok[1])
    _catat(kembali, DIKEMBALIKAN)
    return kembali


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
