"""How long a session still lives, told to the page that must warn in time (janji.md 4, layar.md 1)."""

import time
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest

MULAI = "sesi_mulai"
TERAKHIR = "sesi_terakhir"


class Sisa(NamedTuple):
    """Seconds until the session ends: by idleness, and in any case."""

    menganggur: int
    terlama: int


def sisa(request: HttpRequest) -> Sisa:
    """Return what is left of the session of who is signed in."""
    kini = int(time.time())
    batas = (settings.SESI_MENGANGGUR, TERAKHIR), (settings.SESI_TERLAMA, MULAI)
    return Sisa(*(int(lama.total_seconds()) - (kini - request.session.get(nama, kini)) for lama, nama in batas))


def perpanjang(request: HttpRequest) -> None:
    """Start the pause anew: the person says that they are still there."""
    request.session[TERAKHIR] = int(time.time())
