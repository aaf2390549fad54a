"""Changes to the invented lists (APIs 1 and 13) while the partner runs: odd rows, new ids, absent keys, withdrawn rows.

A rule names a list, a row and what happens to it; nothing is checked, since what SIASN really sends is not either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from integrasi.peragaan.simulator.keadaan import Keadaan
from integrasi.peragaan.simulator.periksa import Ditolak

DAFTAR_ASN = "asn"


def pasang(k: Keadaan, aturan: Sequence[Mapping[str, Any]], tambahan: Mapping[str, Sequence[Any]]) -> None:
    """Replace all changes. `aturan`: {daftar, kunci, isi, buang, hilang}; `tambahan`: list → rows put behind it.

    `kunci` is the NIP of a person, the id of another row (for jenis-dokumen "detail/id"), or "*" for all. `isi` is put
    over the row, the keys in `buang` go, `hilang` takes the row off the list.

    Raises:
        Ditolak: a rule that names no list or no row; nothing is changed then.
    """
    for satu in aturan:
        if not satu.get("daftar") or not satu.get("kunci"):
            raise Ditolak("aturan", "daftar dan kunci harus diisi")
    k.setel("ubahan", {"aturan": [dict(satu) for satu in aturan], "tambahan": dict(tambahan)})


def _kunci(daftar: str, baris: Mapping[str, Any]) -> str:
    if daftar == DAFTAR_ASN:
        return str(baris["nip"])
    awalan = f"{baris['detail_layanan_id']}/" if daftar == "jenis-dokumen" else ""
    return f"{awalan}{baris['id']}"


def terapkan(k: Keadaan, daftar: str, baris: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The rows of a list as the standing changes make them."""
    ubahan = k.setelan("ubahan", {"aturan": [], "tambahan": {}})
    menurut_kunci: dict[str, list[Mapping[str, Any]]] = {}
    for aturan in ubahan["aturan"]:
        if aturan["daftar"] == daftar:
            menurut_kunci.setdefault(str(aturan["kunci"]), []).append(aturan)
    hasil: list[Any] = []
    for satu in baris:
        berlaku = [*menurut_kunci.get("*", []), *menurut_kunci.get(_kunci(daftar, satu), [])]
        if not any(aturan.get("hilang") for aturan in berlaku):
            hasil.append(_ubah(satu, berlaku))
    return hasil + list(ubahan["tambahan"].get(daftar, []))


def _ubah(baris: Mapping[str, Any], aturan: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    for satu in aturan:
        buang = set(satu.get("buang") or ())
        baris = {nama: nilai for nama, nilai in {**baris, **(satu.get("isi") or {})}.items() if nama not in buang}
    return baris


def orang(k: Keadaan, nip: str, asal: Mapping[str, Any] | None) -> Any:
    """The person that the single service answers with for `nip`; `asal`: who it is without changes, if anybody."""
    hasil = terapkan(k, DAFTAR_ASN, [asal] if asal else [])
    return next((satu for satu in hasil if isinstance(satu, Mapping) and (satu.get("nip") == nip or asal)), None)
