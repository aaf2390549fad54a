"""Shape of the signing (Lampiran API 5)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from usulan.aturan import Temuan
from usulan.catatan_bkn import PANJANG_CATATAN, ruang_catatan
from usulan.forms.bidang import FieldSebaris, FieldTeks
from usulan.models import PANJANG_ALASAN


def nama_alasan(temuan: Temuan) -> str:
    """The field in which the warning `temuan` is answered; another value in its sentence makes it another field."""
    return f"alasan_{temuan.sidik[:12]}"


class FormKembalikanDraf(forms.Form):
    """What has to change before it is signed; its own names, as it stands beside the form of the signing."""

    versi_draf = forms.IntegerField(widget=forms.HiddenInput)
    catatan_penyusun = FieldTeks(
        label="Yang harus diperbaiki",
        maks=1000,
        help_text="Dibaca penyusunnya, tidak dikirim ke Biro APP atau BKN.",
        error_messages={"required": "Tulis apa yang harus diperbaiki sebelum Anda meneken."},
    )


class FormTeken(forms.Form):
    """A note for BKN, and a reason for each warning."""

    versi = forms.IntegerField(widget=forms.HiddenInput)
    catatan = FieldSebaris(
        label="Catatan untuk BKN dan Biro APP",
        maks=PANJANG_CATATAN,
        required=False,
        help_text="Dibaca verifikator bersama usulan ini.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, peringatan: Iterable[Temuan] = (), berubah: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """`berubah`: changed data of a correction, which takes its room of the note; none for the first signing."""
        super().__init__(*args, **kwargs)
        self.peringatan = tuple(peringatan)
        for temuan in self.peringatan:
            self.fields[nama_alasan(temuan)] = FieldTeks(
                label=temuan.pesan,
                maks=PANJANG_ALASAN,
                help_text="Peringatan: tulis mengapa ini tetap benar. Verifikator membacanya.",
                error_messages={"required": "Tulis mengapa ini tetap benar, atau perbaiki dahulu."},
            )
        if berubah:
            self.fields["catatan"] = FieldSebaris(
                label=self.fields["catatan"].label,
                maks=ruang_catatan(berubah),
                required=False,
                help_text=f"BKN membacanya bersama data yang berubah: {', '.join(berubah)}. Sebutannya ikut dihitung "
                f"dalam {PANJANG_CATATAN} karakter.",
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def penjelasan(self) -> dict[str, str]:
        """{mark of a warning: why it is right all the same}."""
        return {t.sidik: self.cleaned_data[nama_alasan(t)] for t in self.peringatan}
