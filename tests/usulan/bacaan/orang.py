"""Invented people for papers, and the spellings in which offices write what belongs to them."""

import random
from dataclasses import dataclass
from datetime import date

BULAN = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
)
DEPAN = ["Dr. ", "Drs. ", "Ir. ", "Dra. ", "Prof. Dr. ", "", "", "dr. "]
NAMA = [
    "Siti Aminah", "Bambang Wirawan", "I Gusti Ayu Lestari", "Yohanes Tabuni", "Nur Halimah Siregar",
    "Agus Salim Daulay", "Maria Goreti Lamawuran", "Teuku Razak", "Ni Luh Sukmawati", "Dwi Hartono",
    "Sri Rahayuningsih", "La Ode Muhammad Safar",
]  # fmt: skip
BELAKANG = [", M.Si.", ", S.H., M.H.", ", S.E., Ak., M.M.", ", M.Pd.", "", ", Ph.D.", ", S.IP, M.A.P"]
PANGKAT = {
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
JABATAN = [
    "Peneliti Ahli Utama", "Widyaiswara Ahli Utama", "Analis Kebijakan Ahli Utama", "Perencana Ahli Madya",
    "Kepala Biro Umum", "Direktur Perencanaan Pembangunan", "Pengawas Sekolah Ahli Utama", "Dokter Ahli Utama",
]  # fmt: skip
INSTANSI = [
    "Kementerian Contoh",
    "Badan Rekaan Nasional",
    "Pemerintah Provinsi Umpama",
    "Lembaga Misal Republik Indonesia",
]


@dataclass(frozen=True)
class Orang:
    """One invented person. `nama` is without titles."""

    acak: random.Random
    nama: str
    depan: str
    belakang: str
    nip: str
    golongan: str
    jabatan: str
    instansi: str
    lahir: date

    @property
    def bergelar(self) -> str:
        return f"{self.depan}{self.nama}{self.belakang}"

    @property
    def pangkat(self) -> str:
        """Rank and grade, in one of the ways in which they are written."""
        huruf, ruang = self.golongan.split("/")
        p = PANGKAT[self.golongan]
        return self.acak.choice([
            f"{p}, {self.golongan}", f"{p} ({self.golongan})", f"{p} / {self.golongan}", f"{p} - {self.golongan}",
            f"{p}, golongan ruang {self.golongan}", f"{p} ({huruf} / {ruang})", f"{p}, {huruf}/{ruang.upper()}",
        ])  # fmt: skip

    @property
    def nip_tertulis(self) -> str:
        n = self.nip
        return self.acak.choice(
            [
                n,
                f"{n[:8]} {n[8:14]} {n[14]} {n[15:]}",
                f"{n[:8]} {n[8:14]} {n[14:]}",
                f"{n[:8]}.{n[8:14]}.{n[14]}.{n[15:]}",
            ]
        )


def buat(acak: random.Random, golongan: str = "") -> Orang:
    """Invent a person."""
    lahir = date(acak.randint(1964, 1978), acak.randint(1, 12), acak.randint(1, 28))
    nip = (
        f"{lahir:%Y%m%d}{lahir.year + 24}{acak.choice(['03', '12', '01'])}{acak.choice('12')}{acak.randint(1, 19):03d}"
    )
    return Orang(
        acak, acak.choice(NAMA), acak.choice(DEPAN), acak.choice(BELAKANG), nip, golongan or acak.choice(list(PANGKAT)),
        acak.choice(JABATAN), acak.choice(INSTANSI), lahir,
    )  # fmt: skip


def hari(acak: random.Random, dari: int = 2022, sampai: int = 2025) -> date:
    """Invent a day."""
    return date(acak.randint(dari, sampai), acak.randint(1, 12), acak.randint(1, 28))


def awal_bulan(acak: random.Random) -> date:
    """Invent a TMT."""
    return date(acak.randint(2019, 2024), acak.choice([4, 10, 1, 6]), 1)


def panjang(saat: date) -> str:
    """Write a day in words."""
    return f"{saat.day} {BULAN[saat.month - 1]} {saat.year}"


def tulis(acak: random.Random, saat: date) -> str:
    """Write a day as some office does."""
    return acak.choice([
        panjang(saat), panjang(saat), f"{saat:%d} {BULAN[saat.month - 1]} {saat.year}", f"{saat:%d-%m-%Y}",
        f"{saat:%d/%m/%Y}", panjang(saat).upper(),
    ])  # fmt: skip
