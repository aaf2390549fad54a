"""Saving a page of data: what the form took goes through the action, what was refused goes back to the form."""

from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan
from usulan.actions import draf
from usulan.forms.draf import FormIsian
from usulan.models import Usulan


def simpan_isian(request: Permintaan, usulan: Usulan, form: FormIsian) -> int:
    """Save the whole form; return 0 when done, else the HTTP status of the page that shows it again."""
    if not form.is_valid():
        return 422
    try:
        draf.ubah_data(usulan.pk, isian=form.isian, oleh=request.user, versi=form.cleaned_data.get("versi") or 0)
    except GalatPengguna as galat:
        if galat.kode not in (409, 422):
            raise
        galat.tempel(form)
        return galat.kode
    return 0
