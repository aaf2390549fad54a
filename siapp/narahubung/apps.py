from django.apps import AppConfig

JENIS = {
    "narahubung.ditambah": "Narahubung ditambah",
    "narahubung.diubah": "Narahubung diubah",
    "narahubung.dihapus": "Narahubung dihapus",
}
BIDANG = {
    "pihak": "Pihak",
    "perihal": "Perihal",
    "fungsi": "Fungsi atau unit",
    "telepon": "Telepon",
    "surel": "Surel",
    "jam": "Jam layanan",
    "alamat": "Alamat",
    "cara": "Cara menghubungi",
    "terbuka": "Terbuka bagi yang belum masuk",
}


class NarahubungConfig(AppConfig):
    name = "siapp.narahubung"
    label = "narahubung"

    def ready(self) -> None:
        """Name what this room writes into the trail."""
        from siapp.audit.kata import daftarkan_kata

        daftarkan_kata(jenis=JENIS, bidang=lambda: BIDANG)
