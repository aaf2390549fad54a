"""The invented organisation: agencies, units and positions that people and reference lists are built from.

Names of ministries are real because screens must look real; every id but the two named in the contract is invented.
"""

from __future__ import annotations

import uuid
from typing import NamedTuple

_RUANG = uuid.uuid5(uuid.NAMESPACE_DNS, "simulator.siasn.invalid")


def id_hex(*bagian: object) -> str:
    """A stable id of 32 hex characters in upper case, as SIASN's older tables carry."""
    return uuid.uuid5(_RUANG, "/".join(map(str, bagian))).hex.upper()


def id_uuid(*bagian: object) -> str:
    """A stable id of 36 characters in lower case, as SIASN's newer tables carry."""
    return str(uuid.uuid5(_RUANG, "/".join(map(str, bagian))))


class InstansiSim(NamedTuple):
    """One agency: `id` 32 hex, `jenis` P (pusat) or D (daerah)."""

    id: str
    nama: str
    jenis: str


KEMENSETNEG = InstansiSim("A5EB03E23AFCF6A0E040640A040252AD", "Kementerian Sekretariat Negara", "P")
BKN = InstansiSim("A5EB03E23B00F6A0E040640A040252AD", "Badan Kepegawaian Negara", "P")
KEMENDIKDASMEN = InstansiSim(id_hex("instansi", 3), "Kementerian Pendidikan Dasar dan Menengah", "P")
KEMENKEU = InstansiSim(id_hex("instansi", 4), "Kementerian Keuangan", "P")
KEMENKES = InstansiSim(id_hex("instansi", 5), "Kementerian Kesehatan", "P")
KEMENTAN = InstansiSim(id_hex("instansi", 6).lower(), "Kementerian Pertanian", "P")
BRIN = InstansiSim(id_hex("instansi", 7), "Badan Riset dan Inovasi Nasional", "P")
KEMENHUB = InstansiSim(id_hex("instansi", 8), "Kementerian Perhubungan", "P")
INSTANSI: tuple[InstansiSim, ...] = (
    KEMENSETNEG,
    BKN,
    KEMENDIKDASMEN,
    KEMENKEU,
    KEMENKES,
    KEMENTAN,
    BRIN,
    KEMENHUB,
)

GOLONGAN: tuple[tuple[str, str, str], ...] = (
    ("31", "III/a", "Penata Muda"),
    ("32", "III/b", "Penata Muda Tingkat I"),
    ("33", "III/c", "Penata"),
    ("34", "III/d", "Penata Tingkat I"),
    ("41", "IV/a", "Pembina"),
    ("42", "IV/b", "Pembina Tingkat I"),
    ("43", "IV/c", "Pembina Utama Muda"),
    ("44", "IV/d", "Pembina Utama Madya"),
    ("45", "IV/e", "Pembina Utama"),
)
PANGKAT: dict[str, tuple[str, str]] = {kode: (ruang, pangkat) for kode, ruang, pangkat in GOLONGAN}

ESELON: tuple[tuple[str, str, str], ...] = (
    ("10", "I.a", "JPT Utama"),
    ("11", "I.a", "JPT Madya"),
    ("12", "I.b", "JPT Madya"),
    ("21", "II.a", "JPT Pratama"),
    ("22", "II.b", "JPT Pratama"),
    ("31", "III.a", "Administrator"),
    ("32", "III.b", "Administrator"),
    ("41", "IV.a", "Pengawas"),
    ("42", "IV.b", "Pengawas"),
    ("51", "V.a", "Pelaksana"),
    ("52", "V.b", "Pelaksana"),
    ("99", "-", "Non Eselon"),
)


class JabatanSim(NamedTuple):
    """One position: `bup` is the retirement age in years, `jenjang` is set for functional ones only."""

    id: str
    nama: str
    jenis_jabatan_id: str
    bup: int
    jenjang: str = ""


_RUMPUN = {
    "Analis Kebijakan": (58, 60, 65),
    "Perencana": (58, 60, 65),
    "Auditor": (58, 60, 65),
    "Widyaiswara": (58, 60, 65),
    "Pengawas Sekolah": (60, 60, 65),
    "Dokter": (60, 60, 65),
    "Peneliti": (60, 60, 70),
    "Perekayasa": (60, 60, 65),
    "Penyuluh Pertanian": (58, 60, 65),
    "Analis Sumber Daya Manusia Aparatur": (58, 60, 65),
    "Pranata Komputer": (58, 60, 65),
    "Penguji Kendaraan Bermotor": (58, 60, 60),
}
_JENJANG = ("Ahli Muda", "Ahli Madya", "Ahli Utama")
FUNGSIONAL: tuple[JabatanSim, ...] = tuple(
    JabatanSim(id_hex("jf", nama, jenjang), f"{nama} {jenjang}", "2", bup, jenjang)
    for nama, batas in _RUMPUN.items()
    for jenjang, bup in zip(_JENJANG, batas, strict=True)
)
FUNGSIONAL_MENURUT_NAMA: dict[str, JabatanSim] = {j.nama: j for j in FUNGSIONAL}
RUMPUN_INSTANSI: dict[str, tuple[str, ...]] = {
    KEMENSETNEG.id: ("Analis Kebijakan", "Widyaiswara", "Perencana", "Pranata Komputer"),
    BKN.id: ("Analis Sumber Daya Manusia Aparatur", "Widyaiswara", "Auditor", "Pranata Komputer"),
    KEMENDIKDASMEN.id: ("Pengawas Sekolah", "Widyaiswara", "Perencana", "Pengawas Sekolah"),
    KEMENKEU.id: ("Auditor", "Analis Kebijakan", "Widyaiswara", "Perencana"),
    KEMENKES.id: ("Dokter", "Peneliti", "Widyaiswara", "Dokter"),
    KEMENTAN.id: ("Penyuluh Pertanian", "Peneliti", "Widyaiswara", "Perencana"),
    BRIN.id: ("Peneliti", "Perekayasa", "Analis Kebijakan", "Peneliti"),
    KEMENHUB.id: ("Penguji Kendaraan Bermotor", "Auditor", "Widyaiswara", "Perencana"),
}


class UnorSim(NamedTuple):
    """One organisational unit; `pimpinan` is the position that heads it, `eselon_id` its echelon."""

    id: str
    nama: str
    instansi_id: str
    atasan_id: str
    eselon_id: str
    pimpinan: JabatanSim


_BIDANG = ("Administrasi Umum", "Perencanaan dan Program", "Sumber Daya Manusia")
_BAGIAN = ("Biro Tata Kelola", "Direktorat Pembinaan", "Pusat Data", "Inspektorat Wilayah")


def _pimpinan(unor: str, sebutan: str, jenis: str = "1") -> JabatanSim:
    nama = f"{sebutan} {unor}"
    return JabatanSim(id_hex("jpt", nama), nama, jenis, 60)


def _unor_instansi(instansi: InstansiSim) -> list[UnorSim]:
    """Root, three deputies and four units under each: 16 rows an agency."""
    akar = UnorSim(
        id_hex("unor", instansi.id),
        instansi.nama,
        instansi.id,
        "",
        "11",
        _pimpinan(instansi.nama, "Sekretaris Utama"),
    )
    hasil = [akar]
    for bidang in _BIDANG:
        nama = f"Deputi Bidang {bidang}"
        induk = UnorSim(
            id_uuid("unor", instansi.id, bidang),
            nama,
            instansi.id,
            akar.id,
            "11",
            _pimpinan(f"{nama} {instansi.nama}", "Kepala"),
        )
        hasil.append(induk)
        for bagian in _BAGIAN:
            anak = f"{bagian} {bidang}"
            kunci = id_hex("unor", instansi.id, anak)
            kepala = _pimpinan(f"{anak} {instansi.nama}", "Kepala")
            hasil.append(UnorSim(kunci, anak, instansi.id, induk.id, "21", kepala))
    return hasil


UNOR: tuple[UnorSim, ...] = tuple(u for i in INSTANSI for u in _unor_instansi(i))
STRUKTURAL: tuple[JabatanSim, ...] = tuple({u.pimpinan.id: u.pimpinan for u in UNOR}.values())
