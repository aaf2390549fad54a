"""How notices are mailed: one choice a kind."""

from typing import Any

from django import forms

from siapp.akun.models import Pengguna
from usulan.kabar.jenis import CaraSurel
from usulan.kabar.pilihan import pilihan


class FormSurelKabar(forms.Form):
    """A field for each kind that the person may read, named as the kind."""

    def __init__(self, *args: Any, pengguna: Pengguna, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for baris in pilihan(pengguna):
            self.fields[baris.jenis] = forms.ChoiceField(
                label=baris.jenis.label, choices=CaraSurel.choices, initial=baris.cara
            )
