from usulan.models.dokumen import BidangDiminta, Dokumen, HasilPenilaian, PenilaianDokumen, VersiDokumen
from usulan.models.kabar import Kabar, PeristiwaBerkabar, PilihanKabar
from usulan.models.kalender import HariKalender, JenisHari, VersiKalender
from usulan.models.keppres import Keppres, KeppresUsulan, RiwayatKeppres, RiwayatSalinan
from usulan.models.peralihan import PenerusInstansi, PeralihanInstansi
from usulan.models.rincian import MODEL_RINCIAN, Rincian, RincianJFKU, RincianKP, RincianPemberhentian, rincian
from usulan.models.statistik import BulanTerhitung, HitunganBulan, LangkahTahap, PosisiTahap, Ukuran
from usulan.models.tahanan import SebabTahan, Tahanan, UsulTahanan, usul_terbuka
from usulan.models.tampilan import KolomAntrean, TampilanTersimpan
from usulan.models.temuan import PANJANG_ALASAN, PenilaianTemuan, PenjelasanTemuan
from usulan.models.usulan import Lembaga, NomorTahun, PengaturanInstansi, StatusPutusan, Usulan
from usulan.models.verifikasi import KonsepPutusan, Pertek, Putusan, TahapBkn, putusan_tertunda

__all__ = [
    "MODEL_RINCIAN",
    "PANJANG_ALASAN",
    "BidangDiminta",
    "BulanTerhitung",
    "Dokumen",
    "HariKalender",
    "HasilPenilaian",
    "HitunganBulan",
    "JenisHari",
    "Kabar",
    "Keppres",
    "KeppresUsulan",
    "KolomAntrean",
    "KonsepPutusan",
    "LangkahTahap",
    "Lembaga",
    "NomorTahun",
    "PenerusInstansi",
    "PengaturanInstansi",
    "PenilaianDokumen",
    "PenilaianTemuan",
    "PenjelasanTemuan",
    "PeralihanInstansi",
    "PeristiwaBerkabar",
    "Pertek",
    "PilihanKabar",
    "PosisiTahap",
    "Putusan",
    "Rincian",
    "RincianJFKU",
    "RincianKP",
    "RincianPemberhentian",
    "RiwayatKeppres",
    "RiwayatSalinan",
    "SebabTahan",
    "StatusPutusan",
    "Tahanan",
    "TahapBkn",
    "TampilanTersimpan",
    "Ukuran",
    "UsulTahanan",
    "Usulan",
    "VersiDokumen",
    "VersiKalender",
    "putusan_tertunda",
    "rincian",
    "usul_terbuka",
]
