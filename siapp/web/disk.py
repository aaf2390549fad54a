"""A full disk, wherever a request meets it: said in words with 507, never as an error of the program."""

import errno
from collections.abc import Callable

import psycopg
import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import get_template

from siapp.berkas.ruang import PenyimpananGagal
from siapp.jejak import jejak_kini
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import halaman_asal

log = structlog.get_logger(__name__)

PENUH = {errno.ENOSPC, errno.EDQUOT}
TANDA = "siapp.disk_penuh"
"""In the WSGI environment: the form could not be received, for want of room."""
KALIMAT_PENUH = (
    "Berkas belum tersimpan karena ruang penyimpanan server habis. Kembali ke halaman sebelumnya: isian Anda masih ada "
    "di sana. Beri tahu pengelola server, lalu kirim lagi setelah ruangnya ditambah."
)
JUDUL_PENUH = "Ruang penyimpanan habis"
KALIMAT_GAGAL = (
    "Berkas belum tersimpan karena penyimpanan berkas sedang tidak dapat dipakai. Kembali ke halaman sebelumnya: isian "
    "Anda masih ada di sana. Kirim lagi beberapa menit lagi; bila tetap begini, beri tahu pengelola server."
)
KALIMAT_TAK_TERBACA = (
    "Berkas belum dapat dibaca karena penyimpanan berkas sedang tidak dapat dipakai. Coba lagi beberapa menit lagi; "
    "bila tetap begini, beri tahu pengelola server."
)
JUDUL_GAGAL = "Penyimpanan berkas tidak dapat dipakai"
MEMBACA = {"GET", "HEAD"}


def disk_penuh(galat: BaseException | None) -> bool:
    """Whether `galat` was caused by a disk without room: of this process, or PostgreSQL's."""
    while galat is not None:
        if isinstance(galat, psycopg.errors.DiskFull) or (isinstance(galat, OSError) and galat.errno in PENUH):
            return True
        galat = galat.__cause__
    return False


def penyimpanan_gagal(galat: BaseException | None) -> bool:
    """Whether `galat` was caused by a storage elsewhere that does not answer as it should."""
    while galat is not None:
        if isinstance(galat, PenyimpananGagal):
            return True
        galat = galat.__cause__
    return False


def galat_penyimpanan(galat: BaseException, metode: str) -> GalatPengguna | None:
    """Return the refusal for people of whatever the storage or a disk raised during a request; None for any other.

    `metode`: of the request. What could not be stored is 507 like a full disk, what could not be read is 503.
    """
    if disk_penuh(galat):
        return galat_penuh()
    if not penyimpanan_gagal(galat):
        return None
    log.error("penyimpanan_gagal", galat=type(galat).__name__)
    if metode in MEMBACA:
        return GalatPengguna(KALIMAT_TAK_TERBACA, JUDUL_GAGAL, 503)
    return GalatPengguna(KALIMAT_GAGAL, JUDUL_GAGAL, 507)


def galat_penuh() -> GalatPengguna:
    """Return the refusal for people, and write into the log that there is no room."""
    log.error("disk_penuh")
    return GalatPengguna(KALIMAT_PENUH, JUDUL_PENUH, 507)


def jawab_penuh(request: HttpRequest, *, mesin: bool) -> HttpResponse:
    """Answer 507 without session, database and frame: any of them may be what had no room."""
    galat = galat_penuh()
    if mesin:
        return JsonResponse({"detail": galat.judul}, status=galat.kode)
    if request.headers.get("HX-Request"):
        kepala = {"HX-Retarget": "#pesan", "HX-Reswap": "innerHTML"}
        return HttpResponse(get_template("_galat.html").render({"galat": galat}), status=galat.kode, headers=kepala)
    isi = get_template("507.html").render(
        {"galat": galat, "kembali": halaman_asal(request), "id_permintaan": jejak_kini()}
    )
    return HttpResponse(isi, status=galat.kode)


class DiskPenuhMiddleware:
    """Answer a form that the gate could not receive (`siapp.web.gerbang`): there is nothing of it to read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if TANDA in request.META:
            return jawab_penuh(request, mesin=False)
        return self.get_response(request)
