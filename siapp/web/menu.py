"""The menu: one table of what stands there. For whom is said at the door of the page it leads to."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran
from siapp.web.akses import MASUK, aturan_akses

P = JenisPeran


@dataclass(frozen=True)
class Butir:
    """One entry: its words, the URL name it leads to, its heroicon.

    `kecuali`: roles that may open the page and have no use for it from day to day. `juga`: URL names of pages that
    belong below it although their address does not say so.
    """

    label: str
    nama_url: str
    ikon: str
    kecuali: frozenset[JenisPeran] = frozenset()
    juga: tuple[str, ...] = ()

    def untuk(self, url: str) -> tuple[str, ...]:
        """Return the roles that see this entry, which leads to the address `url`."""
        return tuple(peran for peran in _peran_pintu(url, settings.ROOT_URLCONF) if peran not in self.kecuali)


@cache
def _peran_pintu(url: str, urlconf: str) -> tuple[str, ...]:
    # Kept: the doors are the same for as long as the process lives.
    aturan = aturan_akses(resolve(url, urlconf))
    return tuple(JenisPeran) if aturan is MASUK else aturan.peran if aturan else ()


MENU: tuple[Butir, ...] = (
    Butir("Beranda", "beranda", "home"),
    Butir("Antrean", "usulan:antrean", "inbox-stack"),
    Butir("Usulan", "usulan:daftar", "document-text"),
    Butir("Buat usulan", "usulan:baru", "document-plus"),
    Butir("Pertek", "usulan:pertek_daftar", "document-check"),
    Butir("Keppres", "usulan:keppres_daftar", "scale", frozenset({P.KOORDINATOR}), ("usulan:tahanan_daftar",)),
    Butir("Statistik", "usulan:statistik", "chart-bar"),
    Butir("PIC", "usulan:pic_daftar", "users", juga=("usulan:ketepatan",)),
    Butir(
        "Referensi",
        "referensi:indeks",
        "book-open",
        frozenset({P.KOORDINATOR, P.VERIFIKATOR, P.KEPALA_BIRO}),
        ("usulan:kalender",),
    ),
    Butir("Pengiriman", "integrasi:pengiriman", "paper-airplane"),
    Butir("Kotak masuk", "integrasi:masuk", "inbox-arrow-down"),
    Butir("Perjanjian", "integrasi:pertukaran", "power"),
    Butir("Pengumuman", "integrasi:pengumuman", "megaphone", frozenset(P) - {P.ADMINISTRATOR}),
    Butir("Jejak audit", "audit:jejak", "clipboard-document-list", juga=("usulan:jejak_cari",)),
    Butir("Bantuan", "bantuan", "question-mark-circle"),
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


def url_jika_boleh(nama_url: str, pengguna: Pengguna) -> str:
    """Return the address of `nama_url`, "" when nothing serves it or `pengguna` may not open it."""
    url = url_jika_ada(nama_url)
    return url if url and pengguna.berperan(*_peran_pintu(url, settings.ROOT_URLCONF)) else ""


def menu_untuk(request: HttpRequest) -> list[ButirTampil]:
    """Return the entries for the person of `request`, the one that holds the current page marked."""
    if not request.user.is_authenticated:
        return []
    milik = [
        (butir, url)
        for butir in MENU
        if (url := url_jika_ada(butir.nama_url)) and request.user.berperan(*butir.untuk(url))
    ]
    di_bawah = {url: utama for butir, utama in milik for url in (utama, *map(url_jika_ada, butir.juga)) if url}
    kini = di_bawah.get(_terdekat(request.path, list(di_bawah)))
    return [ButirTampil(butir.label, url, butir.ikon, url == kini) for butir, url in milik]


def _terdekat(jalur: str, urls: list[str]) -> str:
    # The longest address that `jalur` lies below; "/" holds only itself, or it would hold everything.
    cocok = [url for url in urls if url == jalur or (url != "/" and jalur.startswith(url))]
    return max(cocok, key=len, default="")
