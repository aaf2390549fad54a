"""How forms look and which fields we share."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils import timezone

from siapp.hari import hari_terakhir
from siapp.tanggal import BukanTanggal, baca_tanggal_ketik
from siapp.teks import bersih, kutip
from siapp.web.pilihan import GAMBAR


class PerenderFormulir(TemplatesSetting):
    """Renders every form with `templates/forms/`: error summary, label, hint, error, counter."""

    form_template_name = "forms/formulir.html"
    field_template_name = "forms/bidang.html"

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        """Draw what lists many options in Python, everything else by its template."""
        gambar = GAMBAR.get(template_name)
        return gambar(context["widget"]) if gambar else super().render(template_name, context, request)


class FieldNomor(forms.CharField):
    """A number of a letter or a decree, taken as it looks: without invisible signs, with one kind of dash and blank."""

    def to_python(self, value: Any) -> str:
        return bersih(str(super().to_python(value)))


CONTOH_TANGGAL = "Tulis hari-bulan-tahun, misalnya 23-11-2026."


class FieldTanggal(forms.DateField):
    """A date as DD-MM-YYYY, the agreement's form (Lampiran, API 1), or as screens print it: "23 November 2026".

    `lalu` and `nanti`: how many years back and ahead from today can be meant; other years are slips of the keyboard.
    """

    widget = forms.DateInput(
        format="%d-%m-%Y",
        attrs={"inputmode": "numeric", "autocomplete": "off", "size": 12},
    )

    def __init__(self, *, lalu: int = 100, nanti: int = 20, **isian: Any) -> None:
        isian.setdefault("help_text", "Hari-bulan-tahun, misalnya 23-11-2026.")
        self.lalu, self.nanti = lalu, nanti
        super().__init__(**isian)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        try:
            return baca_tanggal_ketik(str(value if value is not None else ""))
        except BukanTanggal as galat:
            raise forms.ValidationError(f"{galat} {CONTOH_TANGGAL}", code="invalid") from galat

    def validate(self, value: Any) -> None:
        super().validate(value)
        kini = hari_terakhir().year
        if value and not kini - self.lalu <= value.year <= kini + self.nanti:
            raise forms.ValidationError(
                f"Tahun {value.year:04} tidak mungkin di sini; yang mungkin {kini - self.lalu} sampai "
                f"{kini + self.nanti}. Periksa tahunnya.",
                code="tahun",
            )


_JAM = re.compile(r"(.+?)[\s,]+(?:pukul\s+)?([01]?[0-9]|2[0-3])[.:]([0-5][0-9])(?:\s*WIB)?", re.IGNORECASE | re.DOTALL)
CONTOH_SAAT = "Tulis tanggal dan jam, misalnya 23-11-2026 22.00."


class FieldSaat(forms.Field):
    """A day and a time in WIB: "23-11-2026 22.00", or as screens print it. Gives an aware datetime, to the minute."""

    widget = forms.DateTimeInput(format="%d-%m-%Y %H.%M", attrs={"autocomplete": "off", "size": 18})
    hari = FieldTanggal(lalu=1, nanti=5)

    def __init__(self, **isian: Any) -> None:
        isian.setdefault("help_text", "Tanggal dan jam, misalnya 23-11-2026 22.00.")
        super().__init__(**isian)

    def to_python(self, value: Any) -> datetime | None:
        teks = bersih(str(value if value is not None else ""))
        if not teks:
            return None
        cocok = _JAM.fullmatch(teks)
        if cocok is None:
            raise forms.ValidationError(f"{kutip(teks)} belum memuat tanggal dan jam. {CONTOH_SAAT}", code="invalid")
        hari = self.hari.clean(cocok[1])
        return timezone.make_aware(datetime.combine(hari, time(int(cocok[2]), int(cocok[3]))))

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
