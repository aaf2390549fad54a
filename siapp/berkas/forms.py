"""What people type about the quarantine."""

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
