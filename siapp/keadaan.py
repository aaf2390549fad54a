"""State machines as plain tables: states, moves, who makes them. No Django.

A table costs nothing but itself. `siapp.pindah` moves the rows of any model that names one, and `siapp.diagram` draws
it. One test walks from × to × move of all of them (arsitektur.md 3.2).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

K = TypeVar("K", bound=StrEnum)
G = TypeVar("G", bound=StrEnum)


class GerakTakDikenal(Exception):
    """The table knows no such move: a fault of ours, never of the person who pressed."""


@dataclass(frozen=True, slots=True)
class Gerak(Generic[K]):
    """One move: the states it leaves, those it may end in, and who makes it."""

    dari: frozenset[K]
    ke: frozenset[K]
    oleh: frozenset[StrEnum]


def gerak(dari: Iterable[K], ke: K | Iterable[K], *oleh: StrEnum) -> Gerak[K]:
    """Write one line of a table; `ke` is one state, or those among which the one who moves chooses."""
    return Gerak(frozenset(dari), frozenset((ke,) if isinstance(ke, StrEnum) else ke), frozenset(oleh))


@dataclass(frozen=True)
class TabelKeadaan(Generic[K, G]):
    """The states of one kind of row. `awal` are those in which a row may be born; all moves stand in `gerak`.

    What is said of states is derived from the moves, in the order in which the states are written, so that the
    conditions of partial indexes keep their words.
    """

    keadaan: type[K]
    label: Mapping[K, str]
    awal: tuple[K, ...]
    gerak: Mapping[G, Gerak[K]]

    @property
    def pilihan(self) -> list[tuple[str, str]]:
        """The choices of a model's or a form's field."""
        return [(satu.value, self.label[satu]) for satu in self.keadaan]

    @property
    def akhir(self) -> tuple[K, ...]:
        """States that no move leaves."""
        return self._urut(satu for satu in self.keadaan if not self._keluar(satu))

    @property
    def terbuka(self) -> tuple[K, ...]:
        """States that some move leaves."""
        return self._urut(satu for satu in self.keadaan if self._keluar(satu))

    def dari(self, gerak: G) -> tuple[K, ...]:
        """The states that `gerak` leaves."""
        return self._urut(self.gerak[gerak].dari)

    def bisa(self, gerak: G, keadaan: str) -> bool:
        """Whether a row in `keadaan` can make the move `gerak`."""
        return keadaan in self.gerak[gerak].dari

    def hanya(self, oleh: StrEnum) -> tuple[K, ...]:
        """States that nobody but `oleh` leads out of."""
        return self._urut(
            satu for satu in self.keadaan if {siapa for g in self._keluar(satu) for siapa in g.oleh} == {oleh}
        )

    def tujuan(self, gerak: G, ke: K | None = None) -> K:
        """Where `gerak` ends: `ke`, which may be left out when there is one end only. Raises GerakTakDikenal."""
        milik = self.gerak.get(gerak)
        boleh = milik.ke if milik else frozenset()
        if ke is None and len(boleh) == 1:
            return next(iter(boleh))
        if ke is None or ke not in boleh:
            raise GerakTakDikenal(f"{gerak} does not end in {ke}")
        return ke

    def pindah(self, gerak: G, dari: str, ke: K | None = None) -> K:
        """The state after `gerak` of a row in `dari`. Raises GerakTakDikenal for what is not in the table."""
        tujuan = self.tujuan(gerak, ke)
        if not self.bisa(gerak, dari):
            raise GerakTakDikenal(f"{gerak} does not begin in {dari}")
        return tujuan

    def panah(self) -> Iterator[tuple[K, K, G]]:
        """Every (from, to, move) of the table, in the order of the states."""
        for dari in self.keadaan:
            for ke in self.keadaan:
                yield from ((dari, ke, nama) for nama, g in self.gerak.items() if dari in g.dari and ke in g.ke)

    def _keluar(self, keadaan: K) -> list[Gerak[K]]:
        return [satu for satu in self.gerak.values() if keadaan in satu.dari]

    def _urut(self, keadaan: Iterable[K]) -> tuple[K, ...]:
        ada = set(keadaan)
        return tuple(satu for satu in self.keadaan if satu in ada)
