"""The shapes of the catalogue: what a service, a document row, a data field and a refusal reason consist of."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

KATEGORI: Final[Mapping[str, str]] = MappingProxyType(
    {"KP": "KP", "PEMBERHENTIAN": "Pemberhentian", "JFKU": "JFKU"},
)
"""Code of a kategori → its short name, as API 2 and the reference list of services (API 13) spell it."""

KATEGORI_PANJANG: Final[Mapping[str, str]] = MappingProxyType(
    {
        "KP": "Kenaikan Pangkat",
        "PEMBERHENTIAN": "Pemberhentian",
        "JFKU": "Jabatan Fungsional Keahlian Utama",
    },
)
"""Code of a kategori → the agreement's heading."""

KONDISI: Final = frozenset({"", "Widyaiswara", "Pengawas Sekolah"})
"""Positions that a row may be bound to; "" asks everybody."""

JENIS_BERKAS: Final = frozenset({"pdf", "jpeg", "png"})

TIPE_BIDANG: Final = frozenset(
    {"teks", "tanggal", "bulat", "desimal", "golongan", "eselon", "jabatan_fungsional", "pilihan"},
)

ASAL: Final = frozenset(
    {
        *("nip", "nama", "tempat_lahir", "tanggal_lahir", "unit_kerja"),
        *("pangkat_lama", "golongan_lama", "tmt_golongan_lama", "masa_kerja_tahun_lama", "masa_kerja_bulan_lama"),
        *("nama_jabatan_lama", "tmt_jabatan_lama"),
        *("pangkat_baru", "golongan_baru", "tmt_golongan_baru", "masa_kerja_tahun_baru", "masa_kerja_bulan_baru"),
        *("nama_jabatan_terakhir", "tmt_jabatan_terakhir", "tmt_berhenti", "masa_kerja_tahun", "masa_kerja_bulan"),
        *("tmt_pensiun", "masa_kerja_pensiun_tahun", "masa_kerja_pensiun_bulan", "tanggal_meninggal"),
        *("pensiun_pokok", "pembulatan_pensiun_pokok", "kantor_taspen", "alamat_pensiun", "pasangan", "anak"),
    },
)
"""Fields of Data ASN (Lampiran API 1) that may fill in a field of a usulan."""


class KatalogError(ValueError):
    """A catalogue file breaks a rule; the message names the file, the entry and what to write instead."""


@dataclass(frozen=True, slots=True)
class JenisKatalog:
    """A document type: rows of several services that mean the same document share one.

    `kode` is stable, `nama` is for screens, `berkas` holds the file kinds accepted ("pdf", "jpeg", "png").
    """

    kode: str
    nama: str
    berkas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DokumenKatalog:
    """One row of a service's document list.

    `urutan` counts from 1 in the agreement's order; `nama` is the agreement's wording without the star. A row with a
    `kondisi` is asked only of holders of that position, and `wajib` then binds only them.
    """

    urutan: int
    jenis: str
    nama: str
    wajib: bool
    kondisi: str
    berkas: tuple[str, ...]

    @property
    def kode(self) -> str:
        """Stable code of the row, unique within its service: no service asks for one document type twice."""
        return self.jenis


@dataclass(frozen=True, slots=True)
class LayananKatalog:
    """A service: `kategori` is a key of KATEGORI, `nama` the agreement's; `urutan` counts from 1 over all services."""

    urutan: int
    kategori: str
    kode: str
    nama: str
    dokumen: tuple[DokumenKatalog, ...]

    @property
    def jumlah_wajib(self) -> int:
        """How many of its rows are mandatory."""
        return sum(dokumen.wajib for dokumen in self.dokumen)


@dataclass(frozen=True, slots=True)
class BidangKatalog:
    """A field of Data_usulan (API 3) as one service asks for it.

    `maks` counts characters and is None for dates; `terbesar` bounds the value of a `bulat`, None if nothing does.
    `asal` names the field of Data ASN that fills it in, "" if none; `pilihan` holds the values of a `pilihan`.
    """

    kode: str
    label: str
    tipe: str
    wajib: bool
    maks: int | None
    terbesar: int | None
    asal: str
    pilihan: tuple[str, ...]
    bantuan: str


@dataclass(frozen=True, slots=True)
class AlasanKatalog:
    """A reason for refusing a document; `jenis` limits it to these document types, empty means all."""

    kode: str
    teks: str
    jenis: tuple[str, ...]
