"""Hand files to a browser or to BKN. Whoever calls has checked the permission; what is checked here is the file."""

from typing import Any, Literal

import structlog
from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from siapp.audit.catat import Pelaku, catat_akses
from siapp.audit.models import Akses
from siapp.bangun import bangunkan
from siapp.berkas.gambar import LEBAR_KECIL, GambarBelumSiap, gambar_halaman
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas, JenisBerkas
from siapp.berkas.penyimpanan import BerkasRusak, buka_terperiksa
from siapp.web.galat import GalatPengguna

log = structlog.get_logger(__name__)

_KEPALA = {
    "X-Content-Type-Options": "nosniff",
    # Even if a browser were to show it, nothing in it runs, loads, submits or opens.
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def sajikan(
    request: HttpRequest,
    berkas: Berkas,
    *,
    nama: str,
    sebagai: Literal["unduh", "lihat"] = "unduh",
    oleh: Pelaku | None = None,
    **rincian: Any,
) -> FileResponse:
    """Return the original bytes of `berkas` as a download named `nama` and record who took it.

    The SHA-256 is compared first, so nothing changed is ever sent; the bytes are then streamed. `sebagai="lihat"`
    shows a picture in the page; a PDF is always a download, a browser sees its page images instead. `oleh` is the
    machine when it is no signed-in person; `rincian` goes into the record of the access. Raises GalatPengguna
    (409) for a file that is not released, or is damaged.
    """
    _pastikan_tersedia(berkas)
    return _unduhan(request, berkas, nama=nama, sebagai=sebagai, oleh=oleh, **rincian)


def sajikan_asli(request: HttpRequest, berkas: Berkas, *, nama: str) -> FileResponse:
    """Return what was uploaded, where `berkas` is its repaired copy; the rest as `sajikan`. Raises Http404."""
    _pastikan_tersedia(berkas)
    if berkas.asli is None:
        raise Http404("Berkas ini tidak diperbaiki.")
    return _unduhan(request, berkas.asli, nama=nama, sebagai="unduh", oleh=None)


def _unduhan(
    request: HttpRequest, berkas: Berkas, *, nama: str, sebagai: str, oleh: Pelaku | None, **rincian: Any
) -> FileResponse:
    try:
        isi = buka_terperiksa(berkas)
    except BerkasRusak as galat:
        raise _laporkan_rusak(berkas) from galat
    catat_akses(Akses.Tindakan.UNDUH, berkas.aliran, oleh=oleh or _orang(request), **rincian)
    lampiran = sebagai == "unduh" or berkas.jenis == JenisBerkas.PDF
    jawaban = FileResponse(isi, as_attachment=lampiran, filename=nama, content_type=str(berkas.jenis))
    jawaban.headers["Content-Length"] = str(berkas.ukuran)
    jawaban.headers["Cache-Control"] = "private, no-store"
    for kepala, nilai in _KEPALA.items():
        jawaban.headers[kepala] = nilai
    return jawaban


def sajikan_gambar(request: HttpRequest, berkas: Berkas, nomor: int, lebar: int) -> HttpResponse:
    """Return page `nomor` (from 1) of `berkas` as a WebP picture about `lebar` pixels wide.

    A page at reading size is recorded as read; thumbnails are too small to read. A picture that cannot be made in
    time answers 503 with `Retry-After`, for the page to ask again. Raises Http404 for a page that is not there and
    GalatPengguna (409) for a file that is not released, or is damaged.
    """
    _pastikan_tersedia(berkas)
    if not 1 <= nomor <= (berkas.halaman or 0):
        raise Http404("Halaman ini tidak ada.")
    try:
        isi = gambar_halaman(berkas, nomor, lebar)
    except BerkasRusak as galat:
        raise _laporkan_rusak(berkas) from galat
    except GambarBelumSiap:
        teks = "Gambar halaman sedang disiapkan. Muat ulang sebentar lagi."
        return HttpResponse(teks, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "3"})
    if lebar > LEBAR_KECIL:
        catat_akses(Akses.Tindakan.LIHAT, berkas.aliran, oleh=_orang(request), halaman=nomor)
    return HttpResponse(
        isi, content_type="image/webp", headers={**_KEPALA, "Cache-Control": "private, max-age=900, immutable"}
    )


def _pastikan_tersedia(berkas: Berkas) -> None:
    if berkas.keadaan == KeadaanBerkas.DIPERIKSA:
        raise GalatPengguna(
            "Berkas ini masih diperiksa. Tunggu sebentar, lalu muat ulang halaman.", "Sedang diperiksa", 409
        )
    if berkas.keadaan == KeadaanBerkas.DITOLAK:
        raise GalatPengguna(berkas.kalimat_tolak, "Berkas ditolak", 409)


def _laporkan_rusak(berkas: Berkas) -> GalatPengguna:
    # This may be a GET, which writes nothing: a worker looks again and writes it down.
    log.error("berkas_rusak_saat_disajikan", berkas=str(berkas.pk))
    bangunkan("siapp.berkas.tasks.gosok_satu", str(berkas.pk))
    return GalatPengguna(
        "Isi berkas ini di penyimpanan tidak sama lagi dengan yang diterima, sehingga tidak diberikan. "
        "Administrator sudah diberi tahu; unggah ulang berkasnya bila Anda memilikinya.",
        "Berkas rusak",
        409,
    )


def _orang(request: HttpRequest) -> Pelaku:
    if not request.user.is_authenticated:
        raise ValueError("sajikan() needs a signed-in person or `oleh`")
    return request.user
