from django.apps import AppConfig


class UsulanConfig(AppConfig):
    name = "usulan"

    def ready(self) -> None:
        from siapp.audit.kata import daftarkan_kata
        from usulan.peristiwa import Jenis

        daftarkan_kata(jenis={jenis.value: jenis.label for jenis in Jenis})
