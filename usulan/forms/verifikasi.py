"""Forms of the verification: a document's verdict, the usulan's verdict, reassigning, refusing, marking."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from referensi.katalog import muat_alasan
from referensi.models import AlasanPenolakan, Persyaratan
from usulan.actions.verifikasi import PANJANG_KETERANGAN
from usulan.forms.antrean import FormBagi
from usulan.forms.bidang import FieldSebaris
from usulan.models import Dokumen, HasilPenilaian, StatusPutusan

PANJANG_CATATAN_DOKUMEN = 1000
PANJANG_CATATAN_PIC = 4000
PANJANG_CATATAN_BIDANG = 255
PANJANG_TAK_DILIHAT = 500
AWALAN_PUTUSAN = "putusan"


def alasan_untuk(persyaratan: Persyaratan) -> QuerySet[AlasanPenolakan]:
    """The reasons that fit a document's type: the general ones and its own."""
    cocok = [a.kode for a in muat_alasan() if not a.jenis or persyaratan.jenis in a.jenis]
    khusus = {a.kode for a in muat_alasan() if a.jenis}
    # A reason that an administrator added stands in no catalogue: it fits every document.
    semua = AlasanPenolakan.objects.filter(aktif=True)
    return semua.exclude(pk__in=khusus - set(cocok)).order_by("urutan")


class FormCariDokumen(forms.Form):
    """What is searched for in the text of a document; sent in the body, for it may be a name or a NIP."""

    teks = forms.CharField(label="Cari di dokumen ini", min_length=2, max_length=100)


class FormNilai(forms.Form):
    """The verdict of one document; what it must contain is the action's to say."""

    hasil = forms.ChoiceField(choices=HasilPenilaian.choices)
    alasan = forms.ModelChoiceField(queryset=AlasanPenolakan.objects.none(), required=False, label="Alasan")
    catatan = forms.CharField(
        label="Catatan",
        max_length=PANJANG_CATATAN_DOKUMEN,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-pintas": "c"}),
    )
    versi_dokumen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *isian: Any, persyaratan: Persyaratan, **lain: Any) -> None:
        super().__init__(*isian, **lain)
        self.fields["alasan"].queryset = alasan_untuk(persyaratan)  # type: ignore[attr-defined]


class FormBidang(forms.Form):
    """Named data fields to open for correction, each with a note: box `bidang` and text `catatan_<kode>`."""

    bidang = forms.MultipleChoiceField(required=False)

    def __init__(self, *isian: Any, label: dict[str, str], **lain: Any) -> None:
        super().__init__(*isian, **lain)
        self.fields["bidang"].choices = list(label.items())  # type: ignore[attr-defined]
        for kode, kata in label.items():
            self.fields[f"catatan_{kode}"] = forms.CharField(
                label=f"Catatan untuk {kata}", max_length=PANJANG_CATATAN_BIDANG, required=False
            )

    def diminta(self) -> dict[str, str]:
        """{data field: note} of the ticked boxes, and of notes written without ticking."""
        ditandai = set(self.cleaned_data["bidang"])
        catatan = {n.removeprefix("catatan_"): t for n, t in self.cleaned_data.items() if n.startswith("catatan_")}
        return {kode: teks for kode, teks in catatan.items() if kode in ditandai or teks}


class FormPutusan(FormBidang):
    """The usulan's verdict. The `usul_*` fields hold what was proposed when the page was made: what still equals
    it was not typed by a person, and follows the next proposal."""

    status = forms.ChoiceField(label="Putusan", choices=StatusPutusan.choices, widget=forms.RadioSelect)
    keterangan = FieldSebaris(
        label="Keterangan untuk BKN dan PIC",
        help_text="Wajib untuk BTL dan TMS.",
        maks=PANJANG_KETERANGAN,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-pintas": "k"}),
    )
    panjang = forms.CharField(
        label="Catatan lengkap untuk PIC",
        max_length=PANJANG_CATATAN_PIC,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    tak_dilihat = forms.CharField(
        label="Mengapa tidak semua dokumen perlu dilihat",
        help_text="Dibaca orang kedua yang mengonfirmasi TMS.",
        max_length=PANJANG_TAK_DILIHAT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    versi = forms.IntegerField(widget=forms.HiddenInput)
    usul_status = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    usul_keterangan = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    usul_panjang = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> None:
        isi = self.cleaned_data
        if isi.get("status") in {StatusPutusan.APPROVED, StatusPutusan.TMS} and "bidang" in isi and self.diminta():
            self.add_error(
                "status", "Ada data yang ditandai untuk diperbaiki. Pilih BTL, atau hapus tanda pada data itu."
            )


class FormAlihkan(FormBagi):
    """To whom, and why."""

    alasan = forms.CharField(label="Alasan", max_length=255, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class FormTolakTms(forms.Form):
    alasan = forms.CharField(
        label="Alasan menolak TMS",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasannya, supaya verifikator tahu apa yang harus diperiksa lagi."},
    )


class FormVersi(forms.Form):
    """The version of the usulan that the page showed."""

    versi = forms.IntegerField(widget=forms.HiddenInput)


class FormTandai(FormBidang):
    """The rows and data fields that stay open after a BTL of BKN."""

    dokumen = forms.ModelMultipleChoiceField(
        label="Dokumen yang dibuka",
        queryset=Dokumen.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *isian: Any, dokumen: QuerySet[Dokumen], **lain: Any) -> None:
        super().__init__(*isian, **lain)
        self.fields["dokumen"].queryset = dokumen  # type: ignore[attr-defined]
