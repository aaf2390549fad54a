from django.apps import AppConfig


class BerkasConfig(AppConfig):
    name = "siapp.berkas"
    label = "berkas"
