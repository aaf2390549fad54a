"""Forms of screen 11: people, groups, roles."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from referensi.nip import NipTidakSah, check_18_angka
from siapp.akun.models import Kategori, Pengguna
from siapp.akun.peran import PERAN_BIRO, JenisPeran
from siapp.teks import bersih_pengenal
from siapp.web.asal import FormBerasal
from siapp.web.formulir import FieldTanggal
from usulan.actions.serah_terima import Tujuan

PANJANG_ALASAN = 255

HAK = [("", "Tidak ada"), ("susun", "Menyusun"), ("teken", "Menyusun dan teken")]


class FieldNip(forms.CharField):
    """A NIP as people write it: what is written around and between is taken away."""

    def __init__(self, *, label: str = "NIP", help_text: str = "18 angka.", required: bool = True) -> None:
        isian = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label=label, help_text=help_text, widget=isian, required=required)

    def clean(self, nilai: Any) -> str:
        """Return the NIP without what people write around it. Raises ValidationError that says what else is there."""
        teks = bersih_pengenal(str(super().clean(nilai)))
        if not teks and not self.required:
            return ""
        try:
            check_18_angka(teks)
        except NipTidakSah as galat:
            raise forms.ValidationError(str(galat)) from galat
        return teks


class FieldAlasan(forms.CharField):
    """Why something is taken away or changed: it stands in the audit trail."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(
            label="Alasan",
            max_length=PANJANG_ALASAN,
            help_text="Misalnya nomor surat dari instansi. Tercatat pada jejak audit.",
            widget=forms.Textarea({"rows": 2}),
            required=required,
        )


class FormAlasan(forms.Form):
    """Why, and nothing else."""

    alasan = FieldAlasan()


class BidangTujuan(forms.ChoiceField):
    """Where open work goes: to one of `calon`, or back to those who give it out, in the words of `kembali`."""

    KEMBALI = "kembali"

    def __init__(self, calon: QuerySet[Pengguna], kembali: str, jumlah: int) -> None:
        self.calon = {str(orang.pk): orang for orang in calon}
        pilihan = [("", "Pilih"), (self.KEMBALI, kembali)]
        pilihan += [(kunci, orang.nama) for kunci, orang in self.calon.items()]
        super().__init__(
            choices=pilihan,
            label="Pekerjaan yang masih terbuka",
            help_text=f"{jumlah} usulan. Dipindahkan bersama pencabutan ini, dan tercatat pada setiap usulan.",
            error_messages={"required": "Pilih ke mana pekerjaan yang masih terbuka pergi."},
        )

    def clean(self, nilai: Any) -> Tujuan | None:
        """Return what was decided, None where nothing had to be."""
        dipilih = super().clean(nilai)
        return Tujuan(self.calon.get(dipilih)) if dipilih else None


class FormCabut(FormAlasan):
    """Why a role ends and, where there is open work, where that goes."""

    def __init__(self, *args: Any, tujuan: BidangTujuan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if tujuan:
            self.fields["tujuan"] = tujuan
            self.order_fields(["tujuan", "alasan"])

    @property
    def keputusan(self) -> Tujuan | None:
        return self.cleaned_data.get("tujuan")


class FormLangkahKedua(FormBerasal):
    """From which day signers need a second step."""

    sejak = FieldTanggal(
        label="Berlaku sejak",
        lalu=5,
        nanti=5,
        required=False,
        help_text="Hari-bulan-tahun, misalnya 23-11-2026. Kosongkan bila PIC boleh memilih sendiri.",
    )
    alasan = FieldAlasan()


class FormPengguna(FormBerasal):
    """Name and mail address."""

    nama = forms.CharField(label="Nama lengkap", max_length=100, help_text="Dengan gelar, seperti pada SK.")
    surel = forms.EmailField(label="Surel kedinasan", required=False)


class FormKelompok(FormBerasal):
    """What a PIC may do, per group of the agreement (Lampiran API 2)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kategori in Kategori:
            self.fields[f"kelompok_{kategori.value}"] = forms.ChoiceField(
                label=kategori.label, choices=HAK, required=False, widget=forms.RadioSelect
            )
        self.ingat_asal()

    @property
    def kelompok(self) -> dict[str, bool]:
        """The groups given, each with the right to sign."""
        isi = {k.value: self.cleaned_data[f"kelompok_{k.value}"] for k in Kategori}
        return {kategori: hak == "teken" for kategori, hak in isi.items() if hak}


class FormPic(FormKelompok):
    """A new PIC of an instansi."""

    nip = FieldNip()
    nama = forms.CharField(label="Nama lengkap", max_length=100, help_text="Dengan gelar, seperti pada SK.")
    surel = forms.EmailField(label="Surel kedinasan", required=False)


class FormUbahPic(FormKelompok):
    """Other groups for a PIC, and why."""

    alasan = FieldAlasan(required=False)

    def __init__(self, *args: Any, tujuan: BidangTujuan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if tujuan:
            tujuan.required, tujuan.label = False, "Draf di kelompok yang diakhiri"
            tujuan.help_text = "Pilih bila Anda mengakhiri kelompok yang masih mempunyai draf orang ini."
            self.fields["tujuan"] = tujuan
        self.order_fields([n for n in self.fields if n != "alasan"])

    @property
    def keputusan(self) -> Tujuan | None:
        return self.cleaned_data.get("tujuan")


class FormPeran(forms.Form):
    """One more role of Biro APP."""

    jenis = forms.ChoiceField(label="Peran", choices=[("", "Pilih peran"), *((p.value, p.label) for p in PERAN_BIRO)])
    kategori = forms.ChoiceField(
        label="Pokja",
        choices=[("", "Tanpa pokja"), *Kategori.choices],
        required=False,
        help_text="Hanya untuk koordinator dan verifikator.",
    )

    @property
    def jenis_peran(self) -> JenisPeran:
        return JenisPeran(self.cleaned_data["jenis"])


class FormStaf(FormPeran):
    """A person of Biro APP with the first role."""

    nip = FieldNip()
    nama = forms.CharField(label="Nama lengkap", max_length=100, help_text="Dengan gelar, seperti pada SK.")
    surel = forms.EmailField(label="Surel kedinasan", required=False)
    field_order = ["nip", "nama", "surel", "jenis", "kategori"]


class FormSerahkan(FormAlasan):
    """To whom the open drafts go."""

    kepada = forms.ModelChoiceField(Pengguna.objects.none(), label="Serahkan kepada", empty_label="Pilih PIC")
    field_order = ["kepada", "alasan"]


class FormCariNama(forms.Form):
    """A part of the name of an instansi; it stands in the address, so it is never that of a person."""

    cari = forms.CharField(label="Cari nama instansi", required=False, max_length=100)
