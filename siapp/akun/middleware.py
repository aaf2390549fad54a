"""Sessions end by themselves, after a pause and after a working day (janji.md 4); temporary passwords hold once."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses

MULAI = "sesi_mulai"
TERAKHIR = "sesi_terakhir"
# Writing the session at each request would cost a row a click; a minute is exact enough for a pause of fifteen.
KETELITIAN = 60

# What a person with a temporary password may open before choosing an own one.
BOLEH_SEBELUM_GANTI = frozenset({"account_change_password", "account_logout", "bantuan", "sehat"})


class BatasSesiMiddleware:
    """Sign out who was idle for `SESI_MENGANGGUR` or signed in for `SESI_TERLAMA`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            self._periksa(request)
        return self.get_response(request)

    @staticmethod
    def _periksa(request: HttpRequest) -> None:
        kini = int(time.time())
        mulai = request.session.setdefault(MULAI, kini)
        terakhir = request.session.setdefault(TERAKHIR, kini)
        if kini - terakhir > settings.SESI_MENGANGGUR.total_seconds():
            _akhiri(request, "menganggur")
        elif kini - mulai > settings.SESI_TERLAMA.total_seconds():
            _akhiri(request, "batas waktu sesi")
        elif kini - terakhir >= KETELITIAN:
            request.session[TERAKHIR] = kini


def _akhiri(request: HttpRequest, sebab: str) -> None:
    if request.user.is_authenticated:
        catat_akses(Akses.Tindakan.KELUAR, f"akun:{request.user.pk}", oleh=request.user, sebab=sebab)
    logout(request)


class WajibGantiSandiMiddleware:
    """Lead a person with a temporary password to the page where an own one is chosen, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        cocok = request.resolver_match
        if cocok is None or cocok.view_name in BOLEH_SEBELUM_GANTI:
            return None
        if not request.user.is_authenticated or not request.user.perlu_ganti_sandi:
            return None
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(reverse("account_change_password"))
        return redirect("account_change_password")
