"""What SIASN promises about a call that is sent twice, as SIASN_MODE_GANDA names it (kontrak.md 2). Without Django.

A promise speaks of the APIs that it names and of no others: `tolak_ganda:3,cari:3`, `kunci:3,4,5,11`. A word alone
means what the contract says of it.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

MANUSIA: Final = "manusia"
KUNCI: Final = "kunci"
TOLAK_GANDA: Final = "tolak_ganda"
CARI: Final = "cari"

# The calls that must not be made twice: a new usulan, a document, a signature, a copy of a Keppres.
API_GANDA: Final = (3, 4, 5, 11)
# Word → the APIs that it speaks of when it stands alone. The first one is the default.
ARTI: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {MANUSIA: (), KUNCI: API_GANDA, TOLAK_GANDA: (3,), CARI: (3,)}
)
_BENTUK = (
    f"SIASN_MODE_GANDA harus salah satu dari {', '.join(ARTI)}, atau janji per API, misalnya tolak_ganda:3,cari:3 "
    f"(API yang dapat disebut: {', '.join(map(str, API_GANDA))})."
)

Janji = Mapping[int, frozenset[str]]


class ModeGandaSalah(ValueError):
    """The setting cannot be read; `str()` says in Indonesian which forms there are."""

    def __init__(self) -> None:
        super().__init__(_BENTUK)


@cache
def urai_mode_ganda(teks: str) -> Janji:
    """Return API → the ways in which SIASN promises to keep doubles away; an API without a promise is absent.

    Raises ModeGandaSalah.
    """
    janji: dict[int, set[str]] = {}
    bagian, mode = [satu.strip() for satu in teks.split(",")], ""
    if MANUSIA in bagian and len(bagian) > 1:
        raise ModeGandaSalah
    for satu in bagian:
        kata, pisah, nomor = satu.rpartition(":")
        mode = kata.strip() if pisah else mode if nomor.isdecimal() and mode else ""
        for api in _api(nomor.strip()) if mode else ARTI.get(nomor, (0,)):
            if api not in API_GANDA or mode == MANUSIA or mode not in {"", *ARTI}:
                raise ModeGandaSalah
            janji.setdefault(api, set()).add(mode or nomor)
    return MappingProxyType({api: frozenset(cara) for api, cara in janji.items()})


def _api(nomor: str) -> tuple[int, ...]:
    return (int(nomor) if nomor.isdecimal() else 0,)
