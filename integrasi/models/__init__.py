"""What the partner answers, a module for each room that keeps rows."""

from integrasi.models.api import HakKlien, JatahLaju
from integrasi.models.keluar import (
    PILIHAN_API,
    Pengiriman,
    Percobaan,
    PeristiwaDirencanakan,
    UsulanSiasn,
)
from integrasi.models.kesesuaian import Penyimpangan, UjiKontrak
from integrasi.models.masuk import KejadianMasuk, UsulPencocokan
from integrasi.models.mitra import JanjiMitra, KeadaanMitra, PanggilanBaca, PenghentianPertukaran, TokenSiasn
from integrasi.models.pengumuman import Pengumuman
from integrasi.models.perjanjian import MasaPerjanjian
from integrasi.models.petugas import Peringatan, UsulPenyelesaian

__all__ = [
    "PILIHAN_API",
    "HakKlien",
    "JanjiMitra",
    "JatahLaju",
    "KeadaanMitra",
    "KejadianMasuk",
    "MasaPerjanjian",
    "PanggilanBaca",
    "PenghentianPertukaran",
    "Pengiriman",
    "Pengumuman",
    "Penyimpangan",
    "Percobaan",
    "Peringatan",
    "PeristiwaDirencanakan",
    "TokenSiasn",
    "UjiKontrak",
    "UsulPencocokan",
    "UsulPenyelesaian",
    "UsulanSiasn",
]
