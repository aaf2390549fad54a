"""What people type about the quarantine and about trusted certificates."""

import re

from django import forms


class FormPutusan(forms.Form):
    """Which stopped scrub is meant, and how many unknown files the person saw."""

    perapian = forms.IntegerField(widget=forms.HiddenInput)
    yatim = forms.IntegerField(widget=forms.HiddenInput)


class FormPindahkan(FormPutusan):
    """What the scrub stopped at shall be moved."""

    alasan = forms.CharField(
        label="Mengapa berkas itu tidak diperlukan",
        max_length=500,
        help_text="Dicatat dalam jejak audit dan dibaca orang kedua. Tulis tanpa nama orang.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis mengapa berkas itu tidak diperlukan."},
    )
    yakin = forms.BooleanField(
        label="Basis data ini yang terbaru, dan penyimpanan ini miliknya",
        error_messages={"required": "Periksa dulu kedua hal itu, lalu centang."},
    )


class FormTolak(FormPutusan):
    """The proposal is refused, or taken back."""

    alasan = forms.CharField(
        label="Alasan menolak atau menarik usul",
        max_length=500,
        widget=forms.TextInput,
        error_messages={"required": "Tulis alasannya; ia dicatat dalam jejak audit."},
    )


class FormAkar(forms.Form):
    """A certificate to believe, and the fingerprint that its issuer publishes."""

    berkas = forms.FileField(
        label="Sertifikat penerbit",
        max_length=150,
        help_text="Satu sertifikat, PEM atau DER (.pem, .cer, .crt, .der).",
        widget=forms.ClearableFileInput(attrs={"accept": ".pem,.cer,.crt,.der"}),
        error_messages={"required": "Pilih berkas sertifikatnya."},
    )
    sidik = forms.CharField(
        label="Sidik SHA-256 yang diumumkan penerbit",
        max_length=200,
        help_text="64 huruf dan angka dari situs atau surat penerbitnya, jangan dari berkas itu sendiri.",
        error_messages={"required": "Tulis sidiknya, supaya pasti ini sertifikat yang dimaksud."},
    )

    def clean_sidik(self) -> str:
        """Return the 64 digits without what issuers print between them."""
        sidik = re.sub(r"[\s:.\-]", "", self.cleaned_data["sidik"]).lower()
        if not re.fullmatch(r"[0-9a-f]{64}", sidik):
            raise forms.ValidationError("Sidik SHA-256 terdiri atas 64 angka 0–9 dan huruf A–F.")
        return sidik


class FormCabutAkar(forms.Form):
    """A certificate is believed no longer."""

    alasan = forms.CharField(
        label="Alasan mencabut",
        max_length=500,
        help_text="Dicatat dalam jejak audit. Tulis tanpa nama orang.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Tulis mengapa sertifikat ini tidak dipercaya lagi."},
    )
