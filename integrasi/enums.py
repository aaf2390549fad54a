"""The 13 APIs of the agreement and the one table of facts about them (Lampiran, kontrak.md 2 and 3). No Django.

Whoever needs to know something about an API asks here. Tables of functions keyed by `Api` stand where the functions
are; a test holds each of them complete against this one, so that a forgotten API is a failing test.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final


class Api(IntEnum):
    """The agreement's numbers."""

    DATA_ASN = 1
    ROLE_PIC = 2
    USULAN = 3
    DOKUMEN = 4
    APPROVE = 5
    PERTEK = 6
    STATUS_BKN = 7
    STATUS_BIRO = 8
    NOTIFIKASI_BKN = 9
    VERIFIKASI_BIRO = 10
    SALINAN_KEPPRES = 11
    AMBIL_SALINAN = 12
    REFERENSI = 13


class Arah(StrEnum):
    """Who calls whom and what for, as the delivery monitor says it."""

    MENGIRIM = "mengirim"
    MEMBACA = "membaca"
    DIPANGGIL = "dipanggil BKN"


# The eight lists of API 13.
NAMA_REFERENSI: Final = (
    "instansi",
    "jabatan",
    "jenis-dokumen",
    "jenis-layanan",
    "unor",
    "jabatan-fungsional",
    "golongan",
    "eselon",
)


@dataclass(frozen=True, slots=True)
class FaktaApi:
    """What is known of one API.

    `nama`: the agreement's name. `alamat`: key → path below SIASN_BASE_URL, none for an API that we serve. The
    agreement names no path: these are our proposal to BKN, so each one can be overridden (SIASN_PATHS).

    Of those that change something at SIASN: `langkah` and `isi`, what people call the step and what it carries;
    `idempoten`, whether sent twice it says the same; `urutan`, its place within one event; `sekali_teken`, whether one
    signature of a PIC sends it; `dua_orang`, whether a person's decision about it needs a second one; `berkas`, whether
    it carries a file; `daftar_cari`, the list of a found usulan that shows its effect (mode `cari`): "" for the usulan
    itself, and for what may be sent again without a look.

    Of those that we serve: `lingkup`, the OAuth2 scope, and `isi_lingkup`, what it opens.
    """

    api: Api
    nama: str
    arah: Arah
    alamat: Mapping[str, str] = field(default_factory=dict)
    langkah: str = ""
    isi: str = ""
    idempoten: bool = True
    urutan: int = 0
    sekali_teken: bool = False
    dua_orang: bool = False
    berkas: bool = False
    daftar_cari: str = ""
    lingkup: str = ""
    isi_lingkup: str = ""

    @property
    def label(self) -> str:
        """Number and name, as lists of choices show it."""
        return f"API {self.api} – {self.nama}"

    @property
    def mengirim(self) -> bool:
        """Whether it changes something at SIASN: only these become a Pengiriman."""
        return self.arah is Arah.MENGIRIM


_TABEL = (
    FaktaApi(Api.DATA_ASN, "Data ASN", Arah.MEMBACA, alamat={"asn": "/siapp/asn/{nip}", "asn_daftar": "/siapp/asn"}),
    FaktaApi(
        Api.ROLE_PIC,
        "Manage Role PIC Instansi",
        Arah.MENGIRIM,
        alamat={"role_pic": "/siapp/role-pic", "role_pic_hapus": "/siapp/role-pic/{id}"},
        langkah="Hak akses PIC",
        isi="Hak akses seorang PIC instansi",
        urutan=3,
    ),
    FaktaApi(
        Api.USULAN,
        "Usulan",
        Arah.MENGIRIM,
        alamat={"usulan": "/siapp/usulan", "usulan_cari": "/siapp/usulan"},
        langkah="Data usulan",
        isi="Data usulan, untuk mendapat ID Usulan dari SIASN",
        idempoten=False,
        urutan=0,
        sekali_teken=True,
        dua_orang=True,
    ),
    FaktaApi(
        Api.DOKUMEN,
        "Kirim Dokumen Usulan",
        Arah.MENGIRIM,
        alamat={"dokumen": "/siapp/usulan/dokumen"},
        langkah="Dokumen",
        isi="Satu dokumen usulan",
        idempoten=False,
        urutan=1,
        sekali_teken=True,
        berkas=True,
        daftar_cari="dokumen",
    ),
    FaktaApi(
        Api.APPROVE,
        "Simpan/Approve oleh PIC",
        Arah.MENGIRIM,
        alamat={"approve": "/siapp/usulan/approve"},
        langkah="Tanda tangan PIC",
        isi="Tanda tangan PIC, yang menyerahkan usulan kepada BKN",
        idempoten=False,
        urutan=2,
        sekali_teken=True,
        dua_orang=True,
        daftar_cari="approval",
    ),
    FaktaApi(
        Api.PERTEK,
        "Pertek Kepala BKN",
        Arah.MEMBACA,
        alamat={"pertek": "/siapp/usulan/pertek", "unduh": "/siapp/unduh"},
        berkas=True,
    ),
    FaktaApi(Api.STATUS_BKN, "Cek Status Verifikasi BKN", Arah.MEMBACA, alamat={"status": "/siapp/usulan/status"}),
    FaktaApi(
        Api.STATUS_BIRO,
        "Cek Status Verifikasi di Biro APP",
        Arah.DIPANGGIL,
        lingkup="status-verifikasi",
        isi_lingkup="status verifikasi Biro APP",
    ),
    FaktaApi(
        Api.NOTIFIKASI_BKN,
        "Notifikasi Hasil Verifikasi BKN",
        Arah.DIPANGGIL,
        lingkup="notifikasi-verifikasi",
        isi_lingkup="notifikasi hasil verifikasi BKN",
    ),
    FaktaApi(
        Api.VERIFIKASI_BIRO,
        "Notifikasi hasil verifikasi Biro APP",
        Arah.MENGIRIM,
        alamat={"verifikasi_biro": "/siapp/usulan/verifikasi-biro"},
        langkah="Hasil verifikasi Biro APP",
        isi="Hasil verifikasi Biro APP",
        urutan=3,
    ),
    FaktaApi(
        Api.SALINAN_KEPPRES,
        "Menerima Data Salinan Keppres",
        Arah.MENGIRIM,
        alamat={"salinan_keppres": "/siapp/salinan-keppres"},
        langkah="Salinan Keppres",
        isi="Salinan Keppres dengan tautan unduhnya",
        idempoten=False,
        urutan=3,
        dua_orang=True,
        daftar_cari="salinan",
    ),
    FaktaApi(
        Api.AMBIL_SALINAN,
        "Ambil Salinan Keppres",
        Arah.DIPANGGIL,
        lingkup="salinan-keppres",
        isi_lingkup="salinan Keppres dan berkasnya",
    ),
    FaktaApi(
        Api.REFERENSI,
        "Referensi",
        Arah.MEMBACA,
        alamat={f"referensi_{nama}": f"/siapp/referensi/{nama}" for nama in NAMA_REFERENSI},
    ),
)
FAKTA: Final[Mapping[Api, FaktaApi]] = MappingProxyType({satu.api: satu for satu in _TABEL})

# What becomes a Pengiriman.
KELUAR: Final = tuple(satu.api for satu in _TABEL if satu.mengirim)
# Calls that set a whole state: sent twice, they say the same (Lampiran APIs 2 and 10).
IDEMPOTEN: Final = frozenset(api for api in KELUAR if FAKTA[api].idempoten)
# Calls that cannot be taken back: a usulan, a signature, a copy of a Keppres.
DUA_ORANG: Final = frozenset(api for api in KELUAR if FAKTA[api].dua_orang)
# Scope → what it opens, of the APIs that we serve.
LINGKUP: Final[Mapping[str, str]] = MappingProxyType(
    {satu.lingkup: f"API {satu.api}: {satu.isi_lingkup}" for satu in _TABEL if satu.lingkup}
)


def fakta(api: int) -> FaktaApi:
    """The facts of API number `api`. Raises ValueError for a number that the agreement does not have."""
    return FAKTA[Api(api)]
