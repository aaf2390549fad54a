"""Filters of the audit screen. Persons are searched for by POST: no name and no NIP stands in an address."""

from typing import Any

from django import forms

from siapp.akun.models import Pengguna
from siapp.audit.kata import semua_jenis
from siapp.audit.models import Akses
from siapp.web.formulir import FieldTanggal


class _FormRentang(forms.Form):
    """What both lists share: the person and the days."""

    orang = forms.ModelChoiceField(Pengguna.objects.all(), required=False, widget=forms.HiddenInput)
    dari = FieldTanggal(label="Dari tanggal", required=False, help_text="")
    sampai = FieldTanggal(label="Sampai tanggal", required=False, help_text="")

    def clean(self) -> dict[str, Any]:
        """Refuse a range that ends before it begins."""
        isi = super().clean() or {}
        if isi.get("dari") and isi.get("sampai") and isi["dari"] > isi["sampai"]:
            self.add_error("sampai", "Tanggal ini lebih awal daripada tanggal mulai.")
        return isi


class FormSaringPeristiwa(_FormRentang):
    """Filters of what was changed."""

    jenis = forms.ChoiceField(label="Kejadian", required=False)
    aliran = forms.CharField(
        label="Aliran", required=False, max_length=64, help_text="", widget=forms.TextInput({"size": 24})
    )
    field_order = ["orang", "jenis", "aliran", "dari", "sampai"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jenis"] = forms.ChoiceField(
            label="Kejadian", required=False, choices=[("", "Semua"), *semua_jenis()]
        )


class FormSaringAkses(_FormRentang):
    """Filters of what was read, downloaded or exported, and of sign-ins."""

    tindakan = forms.ChoiceField(label="Tindakan", required=False, choices=[("", "Semua"), *Akses.Tindakan.choices])
    objek = forms.CharField(label="Objek", required=False, max_length=80, widget=forms.TextInput({"size": 24}))
    field_order = ["orang", "tindakan", "objek", "dari", "sampai"]


class FormCariOrang(forms.Form):
    """Whose doings are looked for."""

    kata = forms.CharField(
        label="Nama atau NIP",
        min_length=3,
        max_length=100,
        error_messages={"min_length": "Tulis paling sedikit tiga huruf nama, atau NIP lengkap."},
    )
