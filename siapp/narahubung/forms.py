"""What an administrator types about a contact."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict

from siapp.narahubung.kelola import BIDANG
from siapp.narahubung.models import Narahubung
from siapp.web.asal import FormBerasal


class FormNarahubung(FormBerasal):
    """A contact of either side."""

    pihak = forms.ChoiceField(label="Pihak", choices=Narahubung.Pihak.choices, widget=forms.RadioSelect)
    perihal = forms.ChoiceField(label="Perihal", choices=Narahubung.Perihal.choices)
    fungsi = forms.CharField(
        label="Fungsi atau unit",
        max_length=200,
        help_text="Misalnya Pokja KP, Biro APP. Tanpa nama orang.",
        error_messages={"required": "Tulis fungsi atau unit yang menjawab."},
    )
    nama = forms.CharField(
        label="Nama", max_length=120, required=False, help_text="Hanya dilihat pengguna yang sudah masuk."
    )
    telepon = forms.CharField(label="Telepon", max_length=60, required=False)
    surel = forms.EmailField(
        label="Surel",
        max_length=254,
        required=False,
        error_messages={"invalid": "Alamat surel ini tidak lengkap, misalnya unit@setneg.go.id."},
    )
    jam = forms.CharField(
        label="Jam layanan", max_length=80, required=False, help_text="Misalnya Senin–Jumat 08.00–16.00 WIB."
    )
    alamat = forms.CharField(label="Alamat", max_length=255, required=False)
    cara = forms.CharField(
        label="Cara menghubungi",
        max_length=200,
        required=False,
        help_text="Misalnya surat kepada Kepala Biro APP dengan nomor usulan.",
    )
    terbuka = forms.BooleanField(
        label="Tampilkan juga kepada yang belum masuk dan di /api/v1/info, tanpa nama orang", required=False
    )

    @classmethod
    def untuk(cls, baris: Narahubung, kiriman: Any = None) -> "FormNarahubung":
        """Return the form over `baris`, with what was sent."""
        return cls(kiriman, kini=model_to_dict(baris, BIDANG))

    def clean(self) -> dict[str, Any]:
        isi = super().clean() or {}
        if not self.errors and not any(isi[nama] for nama in ("telepon", "surel", "cara")):
            self.add_error("telepon", "Isi telepon, surel, atau cara menghubungi: salah satu harus ada.")
        return isi
