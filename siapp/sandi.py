"""Ciphers under keys that are made of SECRET_KEY, one per purpose: what one may read, another may not."""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet
from django.conf import settings


def penyandi(tujuan: str) -> Fernet:
    """Return the cipher of `tujuan`. What it wrote is unreadable (InvalidToken) once SECRET_KEY has changed."""
    return _penyandi(tujuan, settings.SECRET_KEY)


@cache
def _penyandi(tujuan: str, rahasia: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{tujuan}:{rahasia}".encode()).digest()))
