from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "siapp.audit"
    label = "audit"
