from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "siapp.web"
    label = "web"
