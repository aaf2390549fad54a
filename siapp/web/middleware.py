"""The rules every request passes: access, GET never writes, errors in words, machines on a short road."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import structlog
from csp.constants import HEADER as KEPALA_KEBIJAKAN
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, resolve

from siapp.web.akses import MESIN, PUBLIK, TERTUTUP, aturan_akses
from siapp.web.disk import galat_penyimpanan
from siapp.web.galat import GalatPengguna, galat_dari_kendala
from siapp.web.permintaan import halaman_asal
from siapp.web.titipan import titipkan

log = structlog.get_logger(__name__)

Penjawab = Callable[[HttpRequest], HttpResponseBase]

# Requests below these come from machines: no session, no cookie, no CSRF token, no page.
AWALAN_MESIN = ("/api/", "/oauth2/")
# What monitors ask. The same short road: a session that needs the database must not turn the answer into an error, and
# no answer depends on the name that a probe calls us by, so any is taken.
ALAMAT_PEMANTAU = frozenset({"/sehat", "/hidup", "/siap"})

METODE_BACA = frozenset({"GET", "HEAD", "OPTIONS"})
# What a reading request may write all the same: session and cache keep themselves, and reading itself is recorded,
# counted and, for machines, rationed. The sign-in library notes that spare codes were looked at.
TABEL_BOLEH_DITULIS = frozenset(
    {
        "django_session",
        settings.CACHES["default"].get("LOCATION", ""),
        "audit_akses",
        "integrasi_panggilanbaca",
        "integrasi_jatahlaju",
        "mfa_authenticator",
    }
)
_TULIS = r"(?:INSERT\s+INTO|UPDATE(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?|MERGE\s+INTO(?:\s+ONLY)?)\s+\"?(\w+)"
_AWAL_TULIS = re.compile(r"\s*" + _TULIS, re.IGNORECASE)
# In a WITH statement the write may stand anywhere; "FOR UPDATE OF" and "DO UPDATE SET" are no writes of their own.
_TULIS_DI_DALAM = re.compile(r"(?<!FOR )(?<!KEY )(?<!DO )\b" + _TULIS, re.IGNORECASE)


SIMPANAN = "private, no-store"


class BacaMenulisError(RuntimeError):
    """A GET, HEAD or OPTIONS request tried to change data: a fault of the program."""


# The text of a statement is the same at each request; reading it anew would cost more than sending it.
@lru_cache(maxsize=1024)
def _tabel_terlarang(sql: str) -> list[str]:
    return [tabel for tabel in _tabel_ditulis(sql) if tabel not in TABEL_BOLEH_DITULIS]


def _tabel_ditulis(sql: str) -> list[str]:
    if sql.lstrip()[:4].upper() == "WITH":
        return _TULIS_DI_DALAM.findall(sql)
    cocok = _AWAL_TULIS.match(sql)
    return [cocok[1]] if cocok else []


def _tolak_tulisan(jalankan: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    if terlarang := _tabel_terlarang(str(sql)):
        raise BacaMenulisError(f"a reading request wrote to {', '.join(terlarang)}")
    return jalankan(sql, params, many, context)


@contextmanager
def jaga_baca(request: HttpRequest) -> Iterator[None]:
    """Make every write to the database fail while a reading `request` is answered (arsitektur.md 3.6)."""
    if request.method not in METODE_BACA:
        yield
        return
    with connection.execute_wrapper(_tolak_tulisan):
        yield


def permintaan_mesin(request: HttpRequest) -> bool:
    """Whether `request` is for a machine's URL."""
    return request.path_info.startswith(AWALAN_MESIN) or request.path_info in ALAMAT_PEMANTAU


def _terbuka_di_jaringan(request: HttpRequest) -> bool:
    """Whether a machine's request came without TLS where there is TLS; monitors stand inside and may."""
    return settings.HTTPS and not request.is_secure() and request.path_info not in ALAMAT_PEMANTAU


class PermintaanMesinMiddleware:
    """Take a machine's request straight to its view, past static files, session, CSRF, messages, htmx and sign-in.

    Their names must stay in MIDDLEWARE (Django's and allauth's checks look for them), and half of them act in
    `process_view`, so the short road resolves and calls the view itself. Only views declared `@mesin` or `@publik`
    are found there; every other URL below these prefixes does not exist. What the middlewares that are passed by would
    say in headers stands here.
    """

    def __init__(self, get_response: Penjawab) -> None:
        self.get_response = get_response
        self._kebijakan = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._lengkapi(self._jawab(request)) if permintaan_mesin(request) else self.get_response(request)

    def _lengkapi(self, jawaban: HttpResponseBase) -> HttpResponseBase:
        kepala, ubahan = jawaban.headers, getattr(jawaban, "_csp_update", None)
        kepala.setdefault("Cache-Control", SIMPANAN)
        kepala.setdefault(KEPALA_KEBIJAKAN, self._kebijakan if ubahan is None else build_policy(update=ubahan))
        if isinstance(jawaban, HttpResponse):
            # Without its length an answer goes out in chunks, in two writes instead of one.
            kepala.setdefault("Content-Length", str(len(jawaban.content)))
        return jawaban

    @staticmethod
    def _jawab(request: HttpRequest) -> HttpResponseBase:
        if _terbuka_di_jaringan(request):
            return JsonResponse({"detail": "Hanya dilayani lewat HTTPS."}, status=403)
        try:
            cocok = resolve(request.path_info)
        except Resolver404:
            return JsonResponse({"detail": "Alamat tidak ditemukan."}, status=404)
        if aturan_akses(cocok) not in (MESIN, PUBLIK):
            log.error("akses_tidak_dinyatakan", rute=cocok.route)
            return JsonResponse({"detail": "Alamat tidak ditemukan."}, status=404)
        request.resolver_match = cocok
        with jaga_baca(request):
            jawaban: HttpResponseBase = cocok.func(request, *cocok.args, **cocok.kwargs)
            if hasattr(jawaban, "render") and callable(jawaban.render):
                jawaban = jawaban.render()
        return jawaban


class TanpaSimpananMiddleware:
    """Keep what was made for one person out of every cache: of browsers, of proxies, of the back button.

    Whatever a signed-in person or a machine is answered may hold personal data. Pages that everybody may see and say
    for how long they may be kept are left as they are, and so are page images, which a browser may keep for minutes.
    """

    def __init__(self, get_response: Penjawab) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        jawaban = self.get_response(request)
        jawaban.headers.setdefault("Cache-Control", SIMPANAN)
        return jawaban


class BacaTidakMenulisMiddleware:
    """Hold people's reading requests to reading."""

    def __init__(self, get_response: Penjawab) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with jaga_baca(request):
            return self.get_response(request)


class AksesMiddleware:
    """Refuse what is undeclared, send strangers to the sign-in, refuse insiders without the role."""

    def __init__(self, get_response: Penjawab) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        cocok = request.resolver_match
        aturan = aturan_akses(cocok) if cocok else None
        if cocok is None or aturan is None or aturan is MESIN:
            log.error("akses_tidak_dinyatakan", rute=cocok.route if cocok else "")
            raise PermissionDenied("Halaman ini belum dinyatakan aksesnya.")
        if aturan is TERTUTUP:
            raise Http404
        if aturan is PUBLIK:
            return None
        if not request.user.is_authenticated:
            return _ke_halaman_masuk(request)
        if not aturan.mengizinkan(request.user):
            raise PermissionDenied("Peran Anda tidak mencakup halaman ini.")
        return None


def _tujuan_kembali(request: HttpRequest) -> str:
    """The page to return to after the sign-in: itself for a GET, the page it was sent from otherwise."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    return halaman_asal(request)


def _ke_halaman_masuk(request: HttpRequest) -> HttpResponseBase:
    masuk = resolve_url(settings.LOGIN_URL)
    if request.headers.get("HX-Request"):
        # A redirect would be followed inside the fragment, and one of the whole page would lose what was typed in it:
        # js/sesi.js keeps the page and asks for the sign-in there.
        return HttpResponse(status=401)
    if request.method == "POST" and titipkan(request):
        return redirect_to_login(resolve_url("isian"), masuk)
    return redirect_to_login(_tujuan_kembali(request), masuk)


class GalatMiddleware:
    """Turn refusals of actions and of named constraints into a message with what, why and what next."""

    def __init__(self, get_response: Penjawab) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        galat = galat_dari_kendala(exception) if isinstance(exception, IntegrityError) else exception
        galat = galat_penyimpanan(exception, request.method or "") or galat
        return jawab_galat(request, galat) if isinstance(galat, GalatPengguna) else None


def jawab_galat(request: HttpRequest, galat: GalatPengguna) -> HttpResponse:
    """Answer with `galat` in words: a fragment for the page's message area to htmx, else a page with the way back."""
    konteks = {"galat": galat, "kembali": halaman_asal(request)}
    if not request.headers.get("HX-Request"):
        return render(request, "galat.html", konteks, status=galat.kode)
    # A 403 is never put into the page: it may as well come from a proxy, or be CSRF's whole page.
    kode = 409 if galat.kode == 403 else galat.kode
    jawaban = render(request, "_galat.html", konteks, status=kode)
    jawaban["HX-Retarget"] = "#pesan"
    jawaban["HX-Reswap"] = "innerHTML"
    return jawaban
