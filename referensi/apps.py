from django.apps import AppConfig


class ReferensiConfig(AppConfig):
    name = "referensi"

    def ready(self) -> None:
        from referensi.kata import JENIS, kata_bidang
        from siapp.audit.kata import daftarkan_kata

        daftarkan_kata(jenis=JENIS, bidang=kata_bidang)
