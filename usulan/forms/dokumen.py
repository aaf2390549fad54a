"""Shapes of the document screen."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from siapp.berkas.foto import Kiriman
from siapp.berkas.terimaan import DOKUMEN
from usulan.models import Dokumen, VersiDokumen


class IsianBanyak(forms.ClearableFileInput):
    """A file field that takes several at once."""

    allow_multiple_selected = True


class BidangBanyak(forms.FileField):
    """One or more files, each judged like one alone."""

    widget = IsianBanyak

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files in the order in which they came. Raises ValidationError."""
        satu = super().clean
        return [satu(berkas, initial) for berkas in data] if data else [satu(None, initial)]


class FormUnggah(forms.Form):
    """One file for one checklist row, or photos; kinds and sizes are judged by `siapp.berkas`."""

    berkas = BidangBanyak(
        allow_empty_file=True,
        max_length=255,
        error_messages={
            "required": "Pilih berkasnya dahulu.",
            "max_length": "Nama berkas terlalu panjang (%(length)d karakter). Pendekkan menjadi paling banyak %(max)d.",
        },
    )

    @property
    def kiriman(self) -> list[Kiriman]:
        """What came in, once the form is valid."""
        return [Kiriman(satu.name, satu) for satu in self.cleaned_data["berkas"]]


class FormPakaiUlang(forms.Form):
    """A file of an earlier usulan of the same person."""

    versi = forms.ModelChoiceField(VersiDokumen.objects.none(), error_messages={"required": "Pilih berkasnya."})

    def __init__(self, *args: Any, pilihan: QuerySet[VersiDokumen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["versi"].queryset = pilihan  # type: ignore[attr-defined]


class FormPindah(forms.Form):
    """The row that a file belongs to after all."""

    ke = forms.ModelChoiceField(Dokumen.objects.none(), error_messages={"required": "Pilih dokumen yang benar."})

    def __init__(self, *args: Any, pilihan: QuerySet[Dokumen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ke"].queryset = pilihan  # type: ignore[attr-defined]


class FormTandaTerima(forms.Form):
    """The agency's receipt of a Keppres copy, with its scan if there is one."""

    berkas = forms.FileField(
        label="Pindaian tanda terima",
        required=False,
        help_text=f"{DOKUMEN.kata}; boleh dikosongkan.",
        widget=forms.FileInput(attrs={"accept": DOKUMEN.accept}),
    )
    berkas_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
