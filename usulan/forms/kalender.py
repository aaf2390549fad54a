"""Shapes of the calendar's forms; what a day may be is decided by the action."""

from typing import Any

from django import forms

from siapp.web.formulir import FieldTanggal
from usulan.models import JenisHari
from usulan.models.kalender import PANJANG_DASAR, PANJANG_NAMA_HARI


class FormHari(forms.Form):
    """A day that is otherwise than the library says."""

    tanggal = FieldTanggal()
    jenis = forms.ChoiceField(label="Hari itu", choices=JenisHari.choices, widget=forms.RadioSelect)
    nama = forms.CharField(
        label="Nama hari", max_length=PANJANG_NAMA_HARI, help_text="Misalnya: Cuti bersama Idulfitri 1448 Hijriah."
    )
    dasar = forms.CharField(
        label="Dasar pengumuman",
        max_length=PANJANG_DASAR,
        help_text="Nomor dan tanggal SKB tiga menteri, Keppres, atau surat edaran.",
    )

    def clean(self) -> dict[str, Any]:
        isi = super().clean() or {}
        if "jenis" in isi:
            isi["jenis"] = JenisHari(isi["jenis"])
        return isi


class FormCabutHari(forms.Form):
    alasan = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
