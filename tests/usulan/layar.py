"""What the tests of the screens share."""

from collections.abc import Callable

from django.test import Client

from siapp.akun.models import Pengguna
from usulan.aturan import Tingkat, periksa
from usulan.forms.teken import nama_alasan
from usulan.models import Usulan

Masuk = Callable[[Pengguna], Client]
HTMX = {"HTTP_HX_REQUEST": "true"}


def masuk(pengguna: Pengguna) -> Client:
    """Return a browser in which `pengguna` has signed in."""
    klien = Client()
    klien.force_login(pengguna)
    return klien


def penjelasan(usulan: Usulan) -> dict[str, str]:
    """What a signer types into the form of teken about each warning."""
    ragu = [t for t in periksa(usulan) if t.tingkat is Tingkat.PERINGATAN]
    return {nama_alasan(t): "Sesuai SK terlampir" for t in ragu}
