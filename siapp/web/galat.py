"""Errors that a person can do something about, and their translation into words."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import IntegrityError
from django.db.models import BaseConstraint
from django.forms import BaseForm


class GalatPengguna(Exception):
    """An action was refused; `pesan` says in Indonesian what, why and what next.

    Arguments: `pesan` (a sentence or two), `judul` (heading of the page; a general one by default), `kode` (HTTP
    status: 422 by default, 409 when somebody else was faster), `bidang` (name of the form field at fault, if any).
    Raised by actions and policies; a view may hang it onto its form with `tempel`, otherwise `GalatMiddleware`
    shows it.
    """

    def __init__(self, pesan: str, judul: str = "", kode: int = 422, *, bidang: str = "") -> None:
        super().__init__(pesan)
        self.pesan = pesan
        self.judul = judul or "Permintaan belum dapat diproses"
        self.kode = kode
        self.bidang = bidang

    def tempel(self, form: BaseForm) -> None:
        """Add the message to `form`: at its field if the form has it, else on top."""
        form.add_error(self.bidang if self.bidang in form.fields else None, self.pesan)


@contextmanager
def ditempel(form: BaseForm) -> Iterator[None]:
    """Hang what an action refuses onto `form`, so that what was typed is shown again with it."""
    try:
        yield
    except GalatPengguna as galat:
        galat.tempel(form)


@cache
def _kendala() -> dict[str, BaseConstraint]:
    return {kendala.name: kendala for model in apps.get_models() for kendala in model._meta.constraints}


def galat_dari_kendala(galat: IntegrityError) -> GalatPengguna | None:
    """Translate the violation of one of our named constraints into its `violation_error_message`.

    Returns None for any other integrity error: that one is a fault of the program and must stay loud.
    """
    diagnosis = getattr(galat.__cause__, "diag", None)
    kendala = _kendala().get(getattr(diagnosis, "constraint_name", None) or "")
    if kendala is None or kendala.violation_error_message == kendala.default_violation_error_message:
        return None
    return GalatPengguna(str(kendala.violation_error_message), "Data tidak dapat disimpan")
