from django.apps import AppConfig

# Fields of Peristiwa whose names alone read badly on the audit screen.
KATA_BIDANG = {"nip_penanda_tangan": "NIP penanda tangan"}


class UsulanConfig(AppConfig):
    name = "usulan"

    def ready(self) -> None:
        from siapp.audit.kata import daftarkan_kata, daftarkan_objek
        from siapp.web.lonceng import daftarkan_lonceng
        from usulan.jejak import kata_objek
        from usulan.kabar.baca import BATAS, jumlah_belum
        from usulan.peristiwa import Jenis

        daftarkan_kata(jenis={jenis.value: jenis.label for jenis in Jenis}, bidang=lambda: KATA_BIDANG)
        daftarkan_objek(kata_objek)
        daftarkan_lonceng(jumlah_belum, BATAS, "usulan:kabar", "usulan:kabar_jumlah")
