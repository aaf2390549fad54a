"""What SIASN's answers must look like, as one declared table: kontrak.md 1–2 and the Lampiran, APIs 1, 3, 6, 7, 13.

The answers of the other writing APIs have no content that the agreement speaks of. Ids are 64 wide and the number of a
Pertek is text because real ones do not fit the Lampiran (kontrak.md 1).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from integrasi.enums import FAKTA, Api
from integrasi.siasn.bentuk import PANJANG_ID


class Jenis(StrEnum):
    """Kinds of value. KODE is text or number; TANGGAL is text in one of the forms we read; null fits every kind."""

    TEKS = "teks"
    KODE = "teks atau angka"
    ANGKA = "angka"
    TANGGAL = "tanggal"
    YA = "ya/tidak"
    DAFTAR = "daftar"


@dataclass(frozen=True)
class Bidang:
    """One field: `batas` in characters, for ANGKA in digits (0: none); `wajib`: the key must be there, if only null.

    `nilai`: the codes known so far. `isi`: the fields of each object of a DAFTAR.
    """

    jenis: Jenis
    batas: int = 0
    wajib: bool = False
    nilai: frozenset[str] = frozenset()
    isi: Mapping[str, "Bidang"] = field(default_factory=dict)


def _teks(batas: int, *, wajib: bool = False) -> Bidang:
    return Bidang(Jenis.TEKS, batas, wajib)


_ID = Bidang(Jenis.KODE, PANJANG_ID)
_ID_WAJIB = Bidang(Jenis.KODE, PANJANG_ID, wajib=True)
_TANGGAL = Bidang(Jenis.TANGGAL)
_ANGKA2 = Bidang(Jenis.ANGKA, 2)
_ANGKA10 = Bidang(Jenis.ANGKA, 10)
_KELUARGA = Bidang(Jenis.DAFTAR, isi={"nama": _teks(100, wajib=True)})

# kontrak.md 6: SIASN's own stage table; others exist, and each new one is worth a look.
TAHAPAN = frozenset(str(n) for n in (*range(1, 7), *range(12, 23), 24, 26, 75, 99))

ASN: Mapping[str, Bidang] = {
    "id_pns": _ID_WAJIB,
    "nip": _teks(18, wajib=True),
    "nama": _teks(100, wajib=True),
    "tempat_lahir": _teks(32),
    "tanggal_lahir": _TANGGAL,
    "id_pendidikan_terakhir": _ID,
    "id_instansi_induk": _ID,
    "id_instansi_kerja": Bidang(Jenis.KODE, PANJANG_ID, wajib=True),
    "unit_kerja": _teks(250),
    "pangkat_lama": _teks(30),
    "gol_ruang_lama": _teks(5),
    "tmt_gol_ruang_lama": _TANGGAL,
    "tahun_masa_kerja_lama": _ANGKA2,
    "bulan_masa_kerja_lama": _ANGKA2,
    "nama_jabatan_lama": _teks(250),
    "tmt_jabatan_lama": _TANGGAL,
    "pangkat_baru": _teks(30),
    "gol_ruang_baru": _teks(5, wajib=True),
    "tmt_gol_ruang_baru": _TANGGAL,
    "tahun_masa_kerja_baru": _ANGKA2,
    "bulan_masa_kerja_baru": _ANGKA2,
    "nama_jabatan_terakhir": _teks(250),
    "tmt_jabatan_terakhir": _TANGGAL,
    "tmt_berhenti": _TANGGAL,
    "tahun_masa_kerja_pns": _ANGKA2,
    "bulan_masa_kerja_pns": _ANGKA2,
    "tmt_pensiun": _TANGGAL,
    "tahun_masa_kerja_pensiun": _ANGKA2,
    "bulan_masa_kerja_pensiun": _ANGKA2,
    "tmt_meninggal": _TANGGAL,
    "pensiun_pokok_janda_duda": _ANGKA10,
    "pembulatan_pensiun_pokok_janda_duda": _ANGKA10,
    "nama_kantor_wilayah_taspen": _teks(30),
    "alamat_setelah_pensiun": _teks(150),
    "pasangan": _KELUARGA,
    "anak": _KELUARGA,
    # Beyond the Lampiran, known.
    "kedudukan_hukum_id": _ID,
    "kedudukan_id": _ID,
    "kedudukan": Bidang(Jenis.KODE),
    "unit_organisasi": _teks(250),
    "unit_kerja_unit_organisasi": _teks(250),
    "unor_id": _ID,
    "golongan_id": _ID,
    "jabatan_id": _ID,
    "jenis_jabatan_id": _ID,
    "jenis_jabatan": _teks(100),
    "eselon_id": _ID,
    "bup": _ANGKA2,
}

PERTEK: Mapping[str, Bidang] = {
    "id_usulan": _ID_WAJIB,
    "nomor_pertek": Bidang(Jenis.KODE, 100, wajib=True),
    "tanggal_pertek": Bidang(Jenis.TANGGAL, wajib=True),
    "jenis_pertek": Bidang(Jenis.TEKS, 10, wajib=True, nilai=frozenset({"baru", "perbaikan"})),
    "file": Bidang(Jenis.TEKS, wajib=True),
}

STATUS: Mapping[str, Bidang] = {
    "id_usulan": _ID_WAJIB,
    "status_tahapan": Bidang(Jenis.KODE, wajib=True, nilai=TAHAPAN),
    "tahapan_nama": _teks(255),
    "tanggal": _TANGGAL,
    "keterangan": _teks(255),
}

_CARI: Mapping[str, Bidang] = {
    "id_usulan": _ID_WAJIB,
    "dokumen": Bidang(Jenis.DAFTAR, isi={"id_ref_dokumen": _ID_WAJIB, "sha256": _teks(64, wajib=True)}),
    "approval": Bidang(Jenis.DAFTAR, isi={"jenis_usulan": _teks(10, wajib=True), "putaran": _ANGKA2}),
    "salinan": Bidang(Jenis.DAFTAR, isi={"nomor_keppres": _teks(20, wajib=True), "nip": _teks(18, wajib=True)}),
}


def _referensi(**lain: Bidang) -> Mapping[str, Bidang]:
    return {"id": _ID_WAJIB, "nama": _teks(255, wajib=True), **lain}


# Key of PATH_BAWAAN → fields of one row of its answer.
JAWABAN: Mapping[str, Mapping[str, Bidang]] = {
    "asn": ASN,
    "asn_daftar": ASN,
    "usulan": {"id_usulan": _ID_WAJIB},
    "usulan_cari": _CARI,
    "pertek": PERTEK,
    "status": STATUS,
    "referensi_instansi": _referensi(jenis=_teks(20)),
    "referensi_jabatan": _referensi(jenis_jabatan_id=_ID, bup=_ANGKA2),
    "referensi_jenis-dokumen": _referensi(detail_layanan_id=_ID_WAJIB, wajib=Bidang(Jenis.YA, wajib=True)),
    "referensi_jenis-layanan": _referensi(layanan=_teks(50, wajib=True)),
    "referensi_unor": _referensi(instansi_id=_ID_WAJIB, atasan_id=_ID, eselon_id=_ID),
    "referensi_jabatan-fungsional": _referensi(jenjang=_teks(50), bup=_ANGKA2, jenis_jabatan_id=_ID),
    "referensi_golongan": _referensi(pangkat=_teks(30)),
    "referensi_eselon": _referensi(jabatan=_teks(255)),
}

NOMOR: Mapping[str, Api] = {kunci: satu.api for satu in FAKTA.values() for kunci in satu.alamat}


def nomor_api(api: str) -> Api:
    """The agreement's number of the API whose key in PATH_BAWAAN is `api`. Raises KeyError for another key."""
    return NOMOR[api]
