"""How forms look and which fields we share."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class PerenderFormulir(TemplatesSetting):
    """Renders every form with `templates/forms/`: error summary, label, hint, error, counter."""

    form_template_name = "forms/formulir.html"
    field_template_name = "forms/bidang.html"


FORMAT_TANGGAL = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")


class FieldTanggal(forms.DateField):
    """A date typed as DD-MM-YYYY, the agreement's form (Lampiran, API 1); a date picker's ISO form is read too."""

    widget = forms.DateInput(
        format="%d-%m-%Y",
        attrs={"inputmode": "numeric", "autocomplete": "off", "size": 12},
    )
    default_error_messages = {
        "invalid": "Tulis tanggal yang ada di kalender dengan urutan hari-bulan-tahun, misalnya 23-11-2026.",
    }

    def __init__(self, **isian: Any) -> None:
        isian.setdefault("input_formats", FORMAT_TANGGAL)
        isian.setdefault("help_text", "Hari-bulan-tahun, misalnya 23-11-2026.")
        super().__init__(**isian)
