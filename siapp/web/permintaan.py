"""The type of a request that passed a door for people."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from siapp.akun.models import Pengguna


class Permintaan(HttpRequest):
    """What a view behind `akses` or `akses_masuk` gets: AksesMiddleware let nobody in who is not signed in.

    For annotations only: Django makes the requests, the middlewares set these attributes.
    """

    user: Pengguna
    htmx: HtmxDetails
