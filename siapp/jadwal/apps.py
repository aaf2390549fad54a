from django.apps import AppConfig


class JadwalConfig(AppConfig):
    name = "siapp.jadwal"
    label = "jadwal"
