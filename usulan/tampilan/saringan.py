"""Filters of the queue that name an instansi, after that instansi went over to another (docs/alur.md 1).

Saved views and bookmarks keep the old one for ever: nobody rewrites what a person saved. They follow when they are
read, and say so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from siapp.web.templatetags.siapp import tanggal
from usulan.models import PenerusInstansi, TampilanTersimpan

Penerus = dict[str, list[PenerusInstansi]]


@dataclass(frozen=True, slots=True)
class Saringan:
    """What is filtered by, as it reads today: `kabar` says what became of its instansi, "" when nothing did."""

    kueri: QueryDict
    kabar: str = ""


@dataclass(frozen=True, slots=True)
class TampilanKini:
    """A saved view, the query string (≤ 1,000 characters and an id) that it means today, and why it differs."""

    tampilan: TampilanTersimpan
    kueri: str
    kabar: str


def saringan_kini(parameter: QueryDict) -> Saringan:
    """Return the filters of an address as they read today; a query more only where an instansi is filtered by."""
    return _ikuti(parameter, _penerus([parameter]))


def tampilan_kini(semua: Iterable[TampilanTersimpan]) -> list[TampilanKini]:
    """Return saved views as they read today; one query more when any of them names an instansi."""
    kueri = [(satu, QueryDict(satu.kueri)) for satu in semua]
    penerus = _penerus(isi for _, isi in kueri)
    hasil = [(satu, _ikuti(isi, penerus)) for satu, isi in kueri]
    return [TampilanKini(satu, kini.kueri.urlencode(), kini.kabar) for satu, kini in hasil]


def _penerus(kueri: Iterable[QueryDict]) -> Penerus:
    lama = {str(isi["instansi"]) for isi in kueri if isi.get("instansi")}
    hasil: Penerus = {}
    if lama:
        baris = PenerusInstansi.objects.filter(lama__in=lama).select_related("lama", "baru", "peralihan")
        for satu in baris.order_by("unit", "pk"):
            hasil.setdefault(satu.lama_id, []).append(satu)
    return hasil


def _ikuti(kueri: QueryDict, penerus: Penerus) -> Saringan:
    """The whole instansi is followed. Of a part, the rest stayed: the filter stays too, and says where the part is."""
    beralih = penerus.get(str(kueri.get("instansi", "")), [])
    if not beralih:
        return Saringan(kueri)
    lama = beralih[0].lama
    if beralih[0].unit == "":
        baru = beralih[0].baru
        kini = kueri.copy()
        kini["instansi"] = baru.pk
        sejak = tanggal(beralih[0].peralihan.tanggal)
        return Saringan(kini, f"{lama} beralih kepada {baru} sejak {sejak}; saringan ini mengikutinya.")
    ke = ", ".join(sorted({str(satu.baru) for satu in beralih}))
    return Saringan(kueri, f"Sebagian {lama} beralih kepada {ke}: usulan bagian itu ada di sana.")
