"""Pemeriksaan awal: what is checked before Biro APP and BKN see the usulan (alur.md 3)."""

from usulan.aturan import orang, pangkat, pensiun, fungsional, data, surat, waris, berkas, isi, isi_data, isi_surat  # noqa: I001  (the order of the work)
from usulan.aturan.dasar import (
    ATURAN,
    Aturan,
    Bagian,
    Butir,
    Konteks,
    Temuan,
    Tingkat,
    periksa,
    periksa_isi,
    periksa_semua,
)

__all__ = [
    "ATURAN",
    "Aturan",
    "Bagian",
    "Butir",
    "Konteks",
    "Temuan",
    "Tingkat",
    "berkas",
    "data",
    "fungsional",
    "isi",
    "isi_data",
    "isi_surat",
    "orang",
    "pangkat",
    "pensiun",
    "periksa",
    "periksa_isi",
    "periksa_semua",
    "surat",
    "waris",
]
