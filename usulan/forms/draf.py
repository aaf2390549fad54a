"""Shapes of drafting: who for what, and the data of a usulan."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from referensi.katalog import bidang_layanan
from referensi.models import Layanan, Periode
from referensi.nip import NipTidakSah, urai_nip
from siapp.akun.models import Kategori, Pengguna
from siapp.teks import bersih_pengenal
from siapp.web.formulir import FieldTanggal
from usulan.actions.draf import bidang_terbuka, cap, periode_terbuka
from usulan.forms.bidang import SURAT_NANTI, FieldNomorSurat, FieldTeks, field_dari, sejak_orang
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import Usulan, rincian

# Years back that a letter of transmittal can be from.
SURAT_LALU = 10
# The two pages of a usulan's data; "perbaikan" is what a correction round opened, of either.
SURAT, DATA, PERBAIKAN = "surat", "data", "perbaikan"


PETUNJUK_KELOMPOK = {
    Kategori.KP: "Naik ke golongan IV/c ke atas",
    Kategori.PEMBERHENTIAN: "Pensiun, meninggal, tewas, uzur, atau berhenti dengan hormat",
    Kategori.JFKU: "Kenaikan, perpindahan, pengangkatan kembali, atau pemberhentian pada jenjang Ahli Utama",
}


class PilihanLayanan(forms.RadioSelect):
    """Radio buttons under a heading per group, each with a plain hint."""

    template_name = "usulan/_pilihan_layanan.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        konteks = super().get_context(name, value, attrs)
        kelompok = [
            {"nama": nama, "petunjuk": PETUNJUK_KELOMPOK[Kategori[nama]], "label": Kategori[nama].label, "isi": isi}
            for nama, isi, _ in konteks["widget"]["optgroups"]
        ]
        return {**konteks, "kelompok": kelompok}


class FormUsulanBaru(forms.Form):
    """Service and person."""

    layanan = forms.ChoiceField(
        widget=PilihanLayanan,
        help_text="Tampil layanan kelompok yang menjadi akses Anda.",
        error_messages={"required": "Pilih layanannya."},
    )
    nip = forms.CharField(
        label="NIP pegawai yang diusulkan",
        help_text="18 angka. Spasi boleh ikut tertempel.",
        error_messages={"required": "Isi NIP pegawai yang diusulkan."},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "size": 24, "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, pengguna: Pengguna, **kwargs: Any) -> None:
        """Offer the services of the groups that `pengguna` has as a PIC (API 2)."""
        super().__init__(*args, **kwargs)
        milik = hak.kategori(pengguna, Urusan.SUSUN_USULAN)
        kelompok: dict[str, list[tuple[str, str]]] = {k: [] for k in Kategori if k in milik}
        for layanan in Layanan.objects.filter(kategori__in=milik):
            kelompok[layanan.kategori].append((layanan.pk, layanan.nama))
        self.fields["layanan"].choices = list(kelompok.items())  # type: ignore[attr-defined]

    def clean_layanan(self) -> Layanan:
        return Layanan.objects.get(pk=self.cleaned_data["layanan"])

    def clean_nip(self) -> str:
        nip = bersih_pengenal(str(self.cleaned_data["nip"]))
        try:
            urai_nip(nip)
        except NipTidakSah as galat:
            raise ValidationError(str(galat)) from galat
        return nip


class FieldPeriode(forms.ModelChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    """A KP period that takes usulan now."""

    def __init__(self, *, kini: Periode | None = None, **isian: Any) -> None:
        """`kini`: the period already chosen, offered even when it has closed."""
        boleh = {p.pk for p in (*periode_terbuka(), kini) if p is not None}
        isian.setdefault("label", "Periode kenaikan pangkat (TMT)")
        isian.setdefault("help_text", "Hanya periode yang sedang menerima usulan.")
        isian.setdefault("error_messages", {"required": "Pilih periodenya."})
        super().__init__(queryset=Periode.objects.filter(pk__in=boleh), empty_label="Pilih periode", **isian)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.tmt:%d-%m-%Y} (usulan diterima sampai {obj.ditutup:%d-%m-%Y})"


class FormPeriode(forms.Form):
    """The last question before a draft of KP is made."""

    def __init__(self, *args: Any, kategori: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kategori == Kategori.KP:
            self.fields["periode"] = FieldPeriode()


class FormIsian(forms.Form):
    """The data of a usulan on one page; a draft may be unfinished, so nothing is asked for before pemeriksaan awal.

    `bidang` of the autosave names the fields that were typed in: only these are looked at then.
    """

    use_required_attribute = False
    versi = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, usulan: Usulan, bagian: str, hanya: set[str] | None = None) -> None:
        """`bagian` is SURAT, DATA or PERBAIKAN; `hanya` limits the form to these fields (autosave)."""
        self.usulan = usulan
        self.isi = rincian(usulan)
        super().__init__(data, initial={"versi": usulan.versi})
        if bagian != DATA:
            self._tambah_surat()
        if bagian != SURAT:
            self._tambah_rincian()
        terbuka = bidang_terbuka(usulan)
        for kode in [k for k in self.fields if k != "versi"]:
            if (terbuka is not None and kode not in terbuka) or (hanya is not None and kode not in hanya):
                del self.fields[kode]
        # What the page was shown, field by field (`usulan.actions.draf.ubah_bersama`).
        self.asal = {k: self.asal_dikirim.get(k, cap(self.initial[k])) for k in self.fields if k != "versi"}
        self._wajib = {kode for kode, field in self.fields.items() if field.required}

    def _tambah_surat(self) -> None:
        usulan = self.usulan
        if usulan.kategori == Kategori.KP:
            self.fields["periode"] = FieldPeriode(kini=usulan.periode)
        self.fields["nomor_surat_pengantar"] = FieldNomorSurat(
            label="Nomor surat pengantar", maks=100, help_text="Nomor surat usulan dari pimpinan instansi."
        )
        self.fields["tanggal_surat_pengantar"] = FieldTanggal(
            lalu=SURAT_LALU, nanti=SURAT_NANTI, label="Tanggal surat pengantar"
        )
        self.fields["pejabat_penanda_tangan"] = FieldTeks(
            label="Pejabat penanda tangan",
            maks=100,
            help_text="Jabatan yang menandatangani surat, misalnya Sekretaris Jenderal.",
        )
        for kode in ("nomor_surat_pengantar", "tanggal_surat_pengantar", "pejabat_penanda_tangan", "periode"):
            self.initial[kode] = getattr(usulan, kode)

    def _tambah_rincian(self) -> None:
        for bidang in bidang_layanan(self.usulan.layanan_id):
            kini = getattr(self.isi, bidang.kode)
            field = field_dari(bidang, kini)
            if bidang.tipe == "tanggal":
                field.validators.append(sejak_orang(bidang.kode, self.usulan.nip))
            self.fields[bidang.kode] = field
            self.initial[bidang.kode] = kini

    @property
    def asal_dikirim(self) -> dict[str, str]:
        """The marks that came with what was typed."""
        nama = {kode: f"asal-{kode}" for kode in self.fields}
        return {kode: self.data[n] for kode, n in nama.items() if n in self.data}

    def full_clean(self) -> None:
        """Check what is typed, not what is missing; afterwards `required` tells the label what will be needed."""
        for field in self.fields.values():
            field.required = False
        super().full_clean()
        for kode in self._wajib:
            self.fields[kode].required = True

    @property
    def isian(self) -> dict[str, Any]:
        """What was sent and passed, ready for `ubah_bersama`; a field with an error is not in it."""
        return {kode: nilai for kode, nilai in self.cleaned_data.items() if kode != "versi" and kode in self.data}
