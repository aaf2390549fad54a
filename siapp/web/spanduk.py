"""Banners above every page, such as "SIASN sedang tidak dapat dihubungi".

An app to the left registers a source in its `AppConfig.ready`; this package knows none of them by name.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Spanduk:
    """One banner: `jenis` is info, sukses, peringatan or galat (see `komponen/_peringatan.html`).

    `url` and `label` lead to more; `tutup`: where a press closes it for the session, "" for one that stays.
    """

    judul: str
    isi: str = ""
    jenis: str = "peringatan"
    url: str = ""
    label: str = ""
    tutup: str = ""


Sumber = Callable[[HttpRequest], Iterable[Spanduk]]
_sumber: list[Sumber] = []


def daftarkan_spanduk(sumber: Sumber) -> None:
    """Add a source of banners; it is asked once per full page of a signed-in person, so it must be cheap."""
    if sumber not in _sumber:
        _sumber.append(sumber)


def spanduk_untuk(request: HttpRequest) -> list[Spanduk]:
    """Return all banners that the registered sources have for `request`."""
    return [spanduk for sumber in _sumber for spanduk in sumber(request)]
