"""Pages that belong to no room: help, health, errors."""

import sys

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from siapp.jejak import jejak_kini
from siapp.web.akses import akses_masuk, publik
from siapp.web.bantuan import PINTASAN, TANYA_JAWAB
from siapp.web.disk import disk_penuh, jawab_penuh
from siapp.web.hak import TidakBerwenang
from siapp.web.kesiapan import halangan
from siapp.web.middleware import jawab_galat, permintaan_mesin
from siapp.web.permintaan import halaman_asal
from siapp.web.titipan import titipkan

log = structlog.get_logger(__name__)

GANGGUAN = (
    "Ada gangguan pada sistem. Permintaan Anda tidak selesai diproses; yang sudah tersimpan tidak hilang.\n"
    "Muat ulang halaman sebelumnya, lalu coba lagi. Bila berulang, beri tahu Administrator SIAPP jam berapa ini "
    "terjadi dan nomor di bawah."
)


@akses_masuk
@require_safe
def bantuan(request: HttpRequest) -> HttpResponse:
    """Show the words, the keys and where it stands whom to ask."""
    konteks = {"pintasan": PINTASAN, "tanya_jawab": TANYA_JAWAB}
    return render(request, "web/bantuan.html", konteks)


@publik
@require_safe
@never_cache
def sehat(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """Tell a monitor whether the web and its database answer; says nothing else about either."""
    try:
        with connection.cursor() as kursor:
            kursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "gangguan", "versi": settings.VERSI_APLIKASI}, status=503)
    return JsonResponse({"status": "sehat", "versi": settings.VERSI_APLIKASI})


@publik
@require_safe
@never_cache
def hidup(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Tell that the process answers; touches nothing else (a liveness probe)."""
    return JsonResponse({"status": "hidup"})


@publik
@require_safe
@never_cache
def siap(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Tell whether this process can serve, and in one word what is missing (a readiness probe)."""
    kurang = halangan()
    if kurang is not None:
        return JsonResponse({"status": "belum", "halangan": kurang}, status=503)
    return JsonResponse({"status": "siap"})


def _galat(request: HttpRequest, kode: int, bagi_mesin: str, **isi: str) -> HttpResponse:
    if permintaan_mesin(request):
        return JsonResponse({"detail": bagi_mesin}, status=kode)
    return render(request, f"{kode}.html", isi, status=kode)


def galat_400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read; that one is too big is said as such, with 413."""
    if isinstance(exception, RequestDataTooBig):
        return _galat(request, 413, "Isian terlalu besar.", kembali=halaman_asal(request))
    return _galat(request, 400, "Permintaan tidak dapat dibaca.")


def galat_403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an insider who has no right to the page; htmx puts the words above the page that it asked from."""
    if request.headers.get("HX-Request"):
        return jawab_galat(request, TidakBerwenang(str(exception) or "Peran Anda tidak mencakup halaman ini."))
    return _galat(request, 403, "Tidak berhak.")


def galat_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form from before the last sign-in in this browser: what was typed is given back to its writer.

    To scripts it is a session that ended (js/sesi.js asks who is signed in now and repeats it). A form that we did not
    make is refused.
    """
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    if titipkan(request):
        return redirect("isian")
    return render(request, "403_csrf.html", status=403)


def galat_404(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer for what does not exist, or not for this person."""
    return _galat(request, 404, "Tidak ditemukan.")


def galat_500(request: HttpRequest) -> HttpResponse:
    """Answer when the program failed, in plain words if its page cannot be made either: never with nothing."""
    try:
        return _halaman_500(request)
    except Exception:
        log.exception("halaman_galat_gagal")
        polos = f"{GANGGUAN}\n\nNomor permintaan: {jejak_kini() or 'tidak ada'}\n"
        return HttpResponse(polos, status=500, content_type="text/plain; charset=utf-8")


def _halaman_500(request: HttpRequest) -> HttpResponse:
    """A page that needs no session and no database.

    Also what an earlier middleware met at a full disk while it read the form: GalatMiddleware does not see that.
    """
    if disk_penuh(sys.exception()):
        return jawab_penuh(request, mesin=permintaan_mesin(request))
    if permintaan_mesin(request):
        return JsonResponse({"detail": "Gangguan pada sistem."}, status=500)
    return HttpResponse(get_template("500.html").render({"id_permintaan": jejak_kini()}), status=500)
