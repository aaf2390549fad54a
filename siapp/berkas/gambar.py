"""Page images: all that a browser ever shows of a PDF (janji.md 3).

PDFium draws them in a child process; they are kept in the same storage under a key made of file, width and page. The
worker makes the first pages behind the inspections, when the machine has nothing better to do. Any other page is drawn
when it is first asked for, with a window of the pages after it. A web process has a few children for it; whoever does
not get a turn in time is asked to come back. So pages work without JavaScript, and no crowd of readers can start a
crowd of children.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from siapp.berkas.anak import AnakHabisWaktu, Batas, jalankan_anak
from siapp.berkas.models import Berkas
from siapp.berkas.penyimpanan import BerkasRusak, buka_terperiksa, isi_folder

log = structlog.get_logger(__name__)

# The only widths in pixels that are made; what is asked for is rounded up to one of them.
LEBAR_KECIL = 160
LEBAR_BACA = 1000
LEBAR = (LEBAR_KECIL, LEBAR_BACA, 1800)
# Pages drawn ahead by one child, by width.
JENDELA = {160: 24, 1000: 4, 1800: 1}
GAMBAR = "gambar"

BATAS = Batas(cpu=20, dinding=20.0)
# Nobody waits for what is drawn beforehand: it gives way to all others, and may take its time.
AWAL = 2
BATAS_AWAL = Batas(cpu=20, dinding=60.0, mengalah=15)
TUNGGU_GILIRAN = 8.0
_giliran = threading.BoundedSemaphore(2)


class GambarBelumSiap(Exception):
    """The picture could not be made in time, or not at all."""


def bulatkan_lebar(lebar: int) -> int:
    """Return the smallest width that is made and is at least `lebar`, or the largest."""
    return next((baku for baku in LEBAR if baku >= lebar), LEBAR[-1])


def kunci_gambar(berkas: Berkas, nomor: int, lebar: int) -> str:
    """Return the storage key of one page image."""
    return f"{GAMBAR}/{berkas.pk.hex[:2]}/{berkas.pk.hex}/{lebar}/{nomor}.webp"


def gambar_halaman(berkas: Berkas, nomor: int, lebar: int) -> bytes:
    """Return page `nomor` (1 to `berkas.halaman`) as WebP, about `lebar` pixels wide (see `LEBAR`).

    The file must be released. Raises GambarBelumSiap when no child was free in time or the page cannot be drawn,
    BerkasRusak when the stored bytes changed.
    """
    lebar = bulatkan_lebar(lebar)
    isi = _tersimpan(berkas, nomor, lebar)
    if isi is not None:
        return isi
    with _dapat_giliran():
        # While we waited, another reader's child may have drawn it.
        isi = _tersimpan(berkas, nomor, lebar)
        return isi if isi is not None else buat_gambar(berkas, nomor, lebar)[0]


def buat_gambar(berkas: Berkas, mulai: int, lebar: int, banyak: int = 0, batas: Batas | None = None) -> list[bytes]:
    """Draw `banyak` pages from `mulai` at `lebar`, keep the pictures and return them.

    `banyak` 0: the window of that width; `batas`: what the child may take, unless as for one who waits.
    Raises GambarBelumSiap when the first of them cannot be drawn.
    """
    sampai = min(mulai + (banyak or JENDELA[lebar]) - 1, berkas.halaman or 0)
    with buka_terperiksa(berkas) as isi:
        try:
            perintah = {"jenis": berkas.jenis, "mulai": mulai, "sampai": sampai, "lebar": lebar}
            kode, keluaran = jalankan_anak("lukis.py", isi, perintah, batas or BATAS)
        except AnakHabisWaktu as galat:
            raise GambarBelumSiap from galat
    # A child that fails at a later page has handed over the earlier ones.
    gambar = list(_bagian(keluaran))
    if not gambar:
        log.error("gambar_gagal", berkas=str(berkas.pk), halaman=mulai, kode=kode)
        raise GambarBelumSiap
    for nomor, isi_gambar in enumerate(gambar, start=mulai):
        _simpan(kunci_gambar(berkas, nomor, lebar), isi_gambar)
    return gambar


def siapkan_gambar(berkas: Berkas) -> None:
    """Draw the first pages to read, and write down that it was done; all others are drawn when they are looked at.

    A file whose pages cannot be drawn, or whose bytes changed, is not tried again here: a reader who asks for the
    page gets the true answer.
    """
    try:
        if _tersimpan(berkas, 1, LEBAR_BACA) is None:
            buat_gambar(berkas, 1, LEBAR_BACA, AWAL, BATAS_AWAL)
    except (GambarBelumSiap, BerkasRusak) as galat:
        log.warning("gambar_tidak_disiapkan", berkas=str(berkas.pk), galat=type(galat).__name__)
    Berkas.objects.filter(pk=berkas.pk).update(gambar_pada=timezone.now())


def hapus_gambar(berkas: Berkas) -> None:
    """Remove all page images of a file."""
    akar = f"{GAMBAR}/{berkas.pk.hex[:2]}/{berkas.pk.hex}"
    for lebar in LEBAR:
        for nama in isi_folder(f"{akar}/{lebar}"):
            default_storage.delete(f"{akar}/{lebar}/{nama}")


def _tersimpan(berkas: Berkas, nomor: int, lebar: int) -> bytes | None:
    try:
        with default_storage.open(kunci_gambar(berkas, nomor, lebar), "rb") as isi:
            return cast(bytes, isi.read())
    except FileNotFoundError:
        return None


@contextmanager
def _dapat_giliran() -> Iterator[None]:
    if not _giliran.acquire(timeout=TUNGGU_GILIRAN):
        raise GambarBelumSiap
    try:
        yield
    finally:
        _giliran.release()


def _bagian(keluaran: bytes) -> Iterator[bytes]:
    posisi = 0
    while posisi + 4 <= len(keluaran):
        panjang = int.from_bytes(keluaran[posisi : posisi + 4], "big")
        potongan = keluaran[posisi + 4 : posisi + 4 + panjang]
        if len(potongan) < panjang:
            return
        yield potongan
        posisi += 4 + panjang


def _simpan(kunci: str, isi: bytes) -> None:
    # Two children may have drawn the same page: the storage would keep the second under a made-up name.
    tersimpan = default_storage.save(kunci, ContentFile(isi))
    if tersimpan != kunci:
        default_storage.delete(tersimpan)
