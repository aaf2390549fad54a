"""What was sent when the session had ended is kept for its writer, so that a sign-in later it is sent after all.

It waits in the browser's own session, which the sign-in carries over: encrypted, for an hour, and bound to the person
whose page it was typed in. Never kept: files, passwords, codes, and whatever is sent to the sign-in itself. Only a
form that we gave to somebody signed in is kept (its key is signed), so a stranger cannot fill the table.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django.http import HttpRequest
from django.urls import reverse

from siapp.sandi import penyandi
from siapp.web.permintaan import halaman_asal
from siapp.web.tanda import NAMA, milik, pemilik

SESI = "titipan"
TUJUAN_SANDI = "titipan"
UMUR = 3600
"""Seconds that it is kept."""
TERBESAR = 256 * 1024
"""Characters; a longer text than any form takes is not kept."""
TANDA = "titipan"
"""The hidden field of what is sent a second time."""
_TIDAK_DISIMPAN = re.compile(r"^(csrfmiddlewaretoken|titipan|kunci_form)$|passw|sandi|code", re.IGNORECASE)
_TEKNIS = re.compile(r"(^|-)(versi|usul_|asal-)|_id$|^selain$")


@dataclass(frozen=True)
class Titipan:
    """A form as it was sent: for which address, from which page, its fields, and whether files were with it."""

    pemilik: str
    alamat: str
    asal: str
    isi: list[tuple[str, str]]
    berkas: bool

    @property
    def terbaca(self) -> list[dict[str, str]]:
        """What a person typed or chose, for showing: rows of `kunci` and `nilai`."""
        return [
            {"kunci": _kata(n), "nilai": "Ya" if v == "on" else v}
            for n, v in self.isi
            if v.strip() and not _TEKNIS.search(n)
        ]


def _kata(nama: str) -> str:
    return nama.rpartition("-")[2].replace("_", " ").capitalize()


def bagian_masuk(alamat: str) -> bool:
    """Whether `alamat` belongs to the sign-in: what is sent there is repeated for nobody."""
    return urlsplit(alamat).path.startswith(reverse("account_login").removesuffix("login/"))


def titipkan(request: HttpRequest) -> bool:
    """Keep what `request` sent, for its writer; return whether it was kept. Replaces what was kept before."""
    penulis = pemilik(request.POST.get(NAMA, ""))
    isi = [(n, v) for n, semua in request.POST.lists() for v in semua if not _TIDAK_DISIMPAN.search(n)]
    if not penulis or bagian_masuk(request.path) or sum(len(v) for _, v in isi) > TERBESAR:
        return False
    teks = json.dumps([penulis, request.get_full_path(), halaman_asal(request), isi, bool(request.FILES)])
    request.session[SESI] = penyandi(TUJUAN_SANDI).encrypt(teks.encode()).decode()
    return True


def titipan(request: HttpRequest) -> Titipan | None:
    """Return what is kept in this browser, whoever wrote it; None when there is nothing or it is too old."""
    try:
        teks = penyandi(TUJUAN_SANDI).decrypt(str(request.session.get(SESI, "")), ttl=UMUR)
    except InvalidToken:
        return None
    penulis, alamat, asal, isi, berkas = json.loads(teks)
    return Titipan(penulis, alamat, asal, [(n, v) for n, v in isi], berkas)


def milik_sendiri(request: HttpRequest, apa: Titipan) -> bool:
    """Whether the person who is signed in wrote it."""
    return request.user.is_authenticated and milik(apa.pemilik, request.user)


@contextmanager
def titipan_orang_lain(request: HttpRequest) -> Iterator[None]:
    """Carry what somebody else typed over the sign-out of who is signed in; one's own goes with the session."""
    apa, isi = titipan(request), request.session.get(SESI)
    simpan = apa is not None and not milik_sendiri(request, apa)
    yield
    if simpan:
        request.session[SESI] = isi


def buang(request: HttpRequest) -> None:
    """Forget what is kept."""
    request.session.pop(SESI, None)
