"""Ciphers and marks under keys that are made of SECRET_KEY, one per purpose: what one may read, another may not.

What is new is written under SECRET_KEY; what was written under one of SECRET_KEY_FALLBACKS is still read, until
`manage.py sandikan_ulang` has written it anew and the old one is taken away (docs/operasi.md).
"""

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


class Sandian(NamedTuple):
    """How many stored things were encrypted anew, and how many no key opens any more."""

    diubah: int
    gagal: int


def penyandi(tujuan: str) -> MultiFernet:
    """Return the cipher of `tujuan`. What it wrote is unreadable (InvalidToken) once its SECRET_KEY is gone."""
    return _penyandi(tujuan, _rahasia())


def sandikan_ulang(tujuan: str, teks: str) -> str | None:
    """Return the encrypted `teks` under SECRET_KEY, None when it is already. Raises InvalidToken if no key opens it."""
    try:
        _penyandi(tujuan, _rahasia()[:1]).decrypt(teks.encode())
    except InvalidToken:
        return penyandi(tujuan).rotate(teks.encode()).decode()
    return None


def tanda_semua(garam: str, nilai: str, *, algoritma: Literal["sha1", "sha256"] = "sha1") -> Iterator[bytes]:
    """Yield the HMAC of `nilai` under each key, that of SECRET_KEY first."""
    return (salted_hmac(garam, nilai, secret=satu, algorithm=algoritma).digest() for satu in _rahasia())


def _rahasia() -> tuple[str, ...]:
    return settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS


@cache
def _penyandi(tujuan: str, rahasia: tuple[str, ...]) -> MultiFernet:
    kunci = (hashlib.sha256(f"{tujuan}:{satu}".encode()).digest() for satu in rahasia)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(satu)) for satu in kunci])
