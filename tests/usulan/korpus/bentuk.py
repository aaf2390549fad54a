"""How a case of the corpus looks, and the invented people it is about. The day is `HARI_INI`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

HARI_INI = date(2026, 11, 20)
TMT = date(2027, 2, 1)
"""The TMT of the open period of promotions."""
Isian = Mapping[str, Any]


def t(teks: str) -> date:
    """A date as people write it: "01-04-2022"."""
    hari, bulan, tahun = map(int, teks.split("-"))
    return date(tahun, bulan, hari)


def lalu(hari: int) -> date:
    return HARI_INI - timedelta(days=hari)


@dataclass(frozen=True)
class Orang:
    """One invented civil servant, as Data ASN has them."""

    lahir: str
    cpns: str
    wanita: bool
    golongan: str
    pangkat: str
    tmt_golongan: str
    masa_kerja: tuple[int, int]
    jabatan: str
    tmt_jabatan: str
    unit: str = "Pusat Contoh"
    pasangan: tuple[str, ...] = ("Sekar Contoh",)
    anak: tuple[str, ...] = ("Bagas Contoh", "Laras Contoh")
    lain: Isian = field(default_factory=dict)

    def data(self, urutan: int) -> dict[str, Any]:
        nip = f"{t(self.lahir):%Y%m%d}{self.cpns}{1 + self.wanita}{urutan % 999 + 1:03d}"
        isi = {
            "nip": nip,
            "id_pns": f"K{urutan}-{nip}",
            "nama": f"{'Sri' if self.wanita else 'Adi'} Rekaan {urutan}",
            "tanggal_lahir": t(self.lahir),
            "golongan_baru": self.golongan,
            "pangkat_baru": self.pangkat,
            "tmt_golongan_baru": t(self.tmt_golongan),
            "masa_kerja_tahun_baru": self.masa_kerja[0],
            "masa_kerja_bulan_baru": self.masa_kerja[1],
            "nama_jabatan_terakhir": self.jabatan,
            "tmt_jabatan_terakhir": t(self.tmt_jabatan),
            "unit_kerja": self.unit,
            "kedudukan_hukum_id": "01",
        }
        return isi | dict(self.lain)


@dataclass(frozen=True)
class Bersih:
    """A faultless usulan: who, which service, and what the PIC types beside what Data ASN filled in."""

    nama: str
    layanan: str
    orang: Orang
    isian: Isian
    pelengkap: tuple[str, ...] = ()  # kinds of optional documents that are uploaded too


@dataclass(frozen=True)
class Salah:
    """One mistake in a faultless usulan: where somebody must be led, and how it is seeded.

    `di`: the fields (or `dok:<kode>`) at any of which a finding is right. `isian` is typed, `asn` is what Data ASN
    says at the time of the check, `tanpa` kinds of documents left out, `ubah` anything else.
    """

    nama: str
    kelompok: str
    dasar: str
    di: tuple[str, ...]
    isian: Isian = field(default_factory=dict)
    asn: Isian = field(default_factory=dict)
    tanpa: tuple[str, ...] = ()
    ubah: Callable[..., None] | None = None
