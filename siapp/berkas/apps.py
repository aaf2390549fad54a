from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError


class BerkasConfig(AppConfig):
    name = "siapp.berkas"
    label = "berkas"

    def ready(self) -> None:
        """Name whose the storage is when the database may be asked (`check --database default`)."""
        register(periksa_pemasangan, Tags.database)


def periksa_pemasangan(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """siapp.W003: storage and database belong together. Before the first migration nothing can be said."""
    from siapp.berkas.pemasangan import keluhan_pemasangan

    try:
        keluhan = keluhan_pemasangan() if databases else ""
    except (DatabaseError, OSError):
        return []
    return [Warning(keluhan, id="siapp.W003")] if keluhan else []
