"""One row of SIASN's lists, read field by field: what is odd is named and sets the row aside, never the list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from integrasi.siasn.bentuk import baku
from integrasi.siasn.nilai import NilaiAneh, macam

# Name of a field → the spellings it comes under, and how it is read. A reader gives what "none" is for null.
Pembaca = Mapping[str, tuple[tuple[str, ...], Callable[[object], Any]]]


@dataclass(frozen=True, slots=True)
class Cacat:
    """What is odd in a row: the field, the kind of value found (never the value) and the reason, in words."""

    bidang: str
    macam: str
    alasan: str


@dataclass(frozen=True, slots=True)
class BarisAneh:
    """A row that was set aside. `kunci` and `nip` are what could be read of who or what it is; `nama` of its name."""

    cacat: tuple[Cacat, ...]
    kunci: str = ""
    nip: str = ""
    nama: str = ""


# Told of every row that is set aside.
Sisihkan = Callable[[BarisAneh], None]


@dataclass(slots=True)
class Bacaan:
    """The fields of one row: those that could be read, which of them were there at all, and what is odd."""

    nilai: dict[str, Any] = field(default_factory=dict)
    hadir: set[str] = field(default_factory=set)
    cacat: list[Cacat] = field(default_factory=list)


def baca_baris(isi: Mapping[str, object], pembaca: Pembaca) -> Bacaan:
    """Read every field of `pembaca`. A field whose key is absent has the value of null, but is not in `hadir`."""
    peta = {baku(str(nama)): nilai for nama, nilai in isi.items()}
    hasil = Bacaan()
    for bidang, (ejaan, baca) in pembaca.items():
        ada = [peta[nama] for nama in map(baku, ejaan) if nama in peta]
        nilai = next((satu for satu in ada if satu not in (None, "")), None)
        if ada:
            hasil.hadir.add(bidang)
        try:
            hasil.nilai[bidang] = baca(nilai)
        except NilaiAneh as galat:
            hasil.cacat.append(Cacat(bidang, macam(nilai), str(galat)))
    return hasil


def aneh(bacaan: Bacaan, kunci: str) -> BarisAneh:
    """The row set aside, with what of it names it."""
    nilai = bacaan.nilai
    return BarisAneh(tuple(bacaan.cacat), nilai.get(kunci, ""), nilai.get("nip", ""), nilai.get("nama", ""))


def bukan_baris(isi: object) -> BarisAneh:
    """A row of a list that is no row at all."""
    return BarisAneh((Cacat("", macam(isi), "bukan baris"),))


def abaikan(_: BarisAneh) -> None:
    """For those who look at the rows that can be read only."""
