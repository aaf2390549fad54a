"""Shape of the signing (Lampiran API 5)."""

from collections.abc import Mapping
from typing import Any

from django import forms

from usulan.catatan_bkn import PANJANG_CATATAN, ruang_catatan
from usulan.forms.bidang import FieldSebaris


class FormTeken(forms.Form):
    """A note for BKN, and a conscious yes to the warnings where there are some."""

    versi = forms.IntegerField(widget=forms.HiddenInput)
    catatan = FieldSebaris(
        label="Catatan untuk BKN dan Biro APP",
        maks=PANJANG_CATATAN,
        required=False,
        help_text="Dibaca verifikator bersama usulan ini.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    peringatan_diketahui = forms.BooleanField(
        label="Saya sudah memeriksa peringatan di atas dan tetap mengirim usulan ini.",
        error_messages={"required": "Centang bila peringatan di atas sudah diperiksa, atau perbaiki dahulu."},
    )

    def __init__(
        self, *args: Any, ada_peringatan: bool, berubah: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """`berubah`: changed data of a correction, which takes its room of the note; none for the first signing."""
        super().__init__(*args, **kwargs)
        if not ada_peringatan:
            del self.fields["peringatan_diketahui"]
        if berubah:
            self.fields["catatan"] = FieldSebaris(
                label=self.fields["catatan"].label,
                maks=ruang_catatan(berubah),
                required=False,
                help_text=f"BKN membacanya bersama data yang berubah: {', '.join(berubah)}. Sebutannya ikut dihitung "
                f"dalam {PANJANG_CATATAN} karakter.",
                widget=forms.Textarea(attrs={"rows": 3}),
            )
