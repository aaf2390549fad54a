"""The sessions of one person, one per device, and ending them from another device (keputusan/0087).

The sign-in library notes at each sign-in the browser and the address; the session itself says when it was last used.
"""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from siapp.akun.models import Pengguna
from siapp.akun.sesi import MULAI, TERAKHIR
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses

SEBAB_DIAKHIRI = "diakhiri dari perangkat lain"
# The first that fits: Edge and Opera call themselves Chrome, too, and all of them call themselves Safari.
_PERAMBAN = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SISTEM = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Perangkat:
    """One session that still lives."""

    nomor: int
    nama: str
    alamat: str
    masuk: datetime
    terakhir: datetime
    ini: bool


def nama_perangkat(agen: str) -> str:
    """Name browser and system in the words of their makers, from what the browser says of itself."""
    peramban = next((nama for pola, nama in _PERAMBAN if re.search(pola, agen)), "Peramban lain")
    sistem = next((nama for pola, nama in _SISTEM if re.search(pola, agen)), "")
    return f"{peramban} di {sistem}" if sistem else peramban


def perangkat(pengguna: Pengguna, kunci_ini: str | None) -> list[Perangkat]:
    """Return the living sessions of `pengguna`, the one with the key `kunci_ini` first, then by last use."""
    daftar = [_perangkat(sesi, isi, kunci_ini) for sesi, isi in _hidup(pengguna)]
    return sorted(daftar, key=lambda satu: (not satu.ini, -satu.terakhir.timestamp()))


def _perangkat(sesi: UserSession, isi: dict[str, Any], kunci_ini: str | None) -> Perangkat:
    return Perangkat(
        nomor=sesi.pk,
        nama=nama_perangkat(sesi.user_agent),
        alamat=sesi.ip,
        masuk=sesi.created_at,
        terakhir=datetime.fromtimestamp(isi[TERAKHIR], UTC) if TERAKHIR in isi else sesi.created_at,
        ini=sesi.session_key == kunci_ini,
    )


def _hidup(pengguna: Pengguna) -> Iterable[tuple[UserSession, dict[str, Any]]]:
    dicatat = {sesi.session_key: sesi for sesi in UserSession.objects.filter(user=pengguna)}
    for baris in Session.objects.filter(session_key__in=dicatat, expire_date__gt=timezone.now()):
        isi = baris.get_decoded()
        if _masih_berlaku(isi, pengguna):
            yield dicatat[baris.session_key], isi


def _masih_berlaku(isi: dict[str, Any], pengguna: Pengguna) -> bool:
    """Whether the next request of the session would still be let in: by its password, its pause and its age."""
    kini = time.time()
    return (
        constant_time_compare(isi.get(HASH_SESSION_KEY, ""), pengguna.get_session_auth_hash())
        and kini - isi.get(TERAKHIR, kini) <= settings.SESI_MENGANGGUR.total_seconds()
        and kini - isi.get(MULAI, kini) <= settings.SESI_TERLAMA.total_seconds()
    )


@transaction.atomic
def akhiri(pengguna: Pengguna, *, nomor: int | None, kunci_ini: str | None, sebab: str = SEBAB_DIAKHIRI) -> int:
    """End the session `nomor` of `pengguna`, or all (None), but never that with the key `kunci_ini`; return how many.

    The number of another person's session finds nothing. Each ending is recorded like a sign-out.
    """
    semua = UserSession.objects.filter(user=pengguna).exclude(session_key=kunci_ini)
    kunci = list((semua if nomor is None else semua.filter(pk=nomor)).values_list("session_key", flat=True))
    berakhir, _ = Session.objects.filter(session_key__in=kunci).delete()
    UserSession.objects.filter(session_key__in=kunci).delete()
    for _satu in range(berakhir):
        catat_akses(Akses.Tindakan.KELUAR, f"akun:{pengguna.pk}", oleh=pengguna, sebab=sebab)
    return berakhir
