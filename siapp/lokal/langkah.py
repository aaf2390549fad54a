"""What `make run` does besides starting processes, as one table."""

import gc
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from siapp.lokal import postgres
from siapp.lokal.galat import GagalMulai
from siapp.lokal.susunan import AKAR, VAR

CAP_STATIS = VAR / "static.cap"


def _ya() -> bool:
    return True


def _tidak() -> bool:
    return False


def _lewat() -> None:
    return


@dataclass(frozen=True)
class Langkah:
    """One management command, and what is asked about it; all of it is done by the helper (`pembantu`).

    `perlu` tells whether it has anything to do, `selesai` notes that it was done. `bercerita`: it shows its own
    progress on the terminal. `ulangi`: asked after a failure whether it must be tried again; without it a failure ends
    the start. `pemilik`: it changes the schema, so it runs as the role that owns it.
    """

    judul: str
    perintah: tuple[str, ...]
    bercerita: bool = False
    perlu: Callable[[], bool] = _ya
    selesai: Callable[[], None] = _lewat
    ulangi: Callable[[], bool] | None = None
    pemilik: bool = False


def sidik_statis() -> str:
    """Return a fingerprint of every static file there is: name, size and time of change."""
    from django.contrib.staticfiles.finders import get_finders

    sidik = hashlib.sha256()
    for pencari in get_finders():
        for nama, gudang in pencari.list([]):
            keadaan = Path(gudang.path(nama)).stat()
            sidik.update(f"{nama}|{keadaan.st_size}|{keadaan.st_mtime_ns}\n".encode())
    return sidik.hexdigest()


def _statis_berubah() -> bool:
    from django.conf import settings

    if settings.KEMBANG:
        return False
    return not CAP_STATIS.exists() or CAP_STATIS.read_text() != sidik_statis()


def _catat_statis() -> None:
    CAP_STATIS.write_text(sidik_statis())


# Before the web starts.
SEBELUM: tuple[Langkah, ...] = (
    Langkah("Memeriksa setelan", ("check", "--tag", "setelan", "--tag", "database", "--database", "default")),
    Langkah("Menyesuaikan skema basis data", ("migrate", "--no-input", "--verbosity", "0"), pemilik=True),
    Langkah("Menyiapkan tabel cache", ("createcachetable",), pemilik=True),
    Langkah("Membatasi hak aplikasi", ("peran_basis_data", "--aplikasi", postgres.APLIKASI), pemilik=True),
    Langkah("Memuat katalog layanan", ("muat_katalog",)),
)


def sebelum(*, dua_peran: bool) -> tuple[Langkah, ...]:
    """Return the steps before the web starts; in a database of somebody's own there is one role only."""
    if dua_peran:
        return SEBELUM
    return tuple(replace(satu, pemilik=False) for satu in SEBELUM if satu.perintah[0] != "peran_basis_data")


# Beside them: it needs no database.
STATIS = Langkah(
    "Mengumpulkan berkas statis",
    ("collectstatic", "--no-input", "--clear", "--verbosity", "0"),
    perlu=_statis_berubah,
    selesai=_catat_statis,
)

DAFTAR_AKUN = ("akun_contoh", "--daftar")


def _belum_ada_instansi() -> bool:
    """True while no list of SIASN has come: the demo accounts need it. Later an older one will do."""
    try:
        jalankan(DAFTAR_AKUN)
    except GagalMulai:
        return True
    return False


# While the web starts: these speak HTTP with the simulator.
SESUDAH: tuple[Langkah, ...] = (
    Langkah("Menarik data referensi dan Data ASN dari SIASN", ("sinkron",), bercerita=True, ulangi=_belum_ada_instansi),
    # Without a proof the exchange works all the same: then people settle what is uncertain.
    Langkah("Membuktikan janji SIASN atas kiriman ulang", ("uji_kontrak", "--bila-perlu"), ulangi=_tidak),
    Langkah("Mendaftarkan BKN sebagai pemakai API", ("klien_contoh",)),
    Langkah("Membuat akun contoh", ("akun_contoh",)),
)


def siapkan_django() -> None:
    """Load Django in this process; the variables of `var/lokal.env` must stand by now.

    From here on nothing is collected: loading and migrating make much that stays and little that is garbage, and
    looking for it costs a third of the time.
    """
    gc.disable()
    os.environ["DJANGO_SETTINGS_MODULE"] = "siapp.settings"
    import django

    os.chdir(AKAR)
    django.setup()


@contextmanager
def _sebagai_pemilik() -> Iterator[None]:
    """Let Django's connections be the owner's inside."""
    from django.db import connection

    semula = connection.settings_dict["USER"]
    _ganti_peran(postgres.PEMILIK)
    try:
        yield
    finally:
        _ganti_peran(semula)


def _ganti_peran(peran: str) -> None:
    from django.db import connections
    from django.db.backends.postgresql.base import DatabaseWrapper

    koneksi = connections["default"]
    assert isinstance(koneksi, DatabaseWrapper)  # noqa: S101 - for the types: no other engine is allowed
    koneksi.close()
    koneksi.close_pool()
    koneksi.settings_dict["USER"] = peran


def jalankan(perintah: tuple[str, ...], *, pemilik: bool = False) -> str:
    """Run a management command in this process, as the owner of the schema if need be, and return what it printed.

    Raises GagalMulai with its last words when it fails.
    """
    from django.core.management import call_command

    keluaran = io.StringIO()
    try:
        with _sebagai_pemilik() if pemilik else nullcontext():
            call_command(*perintah, stdout=keluaran, stderr=keluaran)
    except (Exception, SystemExit) as galat:
        kutipan = "".join(f"\n    {baris}" for baris in keluaran.getvalue().splitlines()[-12:])
        raise GagalMulai(
            f"Perintah `manage.py {' '.join(perintah)}` gagal: {galat}{kutipan}\n"
            f"Rinciannya terlihat dengan menjalankan perintah itu sendiri: `.venv/bin/python manage.py {perintah[0]}`."
        ) from galat
    return keluaran.getvalue()
