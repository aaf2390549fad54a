"""Forms of an instansi that goes over to another, and of a usulan that follows its person."""

from collections import Counter
from typing import Any
from uuid import UUID

from django import forms

from referensi.models import Instansi
from siapp.web.formulir import FieldTanggal
from usulan.forms.pic import PANJANG_ALASAN
from usulan.models import Usulan
from usulan.peralihan import Cakupan, pic_di, unit_kerja, usulan_di
from usulan.tahap import LABEL, Tahap

SELURUHNYA, SEBAGIAN = "seluruhnya", "sebagian"


class FormPeralihan(forms.Form):
    """When, by which legal basis and, of one old instansi, what of it goes to its successor."""

    tanggal = FieldTanggal(label="Tanggal berlaku", help_text="Menurut dasar hukumnya, misalnya 21-10-2024.")
    dasar = forms.CharField(
        label="Dasar hukum",
        max_length=PANJANG_ALASAN,
        help_text="Misalnya Perpres dan nomornya. Tercatat pada setiap usulan dan jejak audit.",
    )

    def __init__(self, *args: Any, lama: list[Instansi], baru: Instansi, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lama, self.baru = lama, baru
        if len(lama) == 1:
            self._tambah_pilihan(lama[0])

    def _tambah_pilihan(self, lama: Instansi) -> None:
        pilihan = [
            (SELURUHNYA, "Seluruhnya: berganti nama atau bergabung"),
            (SEBAGIAN, "Sebagian: dipecah, yang dicentang saja"),
        ]
        self.fields["cakupan"] = forms.ChoiceField(
            label="Yang dipindahkan", choices=pilihan, widget=forms.RadioSelect, initial=SELURUHNYA
        )
        usulan = usulan_di([lama])
        unit = Counter(filter(None, map(unit_kerja, usulan)))
        orang: dict[int, list[str]] = {}
        for p in pic_di([lama]):
            teken = " (teken)" if p.boleh_teken else ""
            orang.setdefault(p.pengguna_id, [p.pengguna.nama]).append(f"{p.get_kategori_display()}{teken}")
        self._kotak("orang", "PIC yang pindah", [(str(k), f"{n}: {', '.join(isi)}") for k, (n, *isi) in orang.items()])
        self._kotak("unit", "Unit kerja yang pindah", [(u, f"{u}, {n} usulan") for u, n in sorted(unit.items())])
        self._kotak("usulan", "Usulan lain yang pindah, satu per satu", [(str(u.pk), _kata(u)) for u in usulan])
        self.fields["unit"].help_text = "Menurut Data ASN. Pegawainya yang belum diusulkan ikut beralih."

    def _kotak(self, nama: str, label: str, pilihan: list[tuple[str, str]]) -> None:
        if pilihan:
            self.fields[nama] = forms.MultipleChoiceField(
                label=label, choices=pilihan, required=False, widget=forms.CheckboxSelectMultiple
            )
        else:
            self.fields[nama] = forms.MultipleChoiceField(choices=[], required=False, widget=forms.MultipleHiddenInput)

    def clean(self) -> dict[str, Any]:
        isi = super().clean() or {}
        if isi.get("cakupan") == SEBAGIAN and not any(isi.get(nama) for nama in ("orang", "unit", "usulan")):
            self.add_error("cakupan", "Centang sedikitnya satu PIC, unit kerja, atau usulan yang pindah.")
        return isi

    @property
    def cakupan(self) -> Cakupan:
        """What was chosen; asks for valid data."""
        isi = self.cleaned_data
        if isi.get("cakupan") != SEBAGIAN:
            return Cakupan(tuple(self.lama), self.baru)
        return Cakupan(
            tuple(self.lama),
            self.baru,
            sebagian=True,
            orang=frozenset(map(int, isi["orang"])),
            unit=frozenset(isi["unit"]),
            usulan=frozenset(map(UUID, isi["usulan"])),
        )


def _kata(usulan: Usulan) -> str:
    """A draft names nobody: until it is signed it is its instansi's own."""
    siapa = "" if usulan.tahap == Tahap.DRAF else f"{usulan.nama} · "
    return f"{usulan.nomor} · {siapa}{usulan.layanan} · {LABEL[usulan.tahap_kini]}"


class FormPilihInstansi(forms.Form):
    """Which instansi come to the successor: those that have people or usulan to bring along."""

    lama = forms.ModelMultipleChoiceField(
        Instansi.objects.none(),
        label="Instansi lama",
        widget=forms.CheckboxSelectMultiple,
        help_text="Satu bila berganti nama atau dipecah, beberapa bila bergabung.",
        error_messages={"required": "Pilih sedikitnya satu instansi lama."},
    )
