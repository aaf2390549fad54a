"""A request that passed a door for people: its type, what a form takes of it, and the page it was sent from."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from siapp.akun.models import Pengguna


class Permintaan(HttpRequest):
    """What a view behind `akses` or `akses_masuk` gets: AksesMiddleware let nobody in who is not signed in.

    For annotations only: Django makes the requests, the middlewares set these attributes.
    """

    user: Pengguna
    htmx: HtmxDetails


def kiriman(request: Permintaan) -> QueryDict | None:
    """Return what a form is bound to: what was posted, even if it is nothing; None for a form that is only shown."""
    return request.POST if request.method == "POST" else None


def halaman_asal(request: HttpRequest) -> str:
    """Return path and query of the page that `request` was sent from, if it is ours, else of the first page."""
    asal = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(asal, {request.get_host()}, require_https=request.is_secure()):
        bagian = urlsplit(asal)
        return bagian._replace(scheme="", netloc="", fragment="").geturl() or "/"
    return resolve_url(settings.LOGIN_REDIRECT_URL)
