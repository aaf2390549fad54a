"""What the simulator does about writes that come twice: its promises, per API as the contract words them.

`tolak_ganda:3,cari:3` promises for API 3 only; a word alone promises what the contract says of it and not more.
"""

from __future__ import annotations

from functools import cache

from integrasi.peragaan.simulator.periksa import Ditolak

ARTI = {
    "kunci": ("2", "3", "4", "5", "10", "11"),
    "tolak_ganda": ("3",),
    "cari": ("3",),
    "manusia": (),
}
"""Word alone → the APIs that it speaks of. The first one is the default."""
MODE_BAWAAN = "kunci"
_API = ("3", "4", "5", "11")


@cache
def janji(mode: str) -> frozenset[tuple[str, str]]:
    """(API, word) for each promise of `mode`.

    Raises:
        Ditolak: words or APIs that there are not.
    """
    hasil: set[tuple[str, str]] = set()
    kata = ""
    for bagian in (satu.strip() for satu in mode.split(",")):
        nama, titik_dua, api = bagian.rpartition(":")
        if bagian in ARTI:
            hasil |= {(satu, bagian) for satu in ARTI[bagian]}
            kata = ""
            continue
        kata = nama.strip() if titik_dua else kata
        if kata not in ARTI or kata == "manusia" or api.strip() not in _API:
            raise Ditolak("mode_ganda", f"pakai {', '.join(ARTI)}, atau per API seperti tolak_ganda:3,cari:3")
        hasil.add((api.strip(), kata))
    return frozenset(hasil)


def dijanjikan(mode: str, api: str, kata: str) -> bool:
    """Whether `mode` promises `kata` for `api`."""
    return (api, kata) in janji(mode)
