"""System checks: what is set but cannot work is named before the first request, not by it.

Cheap ones only: no network, and the database only where it is asked for (`--database default`, and at each start).
`manage.py check --deploy` adds those that matter in production.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import OperationalError

from siapp.berkas.clamav import alamat_pemindai
from siapp.laporan import periksa_pustaka

# What depends on this installation and not on the code alone; `make run` checks no more.
TANDA = "setelan"


def daftarkan() -> None:
    """Register the checks of this module; called once when the app is ready."""
    register(periksa_penyimpanan, TANDA)
    register(periksa_masa_tenang, TANDA)
    register(periksa_jalur_siasn, TANDA)
    register(periksa_clamav, TANDA)
    register(periksa_pustaka, TANDA)
    register(periksa_proksi, TANDA)
    register(periksa_alamat_klien, Tags.security, deploy=True)
    register(periksa_https_mitra, Tags.security, deploy=True)
    register(periksa_sandi_jaringan, Tags.security, deploy=True)
    register(periksa_peran, Tags.database)


def _dapat_ditulis(folder: Path) -> bool:
    """True if `folder` can be written, or could be made in its nearest existing parent."""
    ada = next(calon for calon in (folder, *folder.parents) if calon.exists())
    return ada.is_dir() and os.access(ada, os.W_OK | os.X_OK)


def periksa_penyimpanan(**_: Any) -> list[CheckMessage]:
    """siapp.E001: the folder for documents must be writable. S3 is not asked here: that would be a call."""
    # default_storage is a lazy wrapper around the real one.
    if not isinstance(default_storage, FileSystemStorage) or _dapat_ditulis(Path(default_storage.location)):
        return []
    return [
        Error(
            f"Folder penyimpanan berkas {default_storage.location} tidak dapat ditulis.",
            hint="Beri izin tulis kepada pengguna yang menjalankan SIAPP, atau ganti STORAGE_URL.",
            id="siapp.E001",
        )
    ]


def periksa_masa_tenang(**_: Any) -> list[CheckMessage]:
    """siapp.E002: looking whether a lost call arrived proves nothing while the call may still be under way."""
    if settings.SIASN_MASA_TENANG.total_seconds() > settings.SIASN_BATAS_WAKTU:
        return []
    return [
        Error(
            "SIASN_MASA_TENANG harus lebih lama daripada SIASN_BATAS_WAKTU.",
            hint="Panggilan yang masih berjalan dapat disangka tidak sampai lalu dikirim dua kali.",
            id="siapp.E002",
        )
    ]


def periksa_jalur_siasn(**_: Any) -> list[CheckMessage]:
    """siapp.E003: SIASN_PATHS is a JSON object of texts. Whether its keys exist is `integrasi`'s to say."""
    jalur = settings.SIASN_PATHS
    if isinstance(jalur, dict) and all(isinstance(isi, str) and isi.startswith("/") for isi in jalur.values()):
        return []
    return [
        Error(
            "SIASN_PATHS harus berupa objek JSON dengan jalur yang diawali garis miring.",
            hint="""Contoh: SIASN_PATHS='{"nama": "/jalur/baru"}'; lihat .env.example.""",
            id="siapp.E003",
        )
    ]


def periksa_clamav(**_: Any) -> list[CheckMessage]:
    """siapp.E004: a malformed address of the scanner would keep every file in quarantine."""
    if not settings.CLAMAV_ALAMAT:
        return []
    try:
        alamat_pemindai(settings.CLAMAV_ALAMAT)
    except ValueError as galat:
        return [Error(str(galat), hint="Kosongkan bila tidak ada ClamAV.", id="siapp.E004")]
    return []


def periksa_proksi(**_: Any) -> list[CheckMessage]:
    """siapp.E005: a header about the client is believed only where a proxy of ours sets it."""
    if settings.PROKSI_TEPERCAYA >= 0 and (settings.PROKSI_TEPERCAYA or not settings.KEPALA_ALAMAT):
        return []
    return [
        Error(
            "PROKSI_TEPERCAYA dan KEPALA_ALAMAT tidak cocok.",
            hint="PROKSI_TEPERCAYA: jumlah proksi di depan aplikasi, paling sedikit 1 bila KEPALA_ALAMAT diisi.",
            id="siapp.E005",
        )
    ]


def periksa_alamat_klien(**_: Any) -> list[CheckMessage]:
    """siapp.W002: behind a proxy that is not named the whole country has one address."""
    if settings.PROKSI_TEPERCAYA or not settings.HTTPS:
        return []
    return [
        Warning(
            "PROKSI_TEPERCAYA belum diisi: di belakang proksi TLS semua orang tampak datang dari alamat proksi.",
            hint="Isi PROKSI_TEPERCAYA=1 bila di depan aplikasi ada satu proksi; lihat docs/operasi.md.",
            id="siapp.W002",
        )
    ]


def periksa_https_mitra(**_: Any) -> list[CheckMessage]:
    """siapp.W001: credentials and personal data go to SIASN over TLS only."""
    return [
        Warning(
            f"{nama} tidak memakai https: sandi dan data ASN lewat tanpa sandi jaringan.",
            hint="Pakai alamat https dari BKN.",
            id="siapp.W001",
        )
        for nama in ("SIASN_BASE_URL", "SIASN_TOKEN_URL", "SIASN_SSO_URL")
        if urlsplit(getattr(settings, nama)).scheme != "https"
    ]


def periksa_sandi_jaringan(**_: Any) -> list[CheckMessage]:
    """siapp.W004: what another machine is told goes over TLS, with its certificate looked at."""
    return [
        Warning(
            f"{nama} menunjuk ke mesin lain tanpa TLS yang diperiksa.",
            hint=f"Pakai {cara}, atau pastikan jaringannya tersandi; lihat docs/operasi.md.",
            id="siapp.W004",
        )
        for nama, cara in _terbuka()
    ]


def _terbuka() -> Iterator[tuple[str, str]]:
    for nama, isi in (("DATABASE_URL", "default"), ("DATABASE_REPLICA", "replika")):
        basis = settings.DATABASES.get(isi, {})
        if _mesin_lain(basis.get("HOST", "")) and basis.get("OPTIONS", {}).get("sslmode") != "verify-full":
            yield nama, "sslmode=verify-full"
    redis = urlsplit(settings.REDIS_URL)
    if redis.scheme == "redis" and _mesin_lain(redis.hostname or ""):
        yield "REDIS_URL", "rediss://"


def _mesin_lain(tempat: str) -> bool:
    """Whether `tempat`, a host name, an address or the folder of a socket, is another machine."""
    if tempat.startswith("/") or tempat in {"", "localhost"}:
        return False
    with suppress(ValueError):
        return not ip_address(tempat).is_loopback
    return True


def periksa_peran(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """siapp.W003: in production the application's role owns nothing and cannot touch the audit trail.

    Says nothing where the database does not answer: readiness tells that.
    """
    # Models are there only after the apps are ready.
    from siapp.peran_basis_data import hak_berlebih

    if not settings.HTTPS or "default" not in (databases or ()):
        return []
    try:
        lebih = hak_berlebih()
    except OperationalError:
        return []
    if not lebih:
        return []
    return [
        Warning(
            f"Peran basis data yang dipakai aplikasi {', '.join(lebih)}.",
            hint="Pakai peran tersendiri yang diberi hak oleh `manage.py peran_basis_data`; lihat docs/operasi.md.",
            id="siapp.W003",
        )
    ]
