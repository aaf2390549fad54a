"""Page or fragment: one URL, one context, two templates (`siapp/x.html` includes `siapp/_x.html`)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from siapp.web.permintaan import Permintaan

# At one question in 5 s a page left open asks for ten minutes and then stops: it must not keep an idle session alive.
JAJAK_TERBANYAK = 120


def fragmen(request: Permintaan) -> bool:
    """Whether htmx asks for a piece of the page (going back in the history asks for the whole)."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def sajikan(request: Permintaan, templat: str, konteks: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Answer with the page `templat` ("usulan/antrean.html"), to htmx with its fragment ("usulan/_antrean.html")."""
    ruang, _, nama = templat.rpartition("/")
    nama = f"{ruang}/{'_' if fragmen(request) else ''}{nama}"
    jawaban = render(request, nama, dict(konteks), status=status)
    patch_vary_headers(jawaban, ["HX-Request"])
    return jawaban


def jajak(request: Permintaan, *, berjalan: bool) -> int:
    """Number the next question of a fragment that asks for itself while something is under way (`berjalan`).

    Returns what its parameter `ke` will be, 0 when nothing is to be asked any more.
    """
    ke = request.GET.get("ke", "0")
    berikut = int(ke) + 1 if ke.isdecimal() and len(ke) < 4 else 1
    return berikut if berjalan and berikut <= JAJAK_TERBANYAK else 0
