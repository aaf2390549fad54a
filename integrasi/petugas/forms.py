"""Shapes of what people type in this room; whether it is allowed is decided by the actions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from integrasi.keadaan import KIRIMAN, MASUK, TUNTAS
from integrasi.models import PILIHAN_API, KejadianMasuk, Pengiriman
from integrasi.petugas.ikhtisar import BarisSebab
from siapp.web.formulir import FieldNomor
from usulan.forms.antrean import FieldBanyakId
from usulan.forms.pic import FieldNip

SEMUA = "semua"
BATAS_PILIHAN = 200


class FormNip(forms.Form):
    """One NIP, spaces allowed."""

    nip = FieldNip(help_text="")


class FormSaringPengiriman(forms.Form):
    """Filter of the calls; what is not a known value is as if it were not there."""

    api = forms.ChoiceField(label="API", required=False, choices=[("", "Semua API"), *PILIHAN_API])
    keadaan = forms.ChoiceField(
        required=False, choices=[("", "Belum selesai"), (SEMUA, "Semua keadaan"), *KIRIMAN.pilihan]
    )
    sebab = forms.ChoiceField(required=False)

    def __init__(self, data: QueryDict, *, sebab: Sequence[BarisSebab]) -> None:
        super().__init__(data)
        pilihan = [(satu.kode, satu.sebab.kalimat) for satu in sebab]
        self.fields["sebab"] = forms.ChoiceField(required=False, choices=[("", "Semua sebab"), *pilihan])

    def saring(self, daftar: QuerySet[Pengiriman]) -> QuerySet[Pengiriman]:
        """Return `daftar` with the filters in force; without one, what is not finished."""
        self.is_valid()
        isi = self.cleaned_data
        cocok: dict[str, Any] = {nama: isi[nama] for nama in ("api", "sebab") if isi.get(nama)}
        keadaan = isi.get("keadaan", "")
        if not keadaan:
            daftar = daftar.exclude(keadaan__in=TUNTAS)
        elif keadaan != SEMUA:
            cocok["keadaan"] = keadaan
        return daftar.filter(**cocok)


def baca_pilihan(data: QueryDict) -> list[UUID]:
    """Return the calls ticked in the list. Raises ValidationError for none, too many, or what is no id."""
    pilihan = data.getlist("pilih")
    if not pilihan or len(pilihan) > BATAS_PILIHAN:
        raise forms.ValidationError(f"Centang paling sedikit satu dan paling banyak {BATAS_PILIHAN} kiriman.")
    return [forms.UUIDField().clean(satu) for satu in pilihan]


class FormYakin(forms.Form):
    """A decision that needs nothing but the confirmation that works without JavaScript too."""

    yakin = forms.BooleanField(
        label="Saya sudah memeriksanya di SIASN",
        error_messages={"required": "Centang dulu bahwa Anda sudah memeriksanya di SIASN."},
    )


class FormPutusanBanyak(FormYakin):
    """Which uncertain calls, and what they are."""

    field_order = ("pilih", "tindakan", "yakin")
    pilih = FieldBanyakId(label="Kiriman")
    tindakan = forms.ChoiceField(
        label="Putusan",
        widget=forms.RadioSelect,
        choices=[
            ("TIDAK_SAMPAI", "Tidak sampai: kirim lagi"),
            ("SAMPAI", "Sudah sampai: jangan dikirim lagi (selain API 3)"),
        ],
    )

    def clean_pilih(self) -> list[UUID]:
        pilih: list[UUID] = self.cleaned_data["pilih"]
        if not pilih or len(pilih) > BATAS_PILIHAN:
            raise forms.ValidationError(f"Centang paling sedikit satu dan paling banyak {BATAS_PILIHAN} kiriman.")
        return pilih


class FormKonfirmasiBanyak(FormYakin):
    """Which proposals the second person confirms."""

    usul = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        angka = [satu for satu in data.getlist("usul") if satu.isascii() and satu.isdecimal() and len(satu) < 10]
        self.fields["usul"].choices = [(satu, satu) for satu in angka[:BATAS_PILIHAN]]  # type: ignore[attr-defined]


class FormSampai(FormYakin):
    """An uncertain call arrived."""

    field_order: Sequence[str] = ("id_usulan", "nip", "yakin")

    def __init__(self, *isian: Any, butuh_id: bool, **pilihan: Any) -> None:
        super().__init__(*isian, **pilihan)
        if butuh_id:
            self.fields["id_usulan"] = FieldNomor(
                label="ID Usulan dari SIASN",
                max_length=64,
                error_messages={"required": "Isi ID Usulan yang tertera di SIASN."},
                help_text="Salin seutuhnya dari SIASN: 8 sampai 64 huruf, angka, atau tanda hubung.",
            )
            self.fields["nip"] = FieldNip(
                label="NIP pada ID Usulan itu", help_text="Baca di SIASN, supaya ID orang lain tidak tertukar."
            )
            self.order_fields(self.field_order)


class FormSurat(FormSampai):
    """A call was delivered by letter."""

    field_order = ("nomor", "id_usulan", "nip", "yakin")
    nomor = FieldNomor(
        label="Nomor surat", max_length=100, error_messages={"required": "Isi nomor surat pengantarnya."}
    )


class FormBatal(FormYakin):
    """A call is given up."""

    field_order = ("alasan", "yakin")
    alasan = forms.CharField(
        label="Alasan pembatalan",
        max_length=255,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis mengapa kiriman ini dibatalkan."},
    )
    yakin = forms.BooleanField(
        label="Saya mengerti bahwa kiriman ini tidak akan sampai di SIASN",
        error_messages={"required": "Centang dulu bahwa Anda mengerti akibatnya."},
    )


class FormKoreksiId(FormSampai):
    """The right ID Usulan, and who stands under it at SIASN."""

    field_order = ("id_usulan", "nip", "nama", "nip_lain", "nama_lain", "nip_ketiga", "nama_ketiga", "alasan", "yakin")
    nama = forms.CharField(label="Nama pada ID Usulan itu", max_length=150)
    nip_lain = FieldNip(
        label="Bila tertukar: NIP pada ID yang sekarang tercatat",
        required=False,
        help_text="Hanya bila ID dua usulan tertukar: keduanya dikoreksi sekaligus.",
    )
    nama_lain = forms.CharField(
        label="Bila tertukar: nama pada ID yang sekarang tercatat",
        max_length=150,
        required=False,
        help_text="Diisi bersama NIP di atas.",
    )
    nip_ketiga = FieldNip(
        label="Bila tiga ID berputar: NIP pada ID usulan ketiga",
        required=False,
        help_text="Kosongkan dahulu; bila perlu, halaman ini menyebut ID-nya.",
    )
    nama_ketiga = forms.CharField(
        label="Bila tiga ID berputar: nama pada ID usulan ketiga",
        max_length=150,
        required=False,
        help_text="Diisi bersama NIP di atas.",
    )
    alasan = forms.CharField(
        label="Mengapa ID yang tercatat salah",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis mengapa ID yang tercatat salah."},
    )


class FormTutup(forms.Form):
    """A notice is closed."""

    alasan = forms.CharField(
        label="Alasan menutup",
        max_length=255,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis mengapa pemberitahuan ini ditutup."},
    )


class FormTarik(forms.Form):
    """A match made by hand is taken back."""

    alasan = forms.CharField(
        label="Mengapa pencocokan ini salah",
        max_length=255,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis mengapa pencocokan ini ditarik."},
    )


class FormTerapkan(forms.Form):
    """A notice is about a usulan that a person names, with whom it is about as BKN says it."""

    rujukan = FieldNomor(
        label="Nomor usulan atau ID Usulan SIASN",
        max_length=64,
        help_text="Salin dari halaman usulan.",
        error_messages={"required": "Isi nomor usulan atau ID Usulan."},
    )
    nip = FieldNip(label="NIP menurut SIASN atau BKN", help_text="Baca di SIASN pada ID Usulan pemberitahuan ini.")
    nama = forms.CharField(label="Nama menurut SIASN atau BKN", max_length=150)
    alasan = forms.CharField(
        label="Alasan",
        max_length=255,
        help_text="Misalnya siapa di BKN yang memastikan, atau nomor suratnya.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Tulis dari mana Anda tahu."},
    )


class FormSaringMasuk(forms.Form):
    """Filter of the inbox."""

    id_usulan = FieldNomor(label="ID Usulan SIASN", required=False, max_length=64)
    keadaan = forms.ChoiceField(required=False, choices=[("", ""), *MASUK.pilihan], widget=forms.HiddenInput)

    def saring(self, daftar: QuerySet[KejadianMasuk], bawaan: Sequence[str]) -> QuerySet[KejadianMasuk]:
        """Return `daftar` with the filters in force; without a state, those of `bawaan`."""
        self.is_valid()
        isi = self.cleaned_data
        daftar = daftar.filter(keadaan__in=[isi["keadaan"]] if isi.get("keadaan") else bawaan)
        return daftar.filter(id_usulan__iexact=isi["id_usulan"]) if isi.get("id_usulan") else daftar
