"""Sessions end by themselves, after a pause and after a working day (janji.md 4); and what must be done first."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from siapp.akun import dua_langkah, kerahasiaan
from siapp.akun.sesi import MULAI, TERAKHIR, bertanya_sendiri
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses

# Writing the session at each request would cost a row a click; a minute is exact enough for a pause of fifteen.
KETELITIAN = 60
# What the browser throws away at the sign-out (keputusan/0087). Cookies stay: one of them knows the owner's browser,
# so that strangers cannot lock the owner out, and one the switch of single keys.
SISA_PERAMBAN = '"cache", "storage"'


class BatasSesiMiddleware:
    """Sign out who was idle for `SESI_MENGANGGUR` or signed in for `SESI_TERLAMA`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            self._periksa(request)
        jawaban = self.get_response(request)
        if _keluar_sendiri(request):
            jawaban.headers["Clear-Site-Data"] = SISA_PERAMBAN
        return jawaban

    @staticmethod
    def _periksa(request: HttpRequest) -> None:
        kini = int(time.time())
        mulai = request.session.setdefault(MULAI, kini)
        terakhir = request.session.setdefault(TERAKHIR, kini)
        if kini - terakhir > settings.SESI_MENGANGGUR.total_seconds():
            _akhiri(request, "menganggur")
        elif kini - mulai > settings.SESI_TERLAMA.total_seconds():
            _akhiri(request, "batas waktu sesi")
        elif kini - terakhir >= KETELITIAN and not bertanya_sendiri(request):
            request.session[TERAKHIR] = kini


def _keluar_sendiri(request: HttpRequest) -> bool:
    cocok = request.resolver_match
    return cocok is not None and cocok.view_name == "account_logout" and not request.user.is_authenticated


def _akhiri(request: HttpRequest, sebab: str) -> None:
    if request.user.is_authenticated:
        catat_akses(Akses.Tindakan.KELUAR, f"akun:{request.user.pk}", oleh=request.user, sebab=sebab)
    logout(request)


class _Wajib(ABC):
    """Lead a person who must do something first to the page where it is done, and nowhere else."""

    tujuan: ClassVar[str]
    boleh: ClassVar[frozenset[str]]

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    @abstractmethod
    def perlu(self, request: HttpRequest) -> bool:
        """Whether it is still to be done by who is signed in."""

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        cocok = request.resolver_match
        if cocok is None or cocok.view_name in self.boleh:
            return None
        if not request.user.is_authenticated or not self.perlu(request):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(reverse(self.tujuan))
        return redirect(self.tujuan)


class WajibGantiSandiMiddleware(_Wajib):
    """A temporary password holds once."""

    tujuan = "account_change_password"
    boleh = frozenset({"account_change_password", "account_logout", "bantuan", "narahubung", "sehat", "sesi"})

    def perlu(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and request.user.perlu_ganti_sandi)


class WajibDuaLangkahMiddleware(_Wajib):
    """Who must have a second step of the sign-in sets it up first."""

    tujuan = "mfa_activate_totp"
    boleh = WajibGantiSandiMiddleware.boleh | {
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_reauthenticate",
        "profil",
    }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        jawaban = super().__call__(request)
        # Seeds and spare codes stand on the library's pages.
        if request.resolver_match and request.resolver_match.view_name.startswith("mfa_"):
            add_never_cache_headers(jawaban)
        return jawaban

    def perlu(self, request: HttpRequest) -> bool:
        if not request.user.is_authenticated or not dua_langkah.wajib(request.user, request.session):
            return False
        if not request.session.get(dua_langkah.TANDA_SESI):
            # Asked of the database once in a session.
            request.session[dua_langkah.TANDA_SESI] = dua_langkah.aktif(request.user)
        return not request.session[dua_langkah.TANDA_SESI]


class WajibKerahasiaanMiddleware(_Wajib):
    """Who has not confirmed the duty of secrecy this year sees nothing before that."""

    tujuan = "kerahasiaan"
    boleh = WajibDuaLangkahMiddleware.boleh - {"profil"} | {"kerahasiaan"}

    def perlu(self, request: HttpRequest) -> bool:
        if not settings.KERAHASIAAN_WAJIB or not request.user.is_authenticated:
            return False
        return kerahasiaan.perlu(request.user, request.session)
