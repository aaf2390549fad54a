"""What every page's frame needs: brand, menu, banners."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from siapp.akun.sesi import sisa
from siapp.jejak import jejak_kini
from siapp.web.lonceng import lonceng_untuk
from siapp.web.menu import menu_untuk, url_jika_ada
from siapp.web.spanduk import spanduk_untuk
from siapp.web.tanda import siapa

NAMA_PRODUK = "SIAPP NV"
NAMA_UNIT = "Biro Administrasi Pejabat Pemerintahan"


def halaman(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame; the costly parts are computed only if a template asks (fragments do not)."""
    masuk = hasattr(request, "user") and request.user.is_authenticated
    return {
        "nama_produk": NAMA_PRODUK,
        "nama_unit": NAMA_UNIT,
        "versi": settings.VERSI_APLIKASI,
        "lokal": settings.LOKAL,
        "id_permintaan": jejak_kini(),
        "menu": SimpleLazyObject(lambda: menu_untuk(request)) if masuk else [],
        "siapa": siapa(request.user) if masuk else "",  # type: ignore[arg-type] # only who is signed in
        "sesi": SimpleLazyObject(lambda: sisa(request)) if masuk else None,
        "spanduk": SimpleLazyObject(lambda: spanduk_untuk(request)) if masuk else [],
        "lonceng": SimpleLazyObject(lambda: lonceng_untuk(request.user)) if masuk else None,  # type: ignore[arg-type]
        "url_beranda": url_jika_ada("beranda") or "/",
        "url_profil": url_jika_ada("profil"),
    }
