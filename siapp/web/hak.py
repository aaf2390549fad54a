"""The rights of a room in one table: from what may be done to the roles that may.

The room's verbs are a StrEnum; doors (`akses`), buttons (`boleh`) and actions (`check`) all ask the same table, so that
none of them lists roles again (keputusan/0025). Whether a row may be touched (its instansi, its stage) is asked by the
action besides.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran
from siapp.web.akses import V, akses
from siapp.web.galat import GalatPengguna

K = TypeVar("K", bound=StrEnum)


class TidakBerwenang(GalatPengguna):
    """The person may see this but not do it (HTTP 403)."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan, "Anda tidak berwenang", 403)


@dataclass(frozen=True, slots=True)
class TabelHak(Generic[K]):
    """`isi`: {what: roles}. Every method takes one or several things to do and raises KeyError for an unknown one."""

    isi: Mapping[K, Set[JenisPeran]]

    def peran(self, *apa: K) -> tuple[JenisPeran, ...]:
        """Return the roles that may do one of `apa`, in the order of JenisPeran."""
        milik = {peran for satu in apa for peran in self.isi[satu]}
        return tuple(peran for peran in JenisPeran if peran in milik)

    def akses(self, *apa: K) -> Callable[[V], V]:
        """Declare at a view: open to who may do one of `apa`. Raises ValueError when no role may."""
        return akses(*self.peran(*apa), untuk=apa)

    def boleh(self, pengguna: Pengguna, *apa: K) -> bool:
        """Whether `pengguna` holds a role that may do one of `apa`."""
        return pengguna.is_active and pengguna.berperan(*self.peran(*apa))

    def check(self, pengguna: Pengguna, *apa: K, pesan: str = "") -> None:
        """Raise TidakBerwenang with `pesan`, or with who may, unless `boleh`."""
        if not self.boleh(pengguna, *apa):
            siapa = " atau ".join(peran.label for peran in self.peran(*apa))
            raise TidakBerwenang(pesan or f"Hanya {siapa} yang dapat melakukan ini.")

    def kategori(self, pengguna: Pengguna, *apa: K) -> set[str]:
        """Return the kategori in which `pengguna` may do one of `apa`."""
        return pengguna.kategori_peran(*self.peran(*apa))
