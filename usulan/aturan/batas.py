"""What regulations set, as data: each limit with the day it holds from and where it stands (keputusan/0076).

A regulation that changes is a row more here, not another rule. Looked up in November 2026.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")

PP99 = "PP 99/2000 jo. PP 12/2002 tentang Kenaikan Pangkat PNS"
K12 = "Keputusan Kepala BKN 12/2002"
BKN2 = "Peraturan BKN 2/2018 tentang Pertimbangan Teknis Pensiun"
BKN3 = "Peraturan BKN 3/2023 tentang Angka Kredit, Kenaikan Pangkat, dan Jenjang JF"
BKN4 = "Peraturan BKN 4/2025 tentang Periodisasi Kenaikan Pangkat PNS"
PAN1 = "Permenpan RB 1/2023 tentang Jabatan Fungsional"
UU11 = "UU 11/1969 tentang Pensiun Pegawai dan Pensiun Janda/Duda Pegawai"
UU20 = "UU 20/2023 tentang ASN Pasal 55"
PP11 = "PP 11/2017 jo. PP 17/2020 tentang Manajemen PNS"
PP94 = "PP 94/2021 tentang Disiplin PNS"
PERJANJIAN = "Perjanjian Kerja Sama Setneg dan BKN 2022, Lampiran"
SIASN = "Data ASN dari SIASN (Perjanjian Kerja Sama 2022, Lampiran API 1)"
NIP_BKN = "Peraturan Kepala BKN 22/2007 tentang NIP"
NASKAH = "Persyaratan usulan pejabat fungsional ahli utama: surat ditandatangani PPK, bernomor, bertanggal"


@dataclass(frozen=True, slots=True)
class Batas(Generic[T]):
    """A limit: from which day, what, and where it stands."""

    sejak: date
    nilai: T
    sumber: str


def berlaku(daftar: Sequence[Batas[T]], pada: date) -> Batas[T]:
    """Return the limit that holds on `pada`: the latest that had begun, or the first there is."""
    return max((b for b in daftar if b.sejak <= pada), key=lambda b: b.sejak, default=daftar[0])


GOLONGAN = ("III/d", "IV/a", "IV/b", "IV/c", "IV/d", "IV/e")
PANGKAT: Mapping[str, str] = {
    "III/d": "Penata Tingkat I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
"""The name of each grade (PP 99/2000, lampiran)."""

BULAN_PERIODE: Sequence[Batas[tuple[int, ...]]] = (
    Batas(date(2000, 1, 1), (4, 10), PP99),
    Batas(date(2024, 1, 1), (2, 4, 6, 8, 10, 12), "Peraturan BKN 4/2023 tentang Periodisasi Kenaikan Pangkat PNS"),
    Batas(date(2025, 10, 1), tuple(range(1, 13)), BKN4),
)
"""Months in which a promotion may begin."""

TAHUN_DALAM_PANGKAT: Mapping[str, Sequence[Batas[int]]] = {
    "KP-STRUKTURAL": (Batas(date(2000, 1, 1), 4, PP99),),
    "KP-FUNGSIONAL": (Batas(date(2000, 1, 1), 2, f"{PP99}, Pasal 13"),),
    "KP-LB": (Batas(date(2000, 1, 1), 1, PP99),),
    "KP-PB": (Batas(date(2000, 1, 1), 1, PP99),),
}
"""Years in the last rank. A leader just below the lowest rank of the post waits one year only (PP 12/2002)."""
TAHUN_DI_BAWAH_JENJANG = 1

PANGKAT_ESELON: Mapping[str, tuple[str, str]] = {
    "I.a": ("IV/d", "IV/e"),
    "I.b": ("IV/c", "IV/e"),
    "II.a": ("IV/c", "IV/d"),
    "II.b": ("IV/b", "IV/c"),
}
"""Lowest and highest grade of an echelon (PP 100/2000 jo. PP 13/2002, lampiran)."""
KODE_ESELON: Mapping[str, str] = {"11": "I.a", "12": "I.b", "21": "II.a", "22": "II.b"}

GOLONGAN_JENJANG: Mapping[str, tuple[str, str]] = {"Ahli Madya": ("IV/a", "IV/c"), "Ahli Utama": ("IV/d", "IV/e")}
"""Grades of a rung of the functional ladder (Permenpan RB 1/2023)."""

KREDIT_PANGKAT: Mapping[str, Sequence[Batas[int]]] = {
    "IV/b": (Batas(date(2000, 1, 1), 550, PP99), Batas(date(2023, 7, 1), 150, BKN3)),
    "IV/c": (Batas(date(2000, 1, 1), 700, PP99), Batas(date(2023, 7, 1), 150, BKN3)),
    "IV/d": (Batas(date(2000, 1, 1), 850, PP99), Batas(date(2023, 7, 1), 150, BKN3)),
    "IV/e": (Batas(date(2000, 1, 1), 1050, PP99), Batas(date(2023, 7, 1), 200, BKN3)),
}
"""Credit points for the grade, by the day of the PAK: cumulative before the conversion of 2023, per rank after it."""
KREDIT_JENJANG = (Batas(date(2000, 1, 1), 850, PP99), Batas(date(2023, 7, 1), 450, BKN3))
"""Credit points for the rise from Ahli Madya to Ahli Utama."""

TAHUN_SERTIFIKAT = (Batas(date(2000, 1, 1), 2, f"{BKN3}; ketentuan uji kompetensi instansi pembina"),)
"""How long a certificate of competence holds, in years."""
USIA_PINDAH = (Batas(date(2023, 1, 27), 63, PAN1),)
"""Years of age beyond which nobody moves to a functional post."""

USIA_PENSIUN: Sequence[tuple[re.Pattern[str], Sequence[Batas[int]]]] = (
    (re.compile(r"\b(guru besar|profesor)\b"), (Batas(date(2005, 12, 30), 70, "UU 14/2005 Pasal 67"),)),
    (re.compile(r"\b(lektor|asisten ahli)\b"), (Batas(date(2005, 12, 30), 65, "UU 14/2005 Pasal 67"),)),
    (
        re.compile(r"\b(peneliti|perekayasa)\b.*\butama$"),
        (Batas(date(2017, 4, 7), 65, PP11), Batas(date(2019, 8, 13), 70, "UU 11/2019 Pasal 53")),
    ),
    (
        re.compile(r"\b(peneliti|perekayasa)\b.*\bmadya$"),
        (Batas(date(2017, 4, 7), 60, PP11), Batas(date(2019, 8, 13), 65, "UU 11/2019 Pasal 53")),
    ),
    (re.compile(r"\bahli utama$"), (Batas(date(2017, 4, 7), 65, f"{PP11}, Pasal 239"),)),
    (re.compile(r"\bahli madya$"), (Batas(date(2017, 4, 7), 60, f"{PP11}, Pasal 239"),)),
    (re.compile(r"\bahli (muda|pertama)$"), (Batas(date(2017, 4, 7), 58, f"{PP11}, Pasal 239"),)),
    (
        re.compile(r"^kepala (sub ?)?(bagian|bidang|seksi|direktorat)\b|^camat\b"),
        (Batas(date(2014, 1, 15), 58, UU20),),
    ),
    (
        re.compile(
            r"^(direktur jenderal|direktur|inspektur jenderal|inspektur utama|inspektur|deputi|asisten deputi|"
            r"sekretaris (jenderal|utama|deputi|direktorat|inspektorat|daerah|badan)|staf ahli|kepala (biro|pusat))\b"
        ),
        (Batas(date(2014, 1, 15), 60, UU20),),
    ),
)
"""Retirement age by the name of the post, the special ones first. What is not here is not judged."""

LAMA_PENGABDIAN = ((30, 1), (20, 12), (10, 24))
"""(years of service, months in the last rank) that open a promotion on retirement (PP 99/2000 Pasal 27)."""
PENSIUN_SENDIRI = (Batas(date(1969, 8, 11), (50, 20), f"{UU11}, Pasal 9"),)
"""Age and years of service from which one who leaves by wish is pensioned."""

KEDUDUKAN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "02": ("cuti di luar tanggungan negara", ("KP", "JFKU-KENAIKAN", "JFKU-PENGANGKATAN", "JFKU-PERPINDAHAN")),
    "04": ("pemberhentian sementara", ("KP", "JFKU-KENAIKAN", "JFKU-PENGANGKATAN", "JFKU-PERPINDAHAN")),
    "13": ("perpanjangan cuti di luar tanggungan negara", ("KP", "JFKU-KENAIKAN", "JFKU-PERPINDAHAN")),
    "15": ("menjalani hukuman disiplin", ("KP", "BERHENTI-BUP-KPP", "JFKU-KENAIKAN", "JFKU-PERPINDAHAN")),
}
"""Kedudukan hukum of SIASN: what it says, and which services it closes."""

TAHUN_SURAT = 1
"""A letter older than this, in years, is asked about."""
