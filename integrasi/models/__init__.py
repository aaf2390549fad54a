"""What the partner answers, a module for each room that keeps rows."""

from integrasi.models.api import HakKlien, JatahLaju, Pengumuman
from integrasi.models.keluar import (
    PERLU_ORANG,
    PILIHAN_API,
    TUNTAS,
    Keadaan,
    Pengiriman,
    Percobaan,
    PeristiwaDirencanakan,
    UsulanSiasn,
)
from integrasi.models.kesesuaian import Penyimpangan, UjiKontrak
from integrasi.models.masuk import KeadaanMasuk, KejadianMasuk
from integrasi.models.mitra import KeadaanMitra, PanggilanBaca, TokenSiasn
from integrasi.models.petugas import Peringatan, UsulPenyelesaian

__all__ = [
    "PERLU_ORANG",
    "PILIHAN_API",
    "TUNTAS",
    "HakKlien",
    "JatahLaju",
    "Keadaan",
    "KeadaanMasuk",
    "KeadaanMitra",
    "KejadianMasuk",
    "PanggilanBaca",
    "Pengiriman",
    "Pengumuman",
    "Penyimpangan",
    "Percobaan",
    "Peringatan",
    "PeristiwaDirencanakan",
    "TokenSiasn",
    "UjiKontrak",
    "UsulPenyelesaian",
    "UsulanSiasn",
]
