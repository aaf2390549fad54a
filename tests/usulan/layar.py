"""What the tests of the screens share."""

from collections.abc import Callable

from django.test import Client

from siapp.akun.models import Pengguna

Masuk = Callable[[Pengguna], Client]
HTMX = {"HTTP_HX_REQUEST": "true"}


def masuk(pengguna: Pengguna) -> Client:
    """Return a browser in which `pengguna` has signed in."""
    klien = Client()
    klien.force_login(pengguna)
    return klien
