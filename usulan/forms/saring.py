"""Filters of the PIC's own list. What stands in the URL names no person: the words searched for do not."""

from typing import Any

from django import forms

from referensi.models import Layanan
from siapp.akun.models import Kategori, Pengguna
from usulan import tahap as alur
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.tahap import Tahap

CARI_TERPENDEK = 3
# With Biro APP, BKN or the President: no turn of the PIC.
DIPROSES = frozenset({Tahap.DIAJUKAN, Tahap.DIVERIFIKASI, Tahap.MENUNGGU_PERTEK, *alur.KEPPRES_DISUSUN})
KODE_DIPROSES = "DIPROSES"
KODE_RALAT = "RALAT"
KODE_DITINGGALKAN = "DITINGGALKAN"
KODE_PINDAH = "PINDAH"
PILIHAN_TAHAP = [
    ("", "Semua tahap"),
    (KODE_DIPROSES, "Sedang diproses"),
    (KODE_RALAT, "Ralat Keppres menunggu tanda terima"),
    (KODE_DITINGGALKAN, "Ditinggalkan penyusunnya"),
    (KODE_PINDAH, "Pegawainya pindah instansi"),
    *((t.value, alur.LABEL[t]) for t in Tahap if t is not Tahap.DIHAPUS),
]


class FormSaringUsulan(forms.Form):
    """Stage, group and service, kept in the URL."""

    tahap = forms.ChoiceField(choices=PILIHAN_TAHAP, required=False)
    kategori = forms.ChoiceField(required=False)
    layanan = forms.ModelChoiceField(Layanan.objects.none(), required=False, empty_label="Semua layanan")

    def __init__(self, *args: Any, pengguna: Pengguna, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        milik = hak.kategori(pengguna, Urusan.SUSUN_USULAN)
        pilihan = [(k.value, k.label) for k in Kategori if k in milik]
        self.fields["kategori"].choices = [("", "Semua kelompok"), *pilihan]  # type: ignore[attr-defined]
        self.fields["layanan"].queryset = Layanan.objects.filter(kategori__in=milik)  # type: ignore[attr-defined]


class FormCariUsulan(forms.Form):
    """Name, NIP or nomor; sent by POST and kept in the session."""

    cari = forms.CharField(
        label="Cari nama, NIP, atau nomor usulan",
        required=False,
        max_length=100,
        min_length=CARI_TERPENDEK,
        strip=True,
        error_messages={"min_length": f"Tulis sedikitnya {CARI_TERPENDEK} huruf atau angka untuk mencari."},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "data-pintas": "/"}),
    )
