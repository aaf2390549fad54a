"""A request that passed a door for people: its type, and what a form takes of it."""

from django.http import HttpRequest, QueryDict
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
