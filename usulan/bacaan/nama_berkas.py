"""Which row a file is for, by the name that somebody gave it (nama_berkas.toml, rupa.toml). Pure: no Django.

Words are compared without capitals, signs, numbers of persons and the person's own name; a letter mistyped in a long
word does not matter. Two rows that fit as well, or two files that fit the same row, are a question and no answer.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from usulan.bacaan.naskah import padatkan
from usulan.bacaan.rupa import semua_rupa

MIRIP, HURUF_MIRIP = 0.86, 6
"""How alike a mistyped word is to the right one (difflib's ratio), and from how many letters on that is asked."""
HURUF_MENYATU = 6
"""Letters from which on a group of words is found within others that are run together."""
AKHIRAN = re.compile(r"\.(?:pdf|jpe?g|png|heic|docx?|tiff?)$", re.IGNORECASE)
# The number of a person, a date, the number of a copy.
TANPA_ARTI = re.compile(r"(?<!\d)\d{18}(?!\d)|(?<!\d)\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}|\d{4}[-.]\d\d[-.]\d\d|\(\d+\)")
TAHUN = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
URUTAN = {"pertama": 1, "kesatu": 1, "i": 1, "1": 1, "kedua": 2, "ii": 2, "2": 2}


@dataclass(frozen=True, slots=True)
class BarisTujuan:
    """A row that a file may be for: its number, the catalogue's kind of document, its name on screen."""

    pk: int
    jenis: str
    nama: str


@dataclass(frozen=True, slots=True)
class Tebakan:
    """The rows that the name fits best; `satu` only where there is no doubt."""

    calon: tuple[int, ...] = ()
    satu: int | None = None


@dataclass(frozen=True)
class _Jenis:
    nama: tuple[frozenset[str], ...]
    menyatu: tuple[str, ...]
    harus: tuple[frozenset[str], ...]
    bukan: tuple[frozenset[str], ...]
    urutan: int


def cocokkan(nama: Sequence[str], baris: Sequence[BarisTujuan], *, orang: str, tahun: int) -> list[Tebakan]:
    """Return for each file name which of `baris` it means.

    `orang`: name of the person of the usulan, whose words tell nothing. `tahun`: the present year; the two years
    before it are those of two assessments, unless the files themselves name two.
    """
    kata = [kata_nama(satu, orang) for satu in nama]
    dua = _dua_tahun([k for k in kata if _nilai_terbaik(k, baris, None)], tahun)
    calon = [_nilai_terbaik(satu, baris, dua) for satu in kata]
    dipilih = Counter(satu[0] for satu in calon if len(satu) == 1)
    return [Tebakan(tuple(c), c[0] if len(c) == 1 and dipilih[c[0]] == 1 else None) for c in calon]


def kata_nama(nama: str, orang: str = "") -> tuple[str, ...]:
    """Return the words of a file's name that tell something, in the spelling of nama_berkas.toml."""
    polos = unicodedata.normalize("NFKD", AKHIRAN.sub("", nama.strip()))
    milik = set(_pecah(orang))
    return tuple(lurus for kata in _pecah(TANPA_ARTI.sub(" ", polos)) if kata not in milik for lurus in _lurus(kata))


def _pecah(teks: str) -> list[str]:
    return re.findall(r"[a-z]+|\d+", teks.lower())


def _lurus(kata: str) -> list[str]:
    umum = _data()["umum"]
    if kata in umum["buang"]:
        return []
    if kata not in _kosakata() and len(kata) >= HURUF_MIRIP:
        panjang = [satu for satu in _kosakata() if abs(len(satu) - len(kata)) <= 1]
        kata = next(iter(get_close_matches(kata, panjang, 1, MIRIP)), kata)
    return str(umum["padanan"].get(kata, kata)).split()


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("nama_berkas.toml").read_text())


@cache
def _kosakata() -> frozenset[str]:
    data = _data()
    kelompok = [kata for kode, isi in data.items() if kode != "umum" for satu in isi.values() for kata in _daftar(satu)]
    return frozenset(" ".join([*kelompok, *data["umum"]["padanan"], *data["umum"]["padanan"].values()]).split())


def _daftar(isi: object) -> list[str]:
    return isi if isinstance(isi, list) else []


@cache
def _jenis(kode: str) -> _Jenis:
    isi = _data().get(kode, {})
    nama, harus, bukan = (tuple(_kelompok(isi.get(k, ()))) for k in ("nama", "harus", "bukan"))
    judul = [judul for rupa in semua_rupa().values() if kode in rupa.katalog for judul in rupa.judul]
    menyatu = {padatkan(satu) for satu in isi.get("nama", ())} | set(judul)
    return _Jenis(nama, tuple(m for m in menyatu if len(m) >= HURUF_MENYATU), harus, bukan, isi.get("urutan", 0))


def _kelompok(isi: Iterable[str]) -> list[frozenset[str]]:
    return [frozenset(satu.split()) for satu in isi]


def _dua_tahun(kata: Iterable[tuple[str, ...]], tahun: int) -> tuple[int, int]:
    """The years of the earlier and the later assessment."""
    tertulis = sorted({satu for k in kata if _berurutan(k) and (satu := _tahun(k))})
    if len(tertulis) == 2 and tertulis[1] - tertulis[0] == 1:
        return tertulis[0], tertulis[1]
    return tahun - 2, tahun - 1


def _berurutan(kata: tuple[str, ...]) -> bool:
    return any(isi.get("urutan") and _nilai(kata, _jenis(kode)) for kode, isi in _data().items())


def _tahun(kata: tuple[str, ...]) -> int | None:
    semua = {int(k) for k in kata if TAHUN.fullmatch(k)}
    return semua.pop() if len(semua) == 1 else None


def _nilai_terbaik(kata: tuple[str, ...], baris: Sequence[BarisTujuan], dua: tuple[int, int] | None) -> list[int]:
    """The rows that fit best; two years of `dua` None: whichever the year is."""
    nilai = {satu: max(_nilai(kata, _jenis(satu.jenis)), _nilai_judul(kata, satu)) for satu in baris}
    terbaik = max(nilai.values(), default=0)
    calon = [satu for satu, n in nilai.items() if n == terbaik and n]
    if dua and len(calon) > 1:
        urutan = _urutan(kata, dua)
        calon = [satu for satu in calon if _jenis(satu.jenis).urutan in {0, urutan}] or calon
    return [satu.pk for satu in calon]


def _urutan(kata: tuple[str, ...], dua: tuple[int, int]) -> int:
    tahun = _tahun(kata)
    if tahun:
        return dua.index(tahun) + 1 if tahun in dua else 0
    return next((URUTAN[k] for k in kata if k in URUTAN), 0)


def _nilai(kata: tuple[str, ...], jenis: _Jenis) -> int:
    """How well a name fits a kind: the letters of the longest group of words that it bears; 0 when it does not."""
    punya, rapat = frozenset(kata), padatkan("".join(kata))
    if any(satu <= punya for satu in jenis.bukan) or (jenis.harus and not any(satu <= punya for satu in jenis.harus)):
        return 0
    berkata = [sum(map(len, satu)) for satu in jenis.nama if satu <= punya or _terpenggal(satu, kata)]
    menyatu = [len(satu) for satu in jenis.menyatu if satu in rapat]
    return max([*berkata, *menyatu], default=0)


def _terpenggal(kelompok: frozenset[str], kata: tuple[str, ...]) -> bool:
    """Whether single letters in a row spell the one word of a group ("S P P")."""
    huruf = "".join(k if len(k) == 1 else " " for k in kata).split()
    return len(kelompok) == 1 and bool(kelompok & set(huruf))


def _nilai_judul(kata: tuple[str, ...], baris: BarisTujuan) -> int:
    """How well a name fits a row whose own name it bears whole."""
    judul = frozenset(kata_nama(baris.nama))
    return sum(map(len, judul)) if judul <= frozenset(kata) else 0
