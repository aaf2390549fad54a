"""State machines drawn from their tables: what the docs show is what the code does."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from siapp.keadaan import Gerak, TabelKeadaan

Panah = tuple[str, str, str]


def kepala(judul: str, sumber: str) -> list[str]:
    """The title of a generated page, and where it comes from."""
    asal = f"Generated from `{sumber}` by `python manage.py diagram`; `make check` fails when it is out of step."
    return [f"# {judul}", "", asal, ""]


def gambar(keadaan: type[StrEnum], panah: Iterable[Panah], awal: Iterable[str], akhir: Iterable[str]) -> list[str]:
    """A Mermaid diagram. `panah`: (from, to, name); what leads from one state to one other shares an arrow."""
    nama = defaultdict(list)
    for dari, ke, satu in panah:
        nama[dari, ke].append(satu)
    pasangan = [(dari, ke) for dari in keadaan for ke in keadaan if (dari, ke) in nama]
    return [
        "```mermaid",
        "stateDiagram-v2",
        *[f"    [*] --> {satu}" for satu in awal],
        *[f"    {dari} --> {ke}: {', '.join(sorted(nama[dari, ke]))}" for dari, ke in pasangan],
        *[f"    {satu} --> [*]" for satu in akhir],
        "```",
        "",
    ]


def tabel(judul: str, kolom: tuple[str, ...], baris: Sequence[tuple[str, ...]]) -> list[str]:
    """A table of a page, under its own title."""
    return [f"## {judul}", "", *[f"| {' | '.join(b)} |" for b in (kolom, ("---",) * len(kolom), *baris)], ""]


def halaman(judul: str, sumber: str, mesin: Mapping[str, TabelKeadaan[Any, Any]]) -> str:
    """Return a page as Markdown: of each table in `mesin` the diagram, its states and its moves."""
    isi = [baris for nama, satu in mesin.items() for baris in _mesin(nama, satu)]
    return gabung([*kepala(judul, sumber), *isi])


def gabung(baris: Iterable[str]) -> str:
    """The lines as the text of a file."""
    return "\n".join(baris).rstrip() + "\n"


def _mesin(nama: str, mesin: TabelKeadaan[Any, Any]) -> list[str]:
    keadaan = [(f"`{satu}`", mesin.label[satu], "yes" if satu in mesin.akhir else "") for satu in mesin.keadaan]
    gerak = [(f"`{satu}`", *_gerak(isi)) for satu, isi in mesin.gerak.items()]
    return [
        *gambar(mesin.keadaan, mesin.panah(), mesin.awal, mesin.akhir),
        *tabel(f"States of {nama}", ("state", "label", "end"), keadaan),
        *tabel(f"Moves of {nama}", ("name", "from", "to", "who"), gerak),
    ]


def _gerak(gerak: Gerak[Any]) -> tuple[str, ...]:
    return tuple(", ".join(sorted(isi)) for isi in (gerak.dari, gerak.ke, gerak.oleh))
