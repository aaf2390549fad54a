"""Where the reader of scans is. It is a program of the system: without it everything works but scans stay unread."""

import shutil
import subprocess
from functools import lru_cache

from django.conf import settings

BAHASA = "ind"
PAKET = "tesseract-ocr tesseract-ocr-ind"
"""What Debian calls it."""


def program() -> str:
    """Return the path of tesseract (settings.TESSERACT), or "" where it is missing or does not know Indonesian."""
    jalan = shutil.which(settings.TESSERACT) or ""
    return jalan if jalan and BAHASA in _bahasa(jalan) else ""


@lru_cache(maxsize=8)
def _bahasa(jalan: str) -> frozenset[str]:
    """The languages that a tesseract has; asked once a process."""
    try:
        hasil = subprocess.run([jalan, "--list-langs"], capture_output=True, text=True, timeout=20, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(hasil.stdout.split("\n")[1:])
