"""One TOML table under inspection."""

import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, TypeVar

from referensi.katalog.bentuk import KatalogError

T = TypeVar("T", str, int, bool)


class Entri:
    """Hands out the typed values of a table and complains about what is missing, mistyped or left over."""

    def __init__(self, tempat: str, isi: dict[str, Any]) -> None:
        """`tempat` says where the table stands, for error messages; `isi` is the table as tomllib read it."""
        self.tempat = tempat
        self._isi = dict(isi)

    def rusak(self, pesan: str) -> KatalogError:
        """Return the error to raise, with the place in front."""
        return KatalogError(f"{self.tempat}: {pesan}")

    def boleh(self, kunci: str, tipe: type[T]) -> T | None:
        """Take the value of `kunci`, None if it is not there. Raises KatalogError if it is of another type."""
        nilai = self._isi.pop(kunci, None)
        if nilai is not None and type(nilai) is not tipe:
            raise self.rusak(f"{kunci} = {nilai!r} must be of type {tipe.__name__}")
        return nilai

    def harus(self, kunci: str, tipe: type[T]) -> T:
        """Take the value of `kunci`. Raises KatalogError if it is missing, empty or of another type."""
        nilai = self.boleh(kunci, tipe)
        if nilai is None or nilai == "":
            raise self.rusak(f"{kunci} is missing or empty; write {kunci} = <{tipe.__name__}>")
        return nilai

    def kode(self, kunci: str, dikenal: Collection[str]) -> str:
        """Take a text that must be one of `dikenal`. Raises KatalogError listing the known ones."""
        nilai = self.harus(kunci, str)
        if nilai not in dikenal:
            raise self.rusak(f"{kunci} = {nilai!r} is unknown; use one of {', '.join(sorted(dikenal))}")
        return nilai

    def daftar(self, kunci: str, dikenal: Collection[str] | None = None) -> tuple[str, ...]:
        """Take a list of texts, empty if it is not there. Raises KatalogError on repeats or texts outside `dikenal`."""
        nilai = self._isi.pop(kunci, [])
        if not isinstance(nilai, list) or not all(isinstance(teks, str) and teks for teks in nilai):
            raise self.rusak(f"{kunci} must be a list of texts")
        if len(set(nilai)) < len(nilai):
            raise self.rusak(f"{kunci} names something twice; leave one")
        if dikenal is not None and (asing := sorted(set(nilai) - set(dikenal))):
            raise self.rusak(f"{kunci} names {asing}, which nobody knows; use {', '.join(sorted(dikenal))}")
        return tuple(nilai)

    def anak(self, kunci: str) -> Iterator["Entri"]:
        """Take a list of tables, each with its number (from 1) in its place. Raises KatalogError if there is none."""
        nilai = self._isi.pop(kunci, None)
        if not isinstance(nilai, list) or not nilai or not all(isinstance(isi, dict) for isi in nilai):
            raise self.rusak(f"{kunci} must be a list of tables with at least one entry")
        for nomor, isi in enumerate(nilai, start=1):
            yield Entri(f"{self.tempat}, {kunci} {nomor}", isi)

    def bernama(self, kunci: str) -> Iterator[tuple[str, "Entri"]]:
        """Take a table of tables as pairs of name and table. Raises KatalogError if there is none."""
        nilai = self._isi.pop(kunci, None)
        if not isinstance(nilai, dict) or not all(isinstance(isi, dict) for isi in nilai.values()):
            raise self.rusak(f"{kunci} must be a table of tables, written [{kunci}.<kode>]")
        for nama, isi in nilai.items():
            yield nama, Entri(f"{self.tempat}, {kunci} {nama}", isi)

    def selesai(self) -> None:
        """Raise KatalogError if a key was never taken: a misspelt key would silently do nothing."""
        if self._isi:
            raise self.rusak(f"unknown key {sorted(self._isi)}; correct its spelling or remove it")


def buka(berkas: Path) -> Entri:
    """Read a TOML file. Raises KatalogError when it is missing or not TOML."""
    try:
        return Entri(berkas.name, tomllib.loads(berkas.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as sebab:
        raise KatalogError(f"{berkas.name}: cannot be read as TOML: {sebab}") from sebab
