"""Stored files that the database does not know: moved aside in the same storage, deleted after 90 days.

Only one of two stores has spoken when the database knows nothing of a file: after a restore it is the database that
is behind. What was moved keeps its whole key below the day of the move, and can be put back. It goes back by itself
once the database knows it again. It is deleted only when both stores say so: it has lain here for 90 days, and the
audit trail of this very database tells that it was put here 90 days ago.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import BinaryIO, cast
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.audit.catat import Pelaku, catat
from siapp.audit.models import Peristiwa
from siapp.berkas.izin import Urusan, hak
from siapp.berkas.models import Berkas
from siapp.berkas.pemasangan import PemasanganBerbeda, pastikan_pemasangan
from siapp.berkas.penyimpanan import ASLI, isi_folder, simpan
from siapp.kunci import Kunci, kunci_tunggal
from siapp.web.galat import GalatPengguna

KARANTINA = "karantina"
# More than this share of what is stored is no left-over of a crash: storage and database do not belong together.
BATAS_YATIM = 0.01
MASA_KARANTINA = timedelta(days=90)
KELOMPOK = 100
# Seconds that one who moves files waits for another: to put one back takes no longer.
TUNGGU = 5.0
SEDANG = "Penyimpanan sedang dirapikan. Coba lagi beberapa menit lagi."
DIBUANG, DIKARANTINA, DIKEMBALIKAN = "berkas_dibuang", "berkas_dikarantina", "berkas_dikembalikan"
DIHAPUS = "berkas_dihapus_tetap"
SEBAB = {DIBUANG: "tidak dirujuk lagi", DIKARANTINA: "tidak dikenal basis data"}
_BENTUK = re.compile(rf"{KARANTINA}/\d{{4}}-\d\d-\d\d/({ASLI}/[0-9a-f]{{2}}/[0-9a-f]{{32}})")


class SedangDirapikan(Exception):
    """Somebody else moves files to quarantine or back at this moment."""


class TerlaluBanyakYatim(Exception):
    """More than 1 % of the stored files are unknown to the database: nothing was moved, a person must look."""


def yatim(sebelum: datetime) -> tuple[dict[str, datetime], int]:
    """Return the stored originals older than `sebelum` that no row knows, and how many are stored in all.

    They are given by key, with the time when they were stored.
    """
    hasil: dict[str, datetime] = {}
    semua = 0
    for dua in (f"{n:02x}" for n in range(256)):
        kunci = [f"{ASLI}/{dua}/{nama}" for nama in isi_folder(f"{ASLI}/{dua}")]
        dikenal = set(Berkas.objects.filter(kunci__in=kunci).values_list("kunci", flat=True))
        asing = ((satu, default_storage.get_modified_time(satu)) for satu in kunci if satu not in dikenal)
        hasil |= {satu: saat for satu, saat in asing if saat < sebelum}
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

    @property
    def nomor(self) -> UUID:
        """The id that its row had, as the audit trail names it."""
        return UUID(self.asal.rpartition("/")[2])

    @property
    def dihapus_pada(self) -> date | None:
        """From which day on it may be deleted; None: never, for this database does not know why it lies here."""
        return self.sejak + MASA_KARANTINA if self.sebab else None

    @property
    def sisa_hari(self) -> int | None:
        """Days until then, 0 when that day has come; None: never."""
        return max(0, (self.dihapus_pada - timezone.localdate()).days) if self.dihapus_pada else None


def daftar_karantina() -> Iterator[Terkarantina]:
    """Yield what lies in quarantine, the oldest day first."""
    semua = isi_karantina()
    while sebagian := list(islice(semua, KELOMPOK)):
        yield from terkarantina(sebagian)


def terkarantina(kunci: Iterable[str]) -> list[Terkarantina]:
    """Return what lies in quarantine under each `kunci`, in one query; what has just gone is left out."""
    asal = {satu: cocok[1] for satu in kunci if (cocok := _BENTUK.fullmatch(satu))}
    aliran = map(_aliran, asal.values())
    terakhir = Peristiwa.objects.filter(aliran__in=aliran).order_by("aliran", "-urutan").distinct("aliran")
    sebab = {satu.aliran: SEBAB.get(satu.jenis, "") for satu in terakhir}
    hasil = []
    for satu, milik in asal.items():
        with suppress(FileNotFoundError):
            sejak = date.fromisoformat(satu.split("/")[1])
            ukuran = default_storage.size(satu)
            hasil.append(Terkarantina(satu, milik, sejak, sebab.get(_aliran(milik), ""), ukuran))
    return hasil


def _aliran(asal: str) -> str:
    return f"berkas:{UUID(asal.rpartition('/')[2])}"


def _peristiwa_terakhir(asal: str) -> Peristiwa | None:
    return Peristiwa.objects.filter(aliran=_aliran(asal)).order_by("-urutan").first()


def _catat(asal: str, jenis: str, oleh: Pelaku = Mesin.SISTEM) -> None:
    with transaction.atomic():
        catat(_aliran(asal), jenis, oleh=oleh)


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


@contextmanager
def giliran_karantina() -> Iterator[None]:
    """Be the only one who moves files to quarantine and back. Raises SedangDirapikan while somebody else does."""
    with kunci_tunggal(Kunci.GOSOK, tunggu=TUNGGU) as dapat:
        if not dapat:
            raise SedangDirapikan
        yield


def kembalikan_satu(kunci: str, *, oleh: Pengguna) -> None:
    """Put one file back for a person. Raises TidakBerwenang, GalatPengguna (409) with what to do instead."""
    hak.check(oleh, Urusan.ATUR_KARANTINA)
    try:
        pastikan_pemasangan()
        with giliran_karantina():
            kembalikan(kunci, oleh=oleh)
    except PemasanganBerbeda as galat:
        raise GalatPengguna(str(galat), "Bukan satu pemasangan", 409) from galat
    except SedangDirapikan as galat:
        raise GalatPengguna(SEDANG, "Sedang dirapikan", 409) from galat
    except ValueError as galat:
        raise GalatPengguna(f"{galat} Muat ulang daftarnya.", "Sudah berubah", 409) from galat


def kembalikan(kunci: str, *, oleh: Pelaku = Mesin.SISTEM) -> str:
    """Put a file of the quarantine back where it was and return that key. Raises ValueError for any other key."""
    cocok = _BENTUK.fullmatch(kunci)
    if cocok is None or not default_storage.exists(kunci):
        raise ValueError(f"{kunci} tidak ada di karantina.")
    if default_storage.exists(cocok[1]):
        raise ValueError(f"{cocok[1]} sudah ada di tempatnya.")
    kembali = _pindah(kunci, cocok[1])
    _catat(kembali, DIKEMBALIKAN, oleh)
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


def isi_karantina(dari: str = "", *, mundur: bool = False) -> Iterator[str]:
    """Yield the keys of what lies in quarantine, the oldest day first; `mundur`: the newest first.

    `dari`: only those beyond this key. Folders are read when their turn comes, so who stops early reads few.
    """
    for hari in _urut(KARANTINA, _folder(KARANTINA), dari, mundur):
        for dua in _urut(f"{hari}/{ASLI}", _folder(f"{hari}/{ASLI}"), dari, mundur):
            isi = _urut(dua, isi_folder(dua), dari, mundur)
            yield from (satu for satu in isi if satu != dari and _BENTUK.fullmatch(satu))


def _urut(akar: str, nama: Iterable[str], dari: str, mundur: bool) -> list[str]:
    """The paths of `nama` below `akar` in order, without those that lie before `dari`."""
    jalur = sorted((f"{akar}/{satu}" for satu in nama), reverse=mundur)
    if not dari:
        return jalur
    return [satu for satu in jalur if (satu <= dari[: len(satu)] if mundur else satu >= dari[: len(satu)])]


def _folder(akar: str) -> list[str]:
    try:
        return default_storage.listdir(akar)[0]
    except FileNotFoundError:
        return []
