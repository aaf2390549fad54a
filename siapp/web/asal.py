"""Forms over what is stored already: two people on different fields both keep theirs, on one field both values show.

Each field carries a mark of the value that the page was shown. When the form comes back, a field that its sender left
as shown keeps what somebody else stored meanwhile. A field that both changed comes back with the other's value said
beside what was typed; saving once more chooses the latter (keputusan/0059). `usulan.actions.draf.ubah_bersama` does the
same for drafts.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

AWALAN = "asal-"


class FormBerasal(forms.Form):
    """A form that is given `kini`, {field: what is stored now}, both to be shown and to be compared when it was sent.

    Without `kini` it is a form for something new. The comparison is made when the form is cleaned: where the row has
    a version, its action is given the version that `kini` was read at.
    """

    gabung = True
    """Whether what was left as shown may follow what somebody else stored; if not, that is asked as well."""

    def __init__(self, *isian: Any, kini: Mapping[str, Any] | None = None, **lain: Any) -> None:
        if kini is not None:
            lain["initial"] = kini
        super().__init__(*isian, **lain)
        self._kini = kini or {}
        self.ingat_asal()

    def ingat_asal(self) -> None:
        """Mark each field whose stored value is known; to be called again by who adds fields later."""
        self._lama = {nama: nilai for nama, nilai in self._kini.items() if nama in self.fields}
        for nama, nilai in self._lama.items():
            tanda = self._tanda(nama, nilai)
            self.fields[AWALAN + nama] = forms.CharField(required=False, widget=forms.HiddenInput, initial=tanda)

    def clean(self) -> dict[str, Any]:
        """Join what was typed with what is stored, and say where both changed one field."""
        isian = super().clean() or {}
        for nama, kini in self._lama.items():
            ditunjukkan = isian.pop(AWALAN + nama, "")
            if nama in isian and ditunjukkan not in ("", self._tanda(nama, kini)):
                self._padukan(nama, kini, ditunjukkan, isian)
        return isian

    def _padukan(self, nama: str, kini: Any, ditunjukkan: str, isian: dict[str, Any]) -> None:
        ketikan = self._tanda(nama, isian[nama])
        if ketikan == self._tanda(nama, kini):
            return
        if self.gabung and ketikan == ditunjukkan:
            tulisan = self._tulisan(nama, kini)
            isian[nama] = self.fields[nama].clean(tulisan)
            # A page that comes back for another reason shows it, too. A box without a tick is not sent at all.
            self._tampilkan({nama: tulisan or "", AWALAN + nama: self._tanda(nama, kini)})
            return
        self._tampilkan({AWALAN + nama: self._tanda(nama, kini)})
        self.add_error(nama, f"{self._kalimat(nama, kini)} Simpan lagi untuk memakai isian Anda.")

    def _tampilkan(self, isi: dict[str, Any]) -> None:
        data = QueryDict(mutable=True)
        data.update(self.data)
        for nama, nilai in isi.items():
            data[nama] = nilai
        self.data = data

    def _tulisan(self, nama: str, nilai: Any) -> Any:
        """Return a value as the field would send it."""
        bidang = self.fields[nama]
        if isinstance(nilai, bool):
            return nilai
        teks = bidang.widget.format_value(bidang.prepare_value(nilai))
        if isinstance(teks, list):  # a choice of one
            teks = teks[0] if teks else ""
        return (teks or "").replace("\r\n", "\n")

    def _tanda(self, nama: str, nilai: Any) -> str:
        return hashlib.sha256(str(self._tulisan(nama, nilai)).encode()).hexdigest()[:10]

    def _kalimat(self, nama: str, kini: Any) -> str:
        teks = self._tulisan(nama, kini)
        if isinstance(teks, bool):
            return f"Sementara itu orang lain {'mencentang ini' if teks else 'menghapus centang ini'}."
        if not teks:
            return "Sementara itu orang lain mengosongkan isian ini."
        pilihan = {str(kode): label for kode, label in getattr(self.fields[nama], "choices", ())}
        return f"Sementara itu orang lain menyimpan “{pilihan.get(teks, teks)}”."
