"""The bytes of a Berkas in storage: written once, read only together with their SHA-256."""

import hashlib
from typing import BinaryIO, cast

from django.core.files import File
from django.core.files.storage import default_storage

from siapp.berkas.models import Berkas

POTONGAN = 256 * 1024
ASLI = "asli"


class BerkasRusak(Exception):
    """The stored bytes are not the ones that were received, or are gone."""


def kunci_asli(id_heksa: str) -> str:
    """Return the storage key of a file's original bytes; it says nothing about the person or the document."""
    return f"{ASLI}/{id_heksa[:2]}/{id_heksa}"


def salin_terhitung(sumber: BinaryIO, tujuan: BinaryIO | None, batas: int | None = None) -> tuple[int, str]:
    """Read `sumber` to its end in pieces, write them to `tujuan` if given, and return (bytes read, SHA-256).

    Stops early as soon as more than `batas` bytes were read: then the count is above `batas` and the hash is void.
    """
    ukuran, sidik = 0, hashlib.sha256()
    while potongan := sumber.read(POTONGAN):
        ukuran += len(potongan)
        if batas is not None and ukuran > batas:
            break
        sidik.update(potongan)
        if tujuan is not None:
            tujuan.write(potongan)
    return ukuran, sidik.hexdigest()


def buka_asli(berkas: Berkas) -> BinaryIO:
    """Open the original bytes at their start, for who compares them while reading; the caller closes.

    Raises BerkasRusak when they are gone; what the storage raises when it cannot be reached goes through.
    """
    try:
        return cast(BinaryIO, default_storage.open(berkas.kunci, "rb").file)
    except FileNotFoundError as galat:
        raise BerkasRusak(f"berkas {berkas.pk} is gone from storage") from galat


def buka_terperiksa(berkas: Berkas) -> BinaryIO:
    """Open the original bytes, at their start, after comparing their SHA-256; the caller closes.

    In any state of the file: for the inspection itself and the scrub. It is read twice, and on S3 kept in a local
    temporary file in between, so that what was compared is what is handed out. Raises BerkasRusak when the bytes
    differ or are gone; what the storage raises when it cannot be reached goes through.
    """
    isi = buka_asli(berkas)
    try:
        ukuran, sidik = salin_terhitung(isi, None)
        isi.seek(0)
    except BaseException:
        isi.close()
        raise
    if (ukuran, sidik) != (berkas.ukuran, berkas.sha256):
        isi.close()
        raise BerkasRusak(f"berkas {berkas.pk} differs from what was received")
    return isi


def simpan(kunci: str, isi: BinaryIO) -> str:
    """Write `isi` under `kunci` in pieces and return the key the storage gave it."""
    return default_storage.save(kunci, File(isi))


def hapus(kunci: str) -> None:
    """Remove what is stored under `kunci`; nothing happens when there is nothing."""
    default_storage.delete(kunci)


def isi_folder(folder: str) -> list[str]:
    """Return the names of what is stored directly below `folder`; none if it does not exist."""
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
