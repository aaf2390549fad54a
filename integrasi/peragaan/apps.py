from django.apps import AppConfig


class PeragaanConfig(AppConfig):
    """Installed in an embedded installation only (`settings.LOKAL`): brings the commands that make samples."""

    name = "integrasi.peragaan"
    label = "peragaan"
