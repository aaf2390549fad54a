"""The menu: one table of what stands there and for whom."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from siapp.akun.peran import PERAN_BIRO, JenisPeran

P = JenisPeran
SEMUA = tuple(JenisPeran)


@dataclass(frozen=True)
class Butir:
    """One entry: its words, the URL name it leads to, its heroicon, and the roles that have a use for it."""

    label: str
    nama_url: str
    ikon: str
    peran: tuple[JenisPeran, ...]


MENU: tuple[Butir, ...] = (
    Butir("Beranda", "beranda", "home", SEMUA),
    Butir("Antrean", "usulan:antrean", "inbox-stack", PERAN_BIRO),
    Butir("Usulan", "usulan:daftar", "document-text", (P.PIC,)),
    Butir("Buat usulan", "usulan:baru", "document-plus", (P.PIC,)),
    Butir("Pertek", "usulan:pertek_daftar", "document-check", (P.PIC, *PERAN_BIRO)),
    Butir("Keppres", "usulan:keppres_daftar", "scale", (P.DUKUNGAN, P.KEPALA_BIRO, P.AUDITOR)),
    Butir("PIC", "usulan:pic_daftar", "users", (P.ADMINISTRATOR, P.KEPALA_BIRO, P.AUDITOR)),
    Butir("Referensi", "referensi:indeks", "book-open", (P.ADMINISTRATOR, P.DUKUNGAN, P.AUDITOR)),
    Butir(
        "Pengiriman", "integrasi:pengiriman", "paper-airplane", (P.ADMINISTRATOR, P.DUKUNGAN, P.KEPALA_BIRO, P.AUDITOR)
    ),
    Butir(
        "Kotak masuk", "integrasi:masuk", "inbox-arrow-down", (P.ADMINISTRATOR, P.DUKUNGAN, P.KEPALA_BIRO, P.AUDITOR)
    ),
    Butir("Jejak audit", "audit:jejak", "clipboard-document-list", (P.AUDITOR, P.ADMINISTRATOR, P.KEPALA_BIRO)),
    Butir("Bantuan", "bantuan", "question-mark-circle", SEMUA),
)


@dataclass(frozen=True)
class ButirTampil:
    """An entry as shown to one person on one page."""

    label: str
    url: str
    ikon: str
    kini: bool = False


def url_jika_ada(nama_url: str) -> str:
    """Return the address of `nama_url`, "" while the room that serves it is not built."""
    try:
        return reverse(nama_url)
    except NoReverseMatch:
        return ""


def menu_untuk(request: HttpRequest) -> list[ButirTampil]:
    """Return the entries for the person of `request`, the one that holds the current page marked."""
    if not request.user.is_authenticated:
        return []
    milik = [
        (butir, url) for butir in MENU if request.user.berperan(*butir.peran) and (url := url_jika_ada(butir.nama_url))
    ]
    kini = _terdekat(request.path, [url for _, url in milik])
    return [ButirTampil(butir.label, url, butir.ikon, url == kini) for butir, url in milik]


def _terdekat(jalur: str, urls: list[str]) -> str:
    # The longest address that `jalur` lies below; "/" holds only itself, or it would hold everything.
    cocok = [url for url in urls if url == jalur or (url != "/" and jalur.startswith(url))]
    return max(cocok, key=len, default="")
