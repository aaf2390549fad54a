from django.apps import AppConfig


class AkunConfig(AppConfig):
    name = "siapp.akun"
    label = "akun"

    def ready(self) -> None:
        from siapp.akun.adapter import SANDI_DIGANTI
        from siapp.audit.kata import daftarkan_kata

        daftarkan_kata(jenis={SANDI_DIGANTI: "Kata sandi diganti"})
