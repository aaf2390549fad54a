"""The keys under which the trail is signed: never in the database, so that whoever owns that cannot sign (0078).

AUDIT_KUNCI or the file AUDIT_KUNCI_BERKAS: the first one signs, the others prove what they signed. Without them
SECRET_KEY signs. Each key has an id made of itself, which stands beside what it signed: so keys can follow one another.
"""

import hashlib
import hmac
from functools import cache

from django.conf import settings

PANJANG_ID = 8


def kunci_kini() -> str:
    """Return the id (8 hex digits) of the key that signs."""
    return next(iter(_semua(_rahasia())))


def tanda(kunci: str, teks: str) -> str:
    """Return the HMAC-SHA256 (64 hex digits) of `teks` under the key with the id `kunci`; "" when nobody has it."""
    rahasia = _semua(_rahasia()).get(kunci)
    return hmac.new(rahasia, teks.encode(), hashlib.sha256).hexdigest() if rahasia else ""


def dikenal(kunci: str) -> bool:
    """Whether the key with this id is at hand."""
    return kunci in _semua(_rahasia())


def _rahasia() -> tuple[str, ...]:
    return *settings.AUDIT_KUNCI, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS


@cache
def _semua(rahasia: tuple[str, ...]) -> dict[str, bytes]:
    kunci = (hashlib.sha256(f"jejak-audit:{satu}".encode()).digest() for satu in rahasia)
    return {hashlib.sha256(satu).hexdigest()[:PANJANG_ID]: satu for satu in kunci}
