"""How BKN's lists of one usulan can be odd: vanished, announced, reordered Pertek, and stages given as a list.

A switch belongs to one usulan and stands until it is replaced; the rows themselves stay, so that all can come back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from integrasi.peragaan.simulator.keadaan import Keadaan
from integrasi.peragaan.simulator.periksa import Ditolak, TidakAda

DAFTAR = frozenset({"hilang", "tanpa_nomor", "tanpa_berkas"})
SAKELAR = frozenset({"balik", "daftar_tahap"})
KATA = "kata_jenis"


def pasang(k: Keadaan, id_usulan: str, isi: Mapping[str, Any]) -> dict[str, Any]:
    """Replace the switches of one usulan.

    `hilang`, `tanpa_nomor`, `tanpa_berkas`: numbers of Pertek that API 6 leaves out, or gives without number or file.
    `kata_jenis`: number → the word that API 6 uses for its jenis. `balik`: newest first. `daftar_tahap`: API 7 answers
    with all stages.

    Raises:
        TidakAda, Ditolak: unknown usulan; a switch that does not exist.
    """
    usulan = k.usulan(id_usulan)
    if usulan is None:
        raise TidakAda
    if asing := set(isi) - DAFTAR - SAKELAR - {KATA}:
        raise Ditolak("sakelar", f"tidak dikenal: {', '.join(sorted(asing))}")
    bersih: dict[str, Any] = {nama: [str(n) for n in isi.get(nama) or ()] for nama in DAFTAR}
    bersih |= {nama: bool(isi.get(nama)) for nama in SAKELAR} | {KATA: dict(isi.get(KATA) or {})}
    k.setel(_nama(usulan["id"]), bersih)
    return bersih


def sakelar(k: Keadaan, id_usulan: str) -> Mapping[str, Any]:
    """The standing switches of one usulan; all off when none were set."""
    kosong: dict[str, Any] = {nama: [] for nama in DAFTAR} | dict.fromkeys(SAKELAR, False) | {KATA: {}}
    return {**kosong, **k.setelan(_nama(id_usulan), {})}


def _nama(id_usulan: str) -> str:
    return f"pertek:{id_usulan}"


def terapkan(k: Keadaan, id_usulan: str, baris: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows of API 6 as the switches of `id_usulan` make them."""
    berlaku = sakelar(k, id_usulan)
    hasil = [_ubah(satu, berlaku) for satu in baris if satu["nomor_pertek"] not in berlaku["hilang"]]
    return hasil[::-1] if berlaku["balik"] else hasil


def _ubah(satu: Mapping[str, Any], berlaku: Mapping[str, Any]) -> Mapping[str, Any]:
    nomor = satu["nomor_pertek"]
    hasil = {**satu, "jenis_pertek": berlaku[KATA].get(nomor, satu["jenis_pertek"])}
    if nomor in berlaku["tanpa_nomor"]:
        hasil |= {"nomor_pertek": "", "file": ""}
    if nomor in berlaku["tanpa_berkas"]:
        hasil["file"] = ""
    return hasil
