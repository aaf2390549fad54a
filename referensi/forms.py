"""Forms of screen 12."""

from typing import Any

from django import forms

from referensi.katalog.baca import BATAS_ALASAN
from referensi.models import Instansi, JenisDokumen, JenisLayanan, Layanan, Persyaratan
from referensi.nip import NipTidakSah, urai_nip
from referensi.tampilan import LIHAT
from siapp.teks import bersih_pengenal
from siapp.web.asal import FormBerasal
from siapp.web.formulir import FieldTanggal


class FormCari(forms.Form):
    """Search in one list, kept in the URL: names of offices and positions, never of people."""

    cari = forms.CharField(
        label="Cari nama",
        required=False,
        max_length=100,
        min_length=3,
        error_messages={"min_length": "Tulis paling sedikit tiga huruf."},
    )
    lama = forms.BooleanField(label="Sertakan yang tidak berlaku lagi", required=False)


class FormCariAsn(forms.Form):
    """Whose Data ASN is asked for. Sent in the body: a NIP stands in no address (keputusan/0008)."""

    nip = forms.CharField(
        label="NIP",
        max_length=60,
        help_text="18 angka.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_nip(self) -> str:
        """Return the 18 digits without what people write around them."""
        nip = bersih_pengenal(self.cleaned_data["nip"])
        try:
            urai_nip(nip)
        except NipTidakSah as galat:
            raise forms.ValidationError(str(galat)) from galat
        return nip


class FormDaftar(forms.Form):
    """Which of SIASN's lists is shown."""

    daftar = forms.ChoiceField(
        label="Daftar",
        required=False,
        choices=[("", "Semua daftar"), ("asn", "Data ASN"), *((kode, lihat.judul) for kode, lihat in LIHAT.items())],
    )


class FormInstansi(forms.Form):
    """Whose units are shown."""

    instansi = forms.ModelChoiceField(
        Instansi.objects.none(), label="Instansi", required=False, empty_label="Pilih instansi"
    )


class FormRentang(FormBerasal):
    """From when to when usulan are taken."""

    dibuka = FieldTanggal(label="Dibuka")
    ditutup = FieldTanggal(label="Ditutup")


class FormPeriode(forms.Form):
    """A new period; the days may be left to the usual rule."""

    tmt = FieldTanggal(label="TMT", help_text="Tanggal 1, misalnya 01-04-2027.")
    dibuka = FieldTanggal(label="Dibuka", required=False, help_text="Kosongkan: tanggal 16, dua bulan sebelum TMT.")
    ditutup = FieldTanggal(label="Ditutup", required=False, help_text="Kosongkan: tanggal 15 pada bulan sebelum TMT.")


class FormAlasanBaru(FormBerasal):
    """A new reason for refusing a document."""

    teks = forms.CharField(
        label="Alasan",
        max_length=BATAS_ALASAN,
        help_text="Katakan apa yang harus diperbaiki PIC.",
        widget=forms.TextInput({"data-hitung": ""}),
    )


class FormAlasan(FormAlasanBaru):
    """A reason, its place, and whether it is offered."""

    urutan = forms.IntegerField(label="Urutan", min_value=1, max_value=999)
    aktif = forms.BooleanField(label="Ditawarkan kepada verifikator", required=False)


class FormPadananLayanan(FormBerasal):
    """Which of SIASN's services is ours."""

    jenis_layanan = forms.ModelChoiceField(
        JenisLayanan.objects.none(), label="Layanan di SIASN", required=False, empty_label="Belum dicocokkan"
    )

    def __init__(self, *args: Any, layanan: Layanan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dipakai = Layanan.objects.exclude(pk=layanan.pk).exclude(jenis_layanan=None).values("jenis_layanan")
        bebas = JenisLayanan.objects.filter(aktif=True).exclude(pk__in=dipakai).order_by("nama")
        self.fields["jenis_layanan"].queryset = bebas  # type: ignore[attr-defined]


class FormPadananDokumen(FormBerasal):
    """Which of SIASN's documents is ours."""

    jenis_dokumen = forms.ModelChoiceField(
        JenisDokumen.objects.none(), label="Dokumen di SIASN", required=False, empty_label="Belum dicocokkan"
    )

    def __init__(self, *args: Any, persyaratan: Persyaratan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        milik = JenisDokumen.objects.filter(aktif=True, detail_layanan_id=persyaratan.layanan.jenis_layanan_id or "")
        dipakai = Persyaratan.objects.exclude(pk=persyaratan.pk).exclude(jenis_dokumen=None).values("jenis_dokumen")
        self.fields["jenis_dokumen"].queryset = (  # type: ignore[attr-defined]
            milik.exclude(pk__in=dipakai).order_by("nama")
        )
