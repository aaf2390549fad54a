"""The duty of secrecy: each user confirms it at the first sign-in and again each year (Pasal 11 ayat (5)).

The text is data with a version (kerahasiaan.toml); a confirmation is a row. A new version asks everybody again
(keputusan/0062).
"""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone

from siapp.akun.models import Pengguna, PernyataanKerahasiaan
from siapp.audit.catat import catat

BERLAKU = timedelta(days=365)
DINYATAKAN = "pengguna.kerahasiaan_dinyatakan"
# In the session: the version confirmed and until when, in Unix seconds, so that no page asks the database for it.
TANDA_SESI = "kerahasiaan"


@dataclass(frozen=True, slots=True)
class Naskah:
    """One version of the text."""

    versi: int
    butir: tuple[str, ...]


@cache
def semua_naskah() -> tuple[Naskah, ...]:
    """Return every version there ever was, the oldest first."""
    isi = tomllib.loads(Path(__file__).with_name("kerahasiaan.toml").read_text(encoding="utf-8"))
    return tuple(Naskah(satu["versi"], tuple(satu["butir"])) for satu in isi["naskah"])


def naskah() -> Naskah:
    """Return the version in force."""
    return semua_naskah()[-1]


def pernyataan_terakhir(pengguna: Pengguna) -> PernyataanKerahasiaan | None:
    """Return the newest confirmation of the text in force, None when there is none."""
    milik = PernyataanKerahasiaan.objects.filter(pengguna=pengguna, versi=naskah().versi)
    return milik.order_by("-pada").first()


def perlu(pengguna: Pengguna, sesi: SessionBase) -> bool:
    """Whether `pengguna` has to confirm now; asked of the database once in a session."""
    kini = timezone.now()
    if _ingat(sesi) > kini.timestamp():
        return False
    terakhir = pernyataan_terakhir(pengguna)
    if terakhir is None or terakhir.pada + BERLAKU <= kini:
        return True
    sesi[TANDA_SESI] = [naskah().versi, (terakhir.pada + BERLAKU).timestamp()]
    return False


def _ingat(sesi: SessionBase) -> float:
    """Until when this session knows the text in force to be confirmed; 0 when it does not."""
    versi, sampai = sesi.get(TANDA_SESI) or (0, 0.0)
    return float(sampai) if versi == naskah().versi else 0.0


@transaction.atomic(durable=True)
def nyatakan(versi: int, *, oleh: Pengguna) -> bool:
    """Note that `oleh` confirms the text `versi`; False when another one is in force by now, then nothing is written.

    Pressed twice it is one confirmation.
    """
    if versi != naskah().versi:
        return False
    Pengguna.objects.select_for_update().get(pk=oleh.pk)
    terakhir = pernyataan_terakhir(oleh)
    if terakhir is None or terakhir.pada + BERLAKU <= timezone.now():
        PernyataanKerahasiaan.objects.create(pengguna=oleh, versi=versi)
        catat(f"akun:{oleh.pk}", DINYATAKAN, oleh=oleh, data={"naskah": versi})
    return True
