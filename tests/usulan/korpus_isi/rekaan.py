"""What a faultless paper says, taken from the data of its usulan, and the spellings of one office."""

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from usulan.models import Usulan, rincian

BULAN = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
PANGKAT = {
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}


@dataclass
class Isi:
    """The values that the papers of one usulan carry; a mistake changes them for one kind of paper (`lain`).

    Keys are words of their own, not those of the product: `nip`, `nama`, `nomor`, `tanggal`, `golongan`, `tmt`, …
    """

    acak: random.Random
    umum: dict[str, Any]
    jenis: dict[str, dict[str, Any]]
    lain: dict[str, dict[str, Any]] = field(default_factory=dict)

    def untuk(self, jenis: str) -> dict[str, Any]:
        return {**self.umum, **self.jenis.get(jenis, {}), **self.lain.get(jenis, {})}

    def hari(self, saat: date) -> str:
        """Write a day as this office happens to do."""
        b = BULAN[saat.month - 1]
        return self.acak.choice(
            [f"{saat.day} {b} {saat.year}", f"{saat:%d} {b} {saat.year}", f"{saat:%d-%m-%Y}", f"{saat:%d/%m/%Y}"]
        )

    def panjang(self, saat: date) -> str:
        return f"{saat.day} {BULAN[saat.month - 1]} {saat.year}"

    def nip(self, nip: str) -> str:
        return self.acak.choice([nip, f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"])

    def angka(self, nilai: Any) -> str:
        """Credit points, with a comma."""
        return f"{float(nilai):.3f}".rstrip("0").rstrip(".").replace(".", ",")


PAK = ("nomor_pak", "tanggal_pak")
BERNOMOR = {
    "surat-pengantar": ("nomor_surat_pengantar", "tanggal_surat_pengantar"),
    "sk-pak": PAK,
    "sertifikat-uji-kompetensi": ("nomor_sertifikat_ukom", "tanggal_sertifikat_ukom"),
    "keterangan-tim-penguji-kesehatan": ("nomor_surat_tim_penguji", "tanggal_surat_tim_penguji"),
    "usul-ppk-berhenti": ("nomor_usul_ppk", "tanggal_usul_ppk"),
    "keppres-pemberhentian-jabatan": ("nomor_keppres_pemberhentian", "tanggal_keppres_pemberhentian"),
}


def isi_dari(usulan: Usulan, benih: int) -> Isi:
    """Return what the papers of `usulan` say when nobody has made a mistake."""
    asn, data = usulan.asn, rincian(usulan)
    umum = {
        "nip": asn.nip,
        "nama": asn.nama,
        "lahir": asn.tanggal_lahir,
        "golongan": asn.golongan_baru,
        "jabatan": asn.nama_jabatan_terakhir,
        "nomor": "100/KEP/2022",
        "tanggal": date(2022, 3, 15),
        "pejabat": usulan.pejabat_penanda_tangan,
        "wafat": getattr(data, "tanggal_meninggal", None),
        "layanan": usulan.layanan_id,
        "masa": (getattr(data, "masa_kerja_pensiun_tahun", None), getattr(data, "masa_kerja_pensiun_bulan", None)),
        "tmt_pensiun": getattr(data, "tmt_pensiun", None) or getattr(data, "tmt_berhenti", None),
        "angka": getattr(data, "angka_kredit", None),
        "diusulkan": getattr(data, "golongan_baru", None),
    }
    jenis: dict[str, dict[str, Any]] = {
        "sk-kp-terakhir": {"tmt": asn.tmt_golongan_baru},
        "sk-jabatan-terakhir": {"tmt": asn.tmt_jabatan_terakhir},
        "skp-tahun-pertama": {"tahun": 2024, "predikat": "Baik"},
        "skp-tahun-kedua": {"tahun": 2025, "predikat": "Sangat Baik"},
        "realisasi-skp-tahun-pertama": {"tahun": 2024, "predikat": "Baik"},
        "realisasi-skp-tahun-kedua": {"tahun": 2025, "predikat": "Baik"},
        "realisasi-skp-satu-tahun": {"tahun": 2025, "predikat": "Sangat Baik"},
        "skp-satu-tahun-baik": {"tahun": 2025, "predikat": "Baik"},
    }
    for kode, (nomor, tanggal) in BERNOMOR.items():
        pemilik = usulan if kode == "surat-pengantar" else data
        isi = {"nomor": getattr(pemilik, nomor, None), "tanggal": getattr(pemilik, tanggal, None)}
        jenis[kode] = {k: v for k, v in isi.items() if v}
    return Isi(random.Random(benih), umum, jenis)
