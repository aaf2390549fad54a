"""What an administrator types about an announcement."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict

from integrasi.models import Pengumuman
from integrasi.petugas.pengumuman import BIDANG
from siapp.web.asal import FormBerasal
from siapp.web.formulir import FieldSaat


class FormPengumuman(FormBerasal):
    """An announcement for one or more kinds of readers."""

    jenis = forms.ChoiceField(label="Jenis", choices=Pengumuman.Jenis.choices, widget=forms.RadioSelect)
    teks = forms.CharField(
        label="Isi pengumuman",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Apa yang terjadi, apa akibatnya, dan apa yang harus dilakukan pembacanya. Tanpa nama orang dan NIP.",
        error_messages={"required": "Tulis isi pengumumannya."},
    )
    mulai = FieldSaat(label="Mulai (WIB)", error_messages={"required": "Tulis sejak kapan."})
    selesai = FieldSaat(label="Selesai (WIB)", required=False, help_text="Kosongkan bila belum diketahui.")
    untuk_biro = forms.BooleanField(label="Tampilkan kepada Biro APP", required=False)
    untuk_pic = forms.BooleanField(label="Tampilkan kepada PIC instansi", required=False)
    untuk_bkn = forms.BooleanField(label="Sampaikan kepada BKN (/api/v1/info, terbaca tanpa masuk)", required=False)

    @classmethod
    def untuk(cls, baris: Pengumuman, kiriman: Any = None) -> "FormPengumuman":
        """Return the form over `baris`, with what was sent."""
        return cls(kiriman, kini=model_to_dict(baris, BIDANG))

    def clean(self) -> dict[str, Any]:
        isi = super().clean() or {}
        if not any(isi.get(nama) for nama in ("untuk_biro", "untuk_pic", "untuk_bkn")):
            self.add_error("untuk_biro", "Pilih paling sedikit satu pembaca: Biro APP, PIC, atau BKN.")
        return isi


class FormTarik(forms.Form):
    """An announcement is withdrawn."""

    alasan = forms.CharField(
        label="Alasan menarik",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis mengapa pengumuman ini ditarik."},
    )
