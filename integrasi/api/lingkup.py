"""Scopes per client: django-oauth-toolkit by itself grants every client every scope."""

from typing import Any

from oauth2_provider.models import Application
from oauth2_provider.scopes import BaseScopes

from integrasi.enums import LINGKUP
from integrasi.models import HakKlien


class LingkupKlien(BaseScopes):  # type: ignore[misc]
    """A client may ask for what its HakKlien names, and gets all of it when it asks for nothing in particular."""

    def get_all_scopes(self) -> dict[str, str]:
        return dict(LINGKUP)

    def get_available_scopes(self, application: Application | None = None, *_: Any, **__: Any) -> list[str]:
        hak = HakKlien.objects.filter(klien_id=application.pk).first() if application else None
        return [nama for nama in self.get_all_scopes() if hak and nama in hak.lingkup]

    def get_default_scopes(self, application: Application | None = None, *_: Any, **__: Any) -> list[str]:
        return self.get_available_scopes(application)
