from django.apps import AppConfig


class IntegrasiConfig(AppConfig):
    name = "integrasi"

    def ready(self) -> None:
        """Show the state of the partner above every page."""
        from integrasi.petugas.spanduk import spanduk_siasn
        from siapp.web.spanduk import daftarkan_spanduk

        daftarkan_spanduk(spanduk_siasn)
