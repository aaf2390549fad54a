"""What was pressed twice is done once: the second press is answered with the result of the first.

Every form carries the key of the page that it stood on (`siapp.web.tanda`). The same key, address and content within
`UMUR` are the same press: a double click, back and press again, a page sent anew. What htmx sends is left out: it stays
on its page, where the same content may be sent again for good reason (a text changed to and fro), and its actions
change nothing that is so already.

What comes from another page or device has another key: it is done if it can be done. If it is refused, and the same
person sent the same before with success, and nobody touched the thing since, the answer is again the first one's.
"""

import base64
import hashlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet
from django.contrib import messages
from django.contrib.messages import constants, get_messages
from django.contrib.messages.storage.base import Message
from django.core.cache import cache
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import timezone

from siapp.audit.models import Peristiwa
from siapp.sandi import tanda_semua
from siapp.web.tanda import NAMA, milik, pemilik, siapa
from siapp.web.titipan import TANDA, bagian_masuk, buang

UMUR = 8 * 3600
TUNGGU = 60
"""Seconds that a second press waits for the first; longer than any answer takes."""
JEDA = 0.05
TAMPIL = 60
"""Seconds that a page which is shown once is shown again to a second press on the same page."""
SESAAT = 300
DITOLAK = {403, 404, 409, 422}
ALIRAN = ("usulan", "keppres", "pic", "instansi", "pengiriman", "kejadian_masuk")
# What an administrator keeps has one stream for the whole room: by the name of the address.
ALIRAN_RUANG = {
    "narahubung": "narahubung",
    "integrasi:pengumuman": "pengumuman",
    "integrasi:pertukaran": "pertukaran",
    "integrasi:perjanjian": "pertukaran",
    "usulan:kalender": "kalender",
    "usulan:periode": "referensi:periode",
    "referensi:periode": "referensi:periode",
    "referensi:alasan": "referensi:alasan",
    "referensi:padanan": "referensi:katalog",
}
_VERSI = re.compile(r"^kunci_form$|(^|-)(versi$|usul_|asal-)|^berkas_id$")
_BERGANTI = {"csrfmiddlewaretoken", TANDA}


class SekaliMiddleware:
    """Recognise a press that was answered already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _dijaga(request):
            return self.get_response(request)
        kunci = f"sekali:{_sidik(request)}"
        with _bergiliran(kunci):
            if dulu := cache.get(kunci):
                return _tampil_lagi(request, kunci) or _hasil_pertama(request, *dulu)
            jawaban = self.get_response(request)
            if ke := _hasil(request, jawaban):
                _ingat(request, kunci, ke, getattr(jawaban, "_sekali_lewat", ""))
                _simpan_tampilan(request, kunci, jawaban)
            elif jawaban.status_code in DITOLAK and (dulu := _tercapai(request)):
                return _hasil_pertama(request, *dulu)
        return jawaban


@contextmanager
def _bergiliran(kunci: str) -> Iterator[None]:
    """Let the presses of one name pass one after the other; a turn of a killed process ends after `TUNGGU`.

    By a row of the cache: a lock of PostgreSQL would cost each press a second connection of the pool.
    """
    giliran, batas = f"{kunci}:giliran", time.monotonic() + TUNGGU
    while not (milik := cache.add(giliran, 1, TUNGGU)) and time.monotonic() < batas:
        time.sleep(JEDA)
    try:
        yield
    finally:
        if milik:
            cache.delete(giliran)


def _dijaga(request: HttpRequest) -> bool:
    if request.method != "POST" or request.headers.get("HX-Request") or bagian_masuk(request.path):
        return False
    return request.user.is_authenticated and milik(pemilik(request.POST.get(NAMA, "")), request.user)


def _ingat(request: HttpRequest, kunci: str, alamat: str, lewat: str) -> None:
    hasil = (alamat, time.time(), lewat)
    cache.set(kunci, hasil, UMUR)
    cache.set(_kunci_isi(request), (hasil, _jejak(request)), UMUR)
    if request.POST.get(TANDA):
        buang(request)


def _tercapai(request: HttpRequest) -> tuple[str, float, str] | None:
    """Return the answer of the first, when what was refused just now is what this person did and nobody changed."""
    hasil, jejak = cache.get(_kunci_isi(request), (None, None))
    if hasil is None or jejak != _jejak(request):
        return None
    # Of what has no stream of its own nobody can say whether it was touched: only the same moment counts.
    return hasil if jejak is not None or time.time() - hasil[1] < SESAAT else None


def _kunci_isi(request: HttpRequest) -> str:
    return f"isi:{siapa(request.user)}:{_sidik(request, halaman=False)}"  # type: ignore[arg-type]


def _jejak(request: HttpRequest) -> int | None:
    """Return the newest Peristiwa by a person about the things that the address names."""
    cocok = resolve(request.path_info)
    aliran = [f"{jenis}:{nilai}" for jenis in ALIRAN for nilai in cocok.kwargs.values()]
    aliran += [nama for ruang, nama in ALIRAN_RUANG.items() if cocok.view_name.startswith(ruang)]
    terbaru: int | None = Peristiwa.objects.filter(aliran__in=aliran, oleh__isnull=False).aggregate(t=Max("pk"))["t"]
    return terbaru


def _sidik(request: HttpRequest, *, halaman: bool = True) -> str:
    """Return one name for this address and content, and with `halaman` for the page that it was sent from."""
    sidik = hashlib.sha256(request.get_full_path().encode())
    for nama, semua in sorted(request.POST.lists()):
        if nama not in _BERGANTI and (halaman or not _VERSI.search(nama)):
            sidik.update(repr((nama, semua)).encode())
    for nama, banyak in sorted(request.FILES.lists()):
        sidik.update(repr((nama, [_sidik_berkas(satu) for satu in banyak])).encode())
    return sidik.hexdigest()


def _sidik_berkas(berkas: Any) -> str:
    sidik = hashlib.sha256()
    for potong in berkas.chunks():
        sidik.update(potong)
    berkas.seek(0)
    return sidik.hexdigest()


def sekali_tampil(jawaban: HttpResponse, ke: str, lewat: str) -> HttpResponse:
    """Mark a page that is shown once, such as a temporary password's.

    The second click of a double click shows it once more, for `TAMPIL` seconds; a later one leads to `ke`, where
    `lewat` says what to do for who has not read it.
    """
    jawaban._sekali_ke, jawaban._sekali_lewat = ke, lewat  # type: ignore[attr-defined]
    return jawaban


def _penyandi_halaman(request: HttpRequest) -> Fernet:
    """A cipher whose key is made of what stands in the sent page only: the server keeps no key to what it keeps."""
    bita = next(tanda_semua("siapp.web.sekali", request.POST[NAMA], algoritma="sha256"))
    return Fernet(base64.urlsafe_b64encode(bita))


def _simpan_tampilan(request: HttpRequest, kunci: str, jawaban: HttpResponseBase) -> None:
    if isinstance(jawaban, HttpResponse) and hasattr(jawaban, "_sekali_ke"):
        cache.set(f"{kunci}:tampil", _penyandi_halaman(request).encrypt(jawaban.content), TAMPIL)


def _tampil_lagi(request: HttpRequest, kunci: str) -> HttpResponse | None:
    """The page that the first press was answered with, for who sent the very same page within `TAMPIL` seconds."""
    isi = cache.get(f"{kunci}:tampil")
    return HttpResponse(_penyandi_halaman(request).decrypt(isi)) if isi else None


def _hasil(request: HttpRequest, jawaban: HttpResponseBase) -> str:
    """Return where good news lead on to; "" for what was refused or put off, and may be pressed again."""
    if ke := getattr(jawaban, "_sekali_ke", ""):
        return str(ke)
    lanjut = jawaban.status_code in (302, 303) and not bagian_masuk(jawaban["Location"])
    return jawaban["Location"] if lanjut and not _ada_peringatan(request) else ""


def _ada_peringatan(request: HttpRequest) -> bool:
    # Messages that were added just now; reading them the official way would use them up.
    baru: list[Message] = getattr(get_messages(request), "_queued_messages", [])
    return any(pesan.level >= constants.WARNING for pesan in baru)


def _hasil_pertama(request: HttpRequest, alamat: str, pada: float, lewat: str = "") -> HttpResponseBase:
    jam = datetime.fromtimestamp(pada, timezone.get_current_timezone())
    messages.info(request, f"Sudah disimpan pukul {jam:%H.%M}. Tekanan kedua tidak mengulang apa pun. {lewat}".strip())
    return redirect(alamat)
