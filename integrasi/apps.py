from django.apps import AppConfig
from django.core.checks import register

JENIS = {
    "pertukaran.dihentikan": "Pertukaran dengan SIASN dihentikan",
    "pertukaran.dimulai_lagi": "Pertukaran dengan SIASN dimulai lagi",
    "perjanjian.masa_diubah": "Akhir perjanjian diubah",
    "pengumuman.diumumkan": "Diumumkan",
    "pengumuman.diubah": "Pengumuman diubah",
    "pengumuman.selesai": "Pengumuman dinyatakan selesai",
    "pengumuman.ditarik": "Pengumuman ditarik",
}
BIDANG = {
    "berakhir": "Berakhir",
    "mulai": "Mulai",
    "selesai": "Selesai",
    "teks": "Isi",
    "untuk_biro": "Untuk Biro APP",
    "untuk_pic": "Untuk PIC",
    "untuk_bkn": "Untuk BKN",
}


class IntegrasiConfig(AppConfig):
    name = "integrasi"

    def ready(self) -> None:
        """Show the state of the partner above every page; name what this room writes into the trail."""
        from integrasi.mitra.periksa import periksa_jalan_siasn
        from integrasi.petugas.spanduk import spanduk_siasn
        from siapp.audit.kata import daftarkan_kata
        from siapp.checks import TANDA
        from siapp.web.spanduk import daftarkan_spanduk

        register(periksa_jalan_siasn, TANDA)
        daftarkan_spanduk(spanduk_siasn)
        daftarkan_kata(jenis=JENIS, bidang=lambda: BIDANG)
