"""What people type about the exchange as a whole."""

from django import forms

from siapp.web.formulir import FieldTanggal


class FormHentikan(forms.Form):
    """The whole exchange is stopped."""

    alasan = forms.CharField(
        label="Alasan menghentikan",
        max_length=500,
        help_text="Dapat dibaca siapa pun, juga di luar (alamat info API): tulis tanpa nama orang.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis mengapa pertukaran dihentikan."},
    )
    yakin = forms.BooleanField(
        label="Saya mengerti bahwa tidak ada yang dikirim, diambil, atau diterima sampai dimulai lagi",
        error_messages={"required": "Centang dulu bahwa Anda mengerti akibatnya."},
    )


class FormMulaiLagi(forms.Form):
    """The exchange goes on."""

    alasan = forms.CharField(
        label="Alasan memulai lagi",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis mengapa pertukaran boleh berjalan lagi."},
    )


class FormMasa(forms.Form):
    """The agreement ends on another day."""

    prefix = "masa"
    berakhir = FieldTanggal(label="Tanggal berakhir yang baru")
    dasar = forms.CharField(
        label="Dasar",
        max_length=255,
        help_text="Nomor dan tanggal perpanjangan, adendum, atau surat pengakhiran.",
        error_messages={"required": "Sebut dokumen yang menjadi dasarnya."},
    )
