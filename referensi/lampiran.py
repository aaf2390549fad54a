"""The lengths that the agreement's Lampiran gives, and the one way to hold a text against them.

Pure: `usulan` uses it where a value is typed, `integrasi` as the last net before a value is sent. What does not fit is
refused with the limit and the count and never cut.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Batas:
    """One Varchar(n) of the Lampiran: the field's label as a person knows it, and n."""

    label: str
    maks: int


# An id that SIASN gave us goes back as it came: 64 as we store it, though the Lampiran says 36 (kontrak.md 1).
_ID_USULAN = Batas("ID Usulan", 64)
_NIP = Batas("NIP", 18)
_KETERANGAN = Batas("Keterangan", 255)
_STATUS = Batas("Status", 10)

BATAS: Final[Mapping[int, Mapping[str, Batas]]] = MappingProxyType(
    {
        2: {
            "nip": _NIP,
            "id": Batas("ID akses", 36),
            "kp": Batas("Akses KP", 10),
            "pemberhentian": Batas("Akses Pemberhentian", 10),
            "jfku": Batas("Akses JFKU", 10),
        },
        # The Lampiran says 32 for ID PNS; real ids are UUIDs of 36 (kontrak.md 1).
        3: {"id_pns": Batas("ID PNS", 64)},
        4: {"id_usulan": _ID_USULAN},
        5: {
            "id_usulan": _ID_USULAN,
            "nip_approval": Batas("NIP penanda tangan", 18),
            "nama_approval": Batas("Nama penanda tangan", 100),
            "jenis_usulan": Batas("Jenis usulan", 10),
            "catatan": Batas("Catatan", 255),
        },
        8: {
            "id_usulan": _ID_USULAN,
            "status": _STATUS,
            "keterangan": _KETERANGAN,
            "nomor_keppres": Batas("Nomor Keppres", 20),
        },
        9: {"id_usulan": _ID_USULAN, "status": _STATUS, "keterangan": _KETERANGAN},
        10: {"id_usulan": _ID_USULAN, "status": _STATUS, "keterangan": _KETERANGAN},
        11: {
            "nomor_keppres": Batas("Nomor Keppres", 20),
            "judul_keppres": Batas("Judul Keppres", 255),
            "download_url": Batas("Alamat unduhan", 255),
            "id_usulan": _ID_USULAN,
            "nip": _NIP,
        },
    }
)
"""Number of the API → JSON key → its limit (Lampiran, APIs 2–5 and 8–11; API 12 carries what API 11 does)."""


class MelebihiBatas(ValueError):
    """A text does not fit; `str()` says in Indonesian which, the limit and the count."""

    def __init__(self, label: str, maks: int, karakter: int, bita: int) -> None:
        self.label, self.maks, self.karakter, self.bita = label, maks, karakter, bita
        if karakter > maks:
            kalimat = f"{label} paling panjang {maks} karakter; sekarang {karakter}."
        else:
            kalimat = (
                f"{label} paling panjang {maks} bita; {karakter} karakter ini menjadi {bita} bita "
                "karena memuat huruf atau tanda khusus."
            )
        super().__init__(kalimat)


def periksa_teks(label: str, nilai: str, maks: int) -> None:
    """Raise MelebihiBatas if `nilai` exceeds `maks` in characters or in UTF-8 bytes (a Varchar counts either)."""
    karakter, bita = len(nilai), len(nilai.encode())
    if karakter > maks or bita > maks:
        raise MelebihiBatas(label, maks, karakter, bita)


def periksa_panjang(api: int, isi: Mapping[str, object]) -> None:
    """Hold every text of the payload `isi` of API number `api` against the Lampiran. Raises MelebihiBatas."""
    for kunci, batas in BATAS.get(api, {}).items():
        nilai = isi.get(kunci)
        if isinstance(nilai, str):
            periksa_teks(batas.label, nilai, batas.maks)
