from django.apps import AppConfig

from siapp import catatan_log, checks, laporan


class SiappConfig(AppConfig):
    name = "siapp"

    def ready(self) -> None:
        catatan_log.siapkan()
        checks.daftarkan()
        laporan.nyalakan()
