"""The outermost middleware: an id for each request, and its line in the log."""

import time
from collections.abc import Callable
from uuid import UUID

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from siapp.jejak import KEPALA, mulai_jejak
from siapp.laporan.rentang import rentang
from siapp.web.middleware import ALAMAT_PEMANTAU

log = structlog.get_logger(__name__)

META_KEPALA = "HTTP_" + KEPALA.upper().replace("-", "_")


class JejakMiddleware:
    """Take the proxy's id, or make one; write down what was asked, how it was answered and how long it took.

    The line holds the route and the numbers in it, never the address: that may hold the token of a link, or a NIP
    that somebody typed. There is no line for static files and for monitors that found all well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        mulai = time.monotonic()
        # Whoever comes without a proxy of ours names himself; he gets a name from us.
        satu = mulai_jejak(request.META.get(META_KEPALA, "") if settings.PROKSI_TEPERCAYA else "")
        with rentang("permintaan", awal=True) as isi:
            jawaban = self.get_response(request)
            cocok = request.resolver_match
            isi.update(metode=request.method or "", rute=cocok.route if cocok else "", status=jawaban.status_code)
        jawaban.headers[KEPALA] = satu
        _catat(request, jawaban, round((time.monotonic() - mulai) * 1000))
        return jawaban


def _catat(request: HttpRequest, jawaban: HttpResponseBase, ms: int) -> None:
    biasa = request.path_info in ALAMAT_PEMANTAU or request.path_info.startswith(settings.STATIC_URL)
    cocok = request.resolver_match
    nomor = {n: str(isi) for n, isi in cocok.kwargs.items() if isinstance(isi, int | UUID)} if cocok else {}
    tulis = log.debug if biasa and jawaban.status_code < 400 else log.info
    tulis(
        "permintaan_dijawab",
        metode=request.method,
        rute=cocok.route if cocok else "",
        nomor=nomor,
        status=jawaban.status_code,
        ms=ms,
    )
