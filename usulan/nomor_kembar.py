"""Numbers of Keppres and memos that stand twice, and keys that old code wrote: what a person or a command mends.

A number that is another's for those who read it has no key (usulan.0013, usulan.0022): the database could not refuse it
when it came.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from siapp.teks import kunci_nomor
from usulan.models import Keppres


@dataclass(frozen=True, slots=True)
class Kembar:
    """Two rows that are one number: `apa` it is the number of, the one without a key and the one that has it."""

    apa: str
    tanpa_kunci: str
    pemegang: str
    tahun: int


@dataclass(frozen=True, slots=True)
class _Baris:
    nomor: str
    kunci: str
    tahun: int

    @property
    def seharusnya(self) -> str:
        return kunci_nomor(self.nomor)


def _baris(dari: str, kunci: str, tanggal: str) -> list[_Baris]:
    isi = Keppres.objects.exclude(**{dari: ""}).order_by("dibuat_pada", "pk").values_list(dari, kunci, tanggal)
    return [_Baris(n, k, t.year if isinstance(t, date) else 0) for n, k, t in isi]


def _semua() -> Iterator[tuple[str, list[_Baris]]]:
    yield "Nomor Keppres", _baris("nomor", "kunci_nomor", "tanggal")
    yield "Nomor memo", _baris("nomor_memo", "kunci_memo", "tanggal_memo")


def nomor_kembar() -> tuple[list[Kembar], int]:
    """Return the pairs that are one number, and how many keys are not what they should be for another reason."""
    kembar, usang = list[Kembar](), 0
    for apa, semua in _semua():
        pemegang = {(b.kunci, b.tahun): b.nomor for b in semua if b.kunci}
        for baris in semua:
            lain = pemegang.get((baris.seharusnya, baris.tahun))
            if baris.kunci == baris.seharusnya:
                continue
            if lain is not None and not baris.kunci:
                kembar.append(Kembar(apa, baris.nomor, lain, baris.tahun))
            else:
                usang += 1
    return kembar, usang
