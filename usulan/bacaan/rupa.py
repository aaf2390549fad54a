"""What kind of paper it is, by the words that such papers carry (rupa.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from usulan.bacaan.bentuk import Fakta, JenisFakta
from usulan.bacaan.naskah import Baris, Naskah, padatkan

BARIS_JUDUL = 22
"""Lines among which a title stands; those before are the letterhead."""
GABUNG = 4
"""Lines over which a title may run."""
# What a word is worth; without a title that many are needed.
NILAI_JUDUL, NILAI_ISI, CUKUP = 10, 2, 4


@dataclass(frozen=True)
class Rupa:
    """One kind of paper of rupa.toml; its words are condensed (`padatkan`)."""

    kode: str
    nama: str
    katalog: tuple[str, ...]
    judul: tuple[str, ...]
    isi: tuple[str, ...]
    bukan: tuple[str, ...]


@cache
def semua_rupa() -> Mapping[str, Rupa]:
    """Return every kind of paper by its code."""
    isi = tomllib.loads(Path(__file__).with_name("rupa.toml").read_text())
    return {kode: _rupa(kode, satu) for kode, satu in isi.items()}


def _rupa(kode: str, isi: dict[str, list[str]]) -> Rupa:
    kata = {nama: tuple(map(padatkan, isi.get(nama, ()))) for nama in ("judul", "isi", "bukan")}
    return Rupa(kode, str(isi["nama"]), tuple(isi["katalog"]), **kata)


def menjawab(kode_rupa: str, jenis_katalog: str) -> bool:
    """Whether a paper of this kind answers a row of the catalogue's document kind `jenis_katalog`."""
    rupa = semua_rupa().get(kode_rupa)
    return rupa is not None and jenis_katalog in rupa.katalog


def baca_rupa(teks: Naskah) -> Fakta | None:
    """Return the kind of the paper where its title stands, None when it looks like none that is known."""
    awal = teks.baris[:BARIS_JUDUL]
    kepala = "".join(baris.padat for baris in awal)
    semua = "".join(baris.padat for baris in teks.baris)
    nilai = {rupa: _nilai(rupa, kepala, semua) for rupa in semua_rupa().values()}
    terbaik = max(nilai, key=lambda rupa: nilai[rupa])
    if nilai[terbaik] < (CUKUP, 0):
        return None
    baris = _baris_judul(terbaik, awal) or teks.baris[0]
    return Fakta(JenisFakta.RUPA, terbaik.kode, baris.teks[:200], baris.tempat())


def _nilai(rupa: Rupa, kepala: str, semua: str) -> tuple[int, int]:
    """Return how likely it is: points, and the length of the title that fits, for two that are as likely."""
    if any(kata in kepala for kata in rupa.bukan):
        return (0, 0)
    judul = max((len(kata) for kata in rupa.judul if kata in kepala), default=0)
    isi = sum(kata in semua for kata in rupa.isi)
    return (NILAI_JUDUL * bool(judul) + NILAI_ISI * isi, judul)


def _baris_judul(rupa: Rupa, awal: tuple[Baris, ...]) -> Baris | None:
    """The first line in which a title of the kind begins; titles may run over a few lines."""
    for nomor in range(len(awal)):
        lanjut = "".join(baris.padat for baris in awal[nomor : nomor + GABUNG])
        if any(0 <= lanjut.find(kata) < len(awal[nomor].padat) for kata in rupa.judul):
            return awal[nomor]
    return None
