"""What is asked for in the trail."""

from django import forms


class FormCariData(forms.Form):
    """A person whose data were read, or who read."""

    kata = forms.CharField(
        label="NIP, nama, atau nomor usulan",
        min_length=3,
        max_length=100,
        error_messages={"min_length": "Tulis paling sedikit tiga huruf nama, NIP lengkap, atau nomor usulan."},
    )
