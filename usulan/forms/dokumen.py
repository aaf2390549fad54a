"""Shapes of the document screen."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from usulan.models import Dokumen, VersiDokumen


class FormUnggah(forms.Form):
    """One file for one checklist row; its kind and size are judged by `siapp.berkas.terima`."""

    berkas = forms.FileField(
        allow_empty_file=True,
        max_length=255,
        error_messages={
            "required": "Pilih berkasnya dahulu.",
            "max_length": "Nama berkas terlalu panjang (%(length)d karakter). Pendekkan menjadi paling banyak %(max)d.",
        },
    )


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
        help_text="PDF, boleh dikosongkan.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
    berkas_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
