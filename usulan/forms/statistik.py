"""Which months and whose usulan the statistics are about, in the URL."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from referensi.models import Instansi, Layanan
from siapp.akun.models import Kategori, Pengguna
from siapp.tanggal import BukanTanggal, baca_tanggal_ketik
from usulan.statistik.bulan import awal_bulan, geser
from usulan.statistik.pilihan import Pilihan, cakupan_statistik

BULAN_TERBANYAK = 120
BAWAAN = "12-bulan"
PILIH_SENDIRI = "pilih"
Rentang = tuple[date, date]


def _triwulan(ini: date, geseran: int) -> Rentang:
    awal = geser(ini.replace(month=(ini.month - 1) // 3 * 3 + 1), 3 * geseran)
    return awal, geser(awal, 2)


def _tahun(ini: date, geseran: int) -> Rentang:
    tahun = ini.year + geseran
    return date(tahun, 1, 1), date(tahun, 12, 1)


# code → (its words, from a month to the span that is meant in it). What is running ends with its last month.
PERIODE: Mapping[str, tuple[str, Callable[[date], Rentang]]] = {
    BAWAAN: ("12 bulan terakhir", lambda ini: (geser(ini, -11), ini)),
    "bulan-ini": ("Bulan ini", lambda ini: (ini, ini)),
    "bulan-lalu": ("Bulan lalu", lambda ini: (geser(ini, -1), geser(ini, -1))),
    "triwulan-ini": ("Triwulan ini", lambda ini: _triwulan(ini, 0)),
    "triwulan-lalu": ("Triwulan lalu", lambda ini: _triwulan(ini, -1)),
    "tahun-ini": ("Tahun ini", lambda ini: _tahun(ini, 0)),
    "tahun-lalu": ("Tahun lalu", lambda ini: _tahun(ini, -1)),
}


class FieldBulan(forms.CharField):
    """A month: "2026-03" as browsers send it, "03-2026" or "Maret 2026" as people type it. Gives its first day."""

    widget = forms.TextInput(attrs={"type": "month", "size": 14, "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """Return a date, None when nothing is written. Raises ValidationError."""
        teks = str(super().to_python(value))
        if not teks:
            return None
        tahun_dahulu = teks[:4].isdigit()
        try:
            return baca_tanggal_ketik(f"{teks}-01" if tahun_dahulu else f"1-{teks}")
        except BukanTanggal as galat:
            raise forms.ValidationError("Tulis bulan dan tahun, misalnya 03-2026 atau Maret 2026.") from galat


class FormStatistik(forms.Form):
    """`rentang` and `pilihan` answer also when something cannot be read: with what is usual in its place."""

    periode = forms.ChoiceField(
        choices=[*((kode, kata) for kode, (kata, _) in PERIODE.items()), (PILIH_SENDIRI, "Pilih bulan sendiri")],
        required=False,
        initial=BAWAAN,
    )
    dari = FieldBulan(label="Dari bulan", required=False)
    sampai = FieldBulan(label="Sampai bulan", required=False)
    kategori = forms.ChoiceField(label="Kelompok", choices=[("", "Semua"), *Kategori.choices], required=False)
    layanan = forms.ModelChoiceField(Layanan.objects.all(), required=False, empty_label="Semua")
    instansi = forms.ModelChoiceField(Instansi.objects.none(), required=False, empty_label="Semua")

    def __init__(self, *args: Any, pengguna: Pengguna, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cakupan = cakupan_statistik(pengguna)
        milik = Instansi.objects.filter(aktif=True).order_by("nama")
        if self._cakupan is not None:
            milik = Instansi.objects.filter(pk__in=self._cakupan).order_by("nama")
        self.fields["instansi"].queryset = milik  # type: ignore[attr-defined]
        if self._cakupan is not None and len(self._cakupan) < 2:
            del self.fields["instansi"]

    def clean(self) -> dict[str, Any]:
        """The months must be in order, and not more than ten years."""
        isi = super().clean() or {}
        dari, sampai = isi.get("dari"), isi.get("sampai")
        if dari and sampai and sampai < dari:
            self.add_error("sampai", "Bulan terakhir mendahului bulan pertama. Tukar keduanya.")
        elif dari and sampai and geser(dari, BULAN_TERBANYAK) <= sampai:
            self.add_error("sampai", "Paling banyak sepuluh tahun. Persempit rentangnya.")
        return isi

    @property
    def rentang(self) -> Rentang:
        """The months that are meant; typed ones win over the words."""
        ini = awal_bulan(timezone.localdate())
        isi = self.cleaned_data if self.is_valid() else {}
        dari, sampai = isi.get("dari"), isi.get("sampai")
        if dari:
            return dari, sampai or max(dari, ini)
        if sampai:
            return geser(sampai, -11), sampai
        return PERIODE.get(isi.get("periode") or BAWAAN, PERIODE[BAWAAN])[1](ini)

    @property
    def pilihan(self) -> Pilihan:
        """What the kept figures are asked for."""
        isi = self.cleaned_data if self.is_valid() else {}
        kunci = {nama: isi[nama].pk for nama in ("layanan", "instansi") if isi.get(nama)}
        return Pilihan(*self.rentang, kategori=isi.get("kategori", ""), cakupan=self._cakupan, **kunci)

    @property
    def tentang(self) -> list[tuple[str, str]]:
        """What is chosen, in words, for the first sheet of a file."""
        isi = self.cleaned_data if self.is_valid() else {}
        kata = {"Kelompok": Kategori(isi["kategori"]).label if isi.get("kategori") else "Semua"}
        for nama, label in (("layanan", "Layanan"), ("instansi", "Instansi")):
            kata[label] = str(isi[nama]) if isi.get(nama) else "Semua"
        if self._cakupan is not None and not isi.get("instansi"):
            kata["Instansi"] = "Instansi Anda"
        return [("Periode", self.pilihan.rentang), *kata.items()]
