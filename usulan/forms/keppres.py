"""Shapes of the Keppres forms; what is possible is decided by the actions."""

from typing import Any

from django import forms

from siapp.akun.models import Kategori
from siapp.web.asal import FormBerasal
from siapp.web.formulir import FieldNomor, FieldTanggal
from usulan.forms.pic import FieldNip
from usulan.keadaan import KEPPRES
from usulan.models import UsulTahanan

# Years in which a memo or a decree that is being worked on can be dated.
MASA_SURAT = {"lalu": 10, "nanti": 1}
PDF = forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"})


class FormSaringKeppres(forms.Form):
    kategori = forms.ChoiceField(choices=[("", "Semua"), *Kategori.choices], required=False)
    keadaan = forms.ChoiceField(choices=[("", "Semua"), *KEPPRES.pilihan], required=False)


class FormMemo(forms.Form):
    """The memo of a draft (RKP)."""

    nomor_memo = FieldNomor(label="Nomor memo", max_length=100)
    tanggal_memo = FieldTanggal(**MASA_SURAT, label="Tanggal memo")
    perihal = forms.CharField(max_length=255, widget=forms.Textarea(attrs={"rows": 2}))


class FormKeppresBaru(FormMemo):
    kategori = forms.ChoiceField(choices=Kategori.choices, widget=forms.RadioSelect)
    field_order = ["kategori", "nomor_memo", "tanggal_memo", "perihal"]


class FormCari(forms.Form):
    """Which usulan are meant: words, pasted NIPs, or a sheet that has NIPs somewhere."""

    salah_satu = True
    teks = forms.CharField(label="Nama, NIP, atau nomor usulan", max_length=100, required=False)
    nip = forms.CharField(
        label="Tempel daftar NIP",
        required=False,
        max_length=20_000,
        help_text="Satu NIP per baris, atau dipisah koma. Setiap baris dijawab: dapat ditambahkan, atau apa sebabnya.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    lembar = forms.FileField(
        label="Lembar XLSX atau CSV",
        required=False,
        help_text="NIP dibaca dari semua lembar dan kolom; setiap baris dijawab.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean(self) -> dict[str, Any]:
        isian = super().clean() or {}
        if not any(isian.get(nama) for nama in ("teks", "nip", "lembar")):
            raise forms.ValidationError("Isi salah satu: kata pencarian, daftar NIP, atau lembar.")
        if isian.get("teks") and len(isian["teks"].strip()) < 3:
            self.add_error("teks", "Ketik sedikitnya 3 huruf atau angka.")
        return isian


class FormTanggal(forms.Form):
    tanggal = FieldTanggal(**MASA_SURAT)


class FormAlasan(forms.Form):
    alasan = forms.CharField(label="Apa yang sudah diperiksa", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class FormKetahui(forms.Form):
    """What was done about a change that came after the decree was out."""

    alasan = forms.CharField(
        label="Apa yang dilakukan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Tulis apa yang dilakukan."},
    )


class FormUsulTahanan(FormAlasan):
    """What is proposed about a held usulan, and why."""

    pilihan = forms.ChoiceField(
        choices=UsulTahanan.Pilihan.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu jalan keluar."},
    )
    field_order = ["pilihan", "alasan"]


class FormBerkas(forms.Form):
    """A file that may have been uploaded by the press before; then its id comes back instead."""

    berkas = forms.FileField(
        label="Berkas PDF yang sudah ditandatangani",
        error_messages={"required": "Pilih berkas PDF Keppres yang sudah ditandatangani."},
        widget=PDF,
    )
    berkas_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *isian: Any, **lain: Any) -> None:
        super().__init__(*isian, **lain)
        self.fields["berkas"].required = not self.data.get("berkas_id")


class FormTerbit(FormBerkas):
    """Nomor ≤ 20 and judul ≤ 255 (Lampiran API 11)."""

    nomor = FieldNomor(label="Nomor Keppres", max_length=20, widget=forms.TextInput(attrs={"data-hitung": ""}))
    tanggal = FieldTanggal(**MASA_SURAT, label="Tanggal Keppres")
    judul = forms.CharField(label="Judul Keppres", max_length=255, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ["nomor", "tanggal", "judul", "berkas"]


class FormRalat(FormBerasal, FormTerbit):
    """Another version of a decree. Its file holds all fields, so a foreign change of any is asked about."""

    gabung = False
    alasan = forms.CharField(label="Alasan ralat", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class FormBerkasSalinan(FormBerkas):
    """The copy or the extract of one usulan, with the NIP that stands on it."""

    jenis = forms.ChoiceField(choices=[("salinan", "Salinan"), ("petikan", "Petikan")])
    nip = FieldNip(
        label="NIP yang tertulis pada berkas",
        help_text="Baca dari berkasnya, bukan dari halaman ini, supaya berkas orang lain tidak tertukar.",
    )
    field_order = ["jenis", "nip", "berkas"]
