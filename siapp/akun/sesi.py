"""How long a session still lives, told to the page that must warn in time (janji.md 4, layar.md 1)."""

import time
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

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


# Addresses that a page asks by itself: nobody is there because of that, and the pause runs on.
_bertanya = {"sesi"}


def hanya_bertanya(nama_url: str) -> None:
    """Say that GETs of the address with this name are a page's own questions."""
    _bertanya.add(nama_url)


def bertanya_sendiri(request: HttpRequest) -> bool:
    """Whether a page asks by itself and not the person in front of it."""
    return request.method == "GET" and request.path_info in map(_alamat, _bertanya)


def _alamat(nama_url: str) -> str:
    try:
        return reverse(nama_url)
    except NoReverseMatch:
        return ""


def perpanjang(request: HttpRequest) -> None:
    """Start the pause anew: the person says that they are still there."""
    request.session[TERAKHIR] = int(time.time())
