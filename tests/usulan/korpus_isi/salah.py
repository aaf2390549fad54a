"""One mistake each, on the papers of a faultless usulan. The data typed in the form stay as they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

ORANG_LAIN = {"nip": "197107191997032004", "nama": "Wulan Misalnya"}


@dataclass(frozen=True)
class SalahIsi:
    """`di`: the rows at any of which a finding is right. `isi`: what another paper says instead, per kind.

    `kertas`: the row carries a paper of another kind; `kosong` blank pages behind it; `kaki`: at its foot.
    """

    nama: str
    kelompok: str
    dasar: str
    di: tuple[str, ...]
    isi: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    ubah: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)
    kertas: Mapping[str, str] = field(default_factory=dict)
    kosong: Mapping[str, int] = field(default_factory=dict)
    kaki: Mapping[str, str] = field(default_factory=dict)


def _satu_angka(nilai: dict[str, Any]) -> dict[str, Any]:
    nip = nilai["nip"]
    return {"nip": nip[:16] + str((int(nip[16]) + 3) % 10) + nip[17:]}


def _tukar_angka(nilai: dict[str, Any]) -> dict[str, Any]:
    """Two neighbours of the date of birth change places."""
    nip = nilai["nip"]
    return {"nip": nip[:14] + ("1" if nip[14] == "2" else "2") + nip[15:]}


def _lusa(nilai: dict[str, Any]) -> dict[str, Any]:
    return {"tanggal": nilai["tanggal"] + timedelta(days=31)}


def _mundur(kunci: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda nilai: {kunci: date(nilai[kunci].year - 1, nilai[kunci].month, 1)}


STRUKTURAL, FUNGSIONAL = "KP-STRUKTURAL: direktur IV/b ke IV/c", "KP-FUNGSIONAL: madya IV/b ke IV/c"
UTAMA, PENSIUN = "KP-FUNGSIONAL: utama IV/c ke IV/d", "BERHENTI-BUP: kepala bagian 58"
JANDA, NAIK = "BERHENTI-JDA: istri dan anak", "JFKU-KENAIKAN: perencana"
BUP_KPP, KEMBALI = "BERHENTI-BUP-KPP: ahli madya IV/c", "JFKU-PENGANGKATAN-KEMBALI: deputi kembali"
KP, SPP, SKJ, SP = "sk-kp-terakhir", "surat-pernyataan-pelantikan", "sk-jabatan-terakhir", "surat-pengantar"
R1, R2, S1, S2 = (
    "realisasi-skp-tahun-pertama",
    "realisasi-skp-tahun-kedua",
    "skp-tahun-pertama",
    "skp-tahun-kedua",
)
UKOM, PAK = "sertifikat-uji-kompetensi", "sk-pak"


def _milik(dasar: str, *jenis: str) -> list[SalahIsi]:
    return [SalahIsi(f"{j} milik orang lain ({dasar})", "orang lain", dasar, (j,), {j: ORANG_LAIN}) for j in jenis]


def _nip(dasar: str, *jenis: str) -> list[SalahIsi]:
    satu = [
        SalahIsi(f"NIP salah satu angka pada {j} ({dasar})", "NIP", dasar, (j,), ubah={j: _satu_angka}) for j in jenis
    ]
    return [*satu, SalahIsi(f"NIP tertukar pada {jenis[0]}", "NIP", dasar, (jenis[0],), ubah={jenis[0]: _tukar_angka})]


def _baris(dasar: str, **tukar: str) -> list[SalahIsi]:
    isi = {a.replace("_", "-"): b for a, b in tukar.items()}
    return [SalahIsi(f"{b} di baris {a} ({dasar})", "baris", dasar, (a,), kertas={a: b}) for a, b in isi.items()]


ORANG = [
    *_milik(STRUKTURAL, S1, S2, KP, SPP, SKJ, "berita-acara-pelantikan"),
    *_milik(FUNGSIONAL, PAK, R1, KP, SP),
    *_milik(PENSIUN, "dpcp", "sk-cpns", "pernyataan-proses-pidana"),
    *_milik(JANDA, "keterangan-kematian", "dpcp"),
    *_milik(NAIK, UKOM, PAK),
    *_nip(STRUKTURAL, KP, SKJ, SPP),
    *_nip(PENSIUN, "sk-cpns", "dpcp", KP),
    *_nip(FUNGSIONAL, PAK),
]
BARIS = [
    *_baris(STRUKTURAL, sk_kp_terakhir=SKJ, surat_pernyataan_pelantikan="berita-acara-pelantikan"),
    *_baris(STRUKTURAL, sk_jabatan_terakhir=KP, skp_tahun_pertama="cv"),
    *_baris(FUNGSIONAL, sk_pak=R2, realisasi_skp_tahun_kedua=PAK, berita_acara_pelantikan=SPP, surat_pengantar=SKJ),
    *_baris(NAIK, sertifikat_uji_kompetensi=PAK, sk_pak=UKOM),
    *_baris(PENSIUN, sk_cpns=KP, dpcp="pernyataan-proses-pidana", pernyataan_proses_pidana="dpcp"),
    *_baris(JANDA, keterangan_kematian="dpcp"),
    *_baris(BUP_KPP, pernyataan_tidak_pernah_dihukum="pernyataan-proses-pidana", skp_satu_tahun_baik="cv"),
    SalahIsi("dua SKP tahun yang sama", "baris", STRUKTURAL, (S1, S2), {S1: {"tahun": 2025}}),
    SalahIsi("dua realisasi tahun yang sama", "baris", FUNGSIONAL, (R1, R2), {R2: {"tahun": 2024}}),
]
LAMA = [
    SalahIsi("SK pangkat lama", "lama", STRUKTURAL, (KP,), {KP: {"golongan": "IV/a", "tmt": date(2018, 4, 1)}}),
    SalahIsi("SK pangkat lama pensiun", "lama", JANDA, (KP,), {KP: {"golongan": "IV/b", "tmt": date(2017, 4, 1)}}),
    SalahIsi("TMT pangkat berbeda", "lama", UTAMA, (KP,), ubah={KP: _mundur("tmt")}),
    SalahIsi("TMT SK jabatan berbeda", "lama", STRUKTURAL, (SKJ,), ubah={SKJ: _mundur("tmt")}),
    SalahIsi("SK jabatan lama", "lama", FUNGSIONAL, (SKJ,), {SKJ: {"tmt": date(2011, 3, 1), "jabatan": "Kepala Bagian Umum"}}),
    SalahIsi("SKP tiga tahun lalu", "lama", STRUKTURAL, (S1,), {S1: {"tahun": 2022}}),
    SalahIsi("realisasi SKP 2023", "lama", FUNGSIONAL, (R1,), {R1: {"tahun": 2023}}),
    SalahIsi("SKP satu tahun 2023", "lama", BUP_KPP, ("skp-satu-tahun-baik",), {"skp-satu-tahun-baik": {"tahun": 2023}}),
    SalahIsi("sertifikat 2023", "lama", NAIK, (UKOM,), {UKOM: {"tanggal": date(2023, 5, 2)}}),
    SalahIsi("predikat butuh perbaikan", "predikat", STRUKTURAL, (S2,), {S2: {"predikat": "Butuh Perbaikan"}}),
    SalahIsi("predikat kurang", "predikat", FUNGSIONAL, (R1,), {R1: {"predikat": "Kurang"}}),
    SalahIsi("predikat cukup", "predikat", BUP_KPP, ("skp-satu-tahun-baik",), {"skp-satu-tahun-baik": {"predikat": "Sangat Kurang"}}),
]  # fmt: skip
SURAT = [
    SalahIsi("surat ke BKN", "surat", STRUKTURAL, (SP,), {SP: {"tujuan": "Kepala Badan Kepegawaian Negara", "langsung": True}}),
    SalahIsi("surat ke kantor regional", "surat", UTAMA, (SP,), {SP: {"tujuan": "Kepala Kantor Regional V BKN", "langsung": True}}),
    SalahIsi("surat tanpa nomor", "surat", STRUKTURAL, (SP,), {SP: {"nomor": ""}}),
    SalahIsi("nomor surat titik-titik", "surat", FUNGSIONAL, (SP,), {SP: {"nomor": "R-......../SM.01/11/2026"}}),
    SalahIsi("surat tanpa tanggal", "surat", UTAMA, (SP,), {SP: {"tanggal": None}}),
    SalahIsi("nomor surat berbeda", "surat", STRUKTURAL, (SP,), {SP: {"nomor": "R-181/M.Contoh/SM.01/11/2026"}}),
    SalahIsi("tanggal surat berbeda", "surat", UTAMA, (SP,), ubah={SP: _lusa}),
    SalahIsi("pangkat di surat berbeda", "surat", STRUKTURAL, (SP,), {SP: {"diusulkan": "IV/d"}}),
    SalahIsi("pangkat di surat turun", "surat", UTAMA, (SP,), {SP: {"diusulkan": "IV/e"}}),
    SalahIsi("ditandatangani kepala biro", "surat", STRUKTURAL, (SP,), {SP: {"pejabat": "Kepala Biro Kepegawaian"}}),
    SalahIsi("ditandatangani deputi", "surat", FUNGSIONAL, (SP,), {SP: {"pejabat": "Deputi Bidang Administrasi"}}),
    SalahIsi("Plt. tanpa penunjukan", "surat", UTAMA, (SP,), {SP: {"pejabat": "Plt. Menteri Contoh Satu"}}),
]  # fmt: skip
DATA = [
    SalahIsi("nomor PAK berbeda", "data", FUNGSIONAL, (PAK,), {PAK: {"nomor": "PAK-71/2026"}}),
    SalahIsi("tanggal PAK berbeda", "data", FUNGSIONAL, (PAK,), ubah={PAK: _lusa}),
    SalahIsi("angka kredit lebih kecil", "data", FUNGSIONAL, (PAK,), {PAK: {"angka": "115.25"}}),
    SalahIsi("angka kredit berbeda", "data", NAIK, (PAK,), {PAK: {"angka": "436.125"}}),
    SalahIsi("nomor PAK JFKU berbeda", "data", NAIK, (PAK,), {PAK: {"nomor": "PAK-18/2026"}}),
    SalahIsi("nomor sertifikat berbeda", "data", NAIK, (UKOM,), {UKOM: {"nomor": "UK-9/2026"}}),
    SalahIsi("tanggal sertifikat berbeda", "data", NAIK, (UKOM,), ubah={UKOM: _lusa}),
    SalahIsi("golongan SK pangkat berbeda", "data", PENSIUN, (KP,), {KP: {"golongan": "IV/c"}}),
    SalahIsi("masa kerja DPCP berbeda", "data", PENSIUN, ("dpcp",), {"dpcp": {"masa": (31, 10)}}),
    SalahIsi("bulan masa kerja DPCP berbeda", "data", JANDA, ("dpcp",), {"dpcp": {"masa": (31, 3)}}),
    SalahIsi("TMT pensiun DPCP berbeda", "data", PENSIUN, ("dpcp",), {"dpcp": {"tmt_pensiun": date(2027, 2, 1)}}),
    SalahIsi("tanggal meninggal berbeda", "data", JANDA, ("keterangan-kematian",), {"keterangan-kematian": {"wafat": date(2026, 10, 4)}}),
    SalahIsi("bulan meninggal berbeda", "data", "BERHENTI-JDA: wafat hari terakhir bulan", ("keterangan-kematian",), {"keterangan-kematian": {"wafat": date(2026, 9, 30)}}),
    SalahIsi("tanggal keppres berbeda", "data", KEMBALI, ("keppres-pemberhentian-jabatan",), ubah={"keppres-pemberhentian-jabatan": _lusa}),
]  # fmt: skip
HALAMAN = [
    SalahIsi("hanya halaman pertama", "halaman", STRUKTURAL, (SKJ,), kaki={SKJ: "Halaman 1 dari 2"}),
    SalahIsi("halaman 1/4 saja", "halaman", PENSIUN, ("dpcp",), kaki={"dpcp": "hal. 1 / 4"}),
    SalahIsi("halaman kosong di belakang", "halaman", FUNGSIONAL, (PAK,), kosong={PAK: 1}),
    SalahIsi("dua halaman kosong", "halaman", STRUKTURAL, (S1,), kosong={S1: 2}),
]
SALAH_ISI = [*ORANG, *BARIS, *LAMA, *SURAT, *DATA, *HALAMAN]
