"""Statements that are composed once: where the ORM takes longer to write a question than PostgreSQL to answer it."""

from collections.abc import Callable, Hashable
from typing import Any

from django.db import connections, router
from django.db.models import Model, QuerySet

# More than the people of Biro APP and their roles; past it all are composed anew.
PALING_BANYAK = 512


class Tersusun:
    """Keeps the SQL of one question by all that it depends on, in this process."""

    def __init__(self, model: type[Model]) -> None:
        """`model`: what is read; its rows say which database is asked (`siapp.web.replika`)."""
        self._model = model
        self._ada: dict[Hashable, tuple[str, tuple[Any, ...]]] = {}

    def tanya(self, kunci: Hashable, susun: Callable[[], QuerySet[Any, Any]]) -> list[tuple[Any, ...]]:
        """Return the rows of what `susun` composes, as the database gives them (no conversion of a field).

        `kunci`: whatever changes a value or a word of the statement. It is composed only when the key is new.
        """
        sql, nilai = self._ada.get(kunci) or self._simpan(kunci, susun())
        with connections[router.db_for_read(self._model)].cursor() as kursor:
            kursor.execute(sql, nilai)
            baris: list[tuple[Any, ...]] = kursor.fetchall()
        return baris

    def _simpan(self, kunci: Hashable, queryset: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
        if len(self._ada) >= PALING_BANYAK:
            self._ada = {}
        self._ada[kunci] = hasil = queryset.query.sql_with_params()
        return hasil
