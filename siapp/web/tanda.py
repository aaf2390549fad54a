"""For whom a page was made: a mark on its frame and in every form, which tells nobody who that is.

The mark of a form is signed and used once (`siapp.web.sekali`). It outlives the session, so that what was typed before
a session ended is given back to the same person and to nobody else (`siapp.web.titipan`; keputusan/0043).
"""

from collections.abc import Iterator

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, get_random_string

from siapp.akun.models import Pengguna
from siapp.sandi import tanda_semua

NAMA = "kunci_form"
"""The hidden field of every form that a signed-in person is shown."""
_GARAM = "siapp.web.tanda"
_PANJANG = 16


def siapa(pengguna: Pengguna) -> str:
    """Return the mark of `pengguna`: 16 hexadecimal digits that stay the same while SECRET_KEY does."""
    return next(_tanda(pengguna))


def milik(tanda: str, pengguna: Pengguna) -> bool:
    """Whether `tanda` is a mark of `pengguna`, made under SECRET_KEY or a former one that still counts."""
    return any(constant_time_compare(tanda, satu) for satu in _tanda(pengguna))


def _tanda(pengguna: Pengguna) -> Iterator[str]:
    return (bita.hex()[:_PANJANG] for bita in tanda_semua(_GARAM, str(pengguna.pk)))


def kunci_halaman(request: HttpRequest) -> str:
    """Return the key of all forms on the page that answers `request`, "" for a stranger."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return ""
    kunci = getattr(request, "_kunci_form", "")
    if not kunci:
        kunci = Signer(salt=_GARAM).sign(f"{siapa(request.user)}{get_random_string(10)}")
        request._kunci_form = kunci  # type: ignore[attr-defined]
    return kunci


def pemilik(kunci: str) -> str:
    """Return the mark of the person whose page `kunci` came from, "" when we never wrote it."""
    try:
        return Signer(salt=_GARAM).unsign(kunci)[:_PANJANG]
    except BadSignature:
        return ""
