"""From a field of the catalogue to a form field: what may be typed, and how it is said when it may not."""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from referensi.katalog import BidangKatalog
from referensi.models import Eselon, JabatanFungsional
from referensi.nip import NipTidakSah, urai_nip
from siapp.angka import BukanAngka, DuaMakna, baca_angka, tulis_desimal
from siapp.web.formulir import FieldNomor, FieldTanggal

GOLONGAN = ("IV/a", "IV/b", "IV/c", "IV/d", "IV/e")
# Years: the longest career, how far ahead a TMT is proposed, and papers that are dated into the new year.
MASA_KERJA, PENSIUN_NANTI, TMT_NANTI, SURAT_NANTI = 60, 45, 5, 1
# A list of suggestions longer than this costs more to load than it helps.
SARAN_MAKS = 200
PETUNJUK_TANGGAL = "Hari-bulan-tahun, misalnya 23-11-2026."


def batas_panjang(maks: int) -> Callable[[str], None]:
    """Return a validator: `maks` characters and UTF-8 bytes, since the Lampiran's Varchar may count either."""

    def periksa(teks: str) -> None:
        huruf, bita = len(teks), len(teks.encode())
        if huruf > maks:
            raise ValidationError(f"Terisi {huruf} karakter; batasnya {maks}. Persingkat {huruf - maks} karakter.")
        if bita > maks:
            raise ValidationError(
                f"Terisi {huruf} karakter, tetapi {bita} bita karena ada huruf khusus; batasnya {maks} bita. "
                "Persingkat, atau ganti huruf khususnya."
            )

    return periksa


class FieldTeks(forms.CharField):
    """One line or more of text with a counted limit; what is too long is refused, never cut."""

    dalam_bita = True
    """The counter below it counts bytes, too."""

    def __init__(self, *, maks: int, **isian: Any) -> None:
        """`maks`: characters and bytes. Longer texts get a larger box."""
        hitung = {"data-hitung": "", "autocomplete": "off"}
        bawaan: forms.Widget = forms.Textarea({**hitung, "rows": 3}) if maks > 255 else forms.TextInput(hitung)
        super().__init__(**{"widget": bawaan, **isian})
        self.max_length = maks
        self.validators.append(batas_panjang(maks))


class FieldSebaris(FieldTeks):
    """A text that BKN gets on one line: its field has no line breaks, and each would cost two of the characters.

    A letter and the mark on it are one sign where there is one (NFC), as they look.
    """

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", " ".join(str(super().to_python(value)).split()))


class FieldNomorSurat(FieldNomor, FieldTeks):
    """The number of a letter or a decision, as it looks, with a counted limit."""


class FieldBulat(forms.IntegerField):
    """A whole number as people write it here: 4500000, 4.500.000, Rp 4.500.000,00."""

    default_error_messages = {
        "max_value": "Paling besar %(limit_value)s.",
        "min_value": "Tidak boleh kurang dari %(limit_value)s.",
    }
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 14})

    def to_python(self, value: Any) -> int | None:
        nilai = _baca(value, "Tulis angka bulat, misalnya 12 atau 4.500.000", bulat=True)
        return None if nilai is None else int(nilai)

    def prepare_value(self, value: Any) -> Any:
        """Show what is stored with points between thousands; what was typed stays as typed."""
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class FieldDesimal(forms.DecimalField):
    """A decimal number with a comma: 850,5 or 1.850,5. Ten digits, three of them after the comma."""

    default_error_messages = {
        "min_value": "Tidak boleh kurang dari %(limit_value)s.",
        "max_digits": "Paling banyak %(max)s angka.",
        "max_decimal_places": "Paling banyak %(max)s angka di belakang koma.",
        "max_whole_digits": "Paling banyak %(max)s angka di depan koma.",
    }
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 14})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return _baca(value, "Tulis angka dengan koma untuk desimal, misalnya 850,5")

    def prepare_value(self, value: Any) -> Any:
        """Show what is stored in the form that has one meaning; what was typed stays as typed."""
        return tulis_desimal(value) if isinstance(value, Decimal) else value


def _baca(nilai: Any, contoh: str, *, bulat: bool = False) -> Decimal | None:
    """Read a number that somebody typed. Raises ValidationError that says what was found, or asks which is meant."""
    if isinstance(nilai, int | Decimal):
        return Decimal(nilai)
    try:
        return baca_angka(str(nilai if nilai is not None else ""), bulat=bulat)
    except DuaMakna as galat:
        raise ValidationError(str(galat), code="dua_makna") from galat
    except BukanAngka as galat:
        raise ValidationError(f"{contoh}; {galat}.", code="invalid") from galat


class SaranInput(forms.TextInput):
    """A text box that offers a list of known words (a datalist); anything else may be typed."""

    template_name = "usulan/_saran.html"

    def __init__(self, saran: Iterable[str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.saran = list(saran)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        konteks = super().get_context(name, value, attrs)
        konteks["widget"]["attrs"]["list"] = f"saran_{name}"
        return {**konteks, "saran": self.saran}


def _pilihan(pasangan: Iterable[tuple[str, str]], kini: Any) -> list[tuple[str, str]]:
    """The choices with an empty one in front, and what is stored even if the list no longer has it."""
    daftar = list(pasangan)
    if kini and kini not in dict(daftar):
        daftar.insert(0, (kini, kini))
    return [("", "Pilih"), *daftar]


def _golongan(_: BidangKatalog, kini: Any, umum: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=_pilihan(((g, g) for g in GOLONGAN), kini), **umum)


def _pilih(bidang: BidangKatalog, kini: Any, umum: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=_pilihan(((p, p) for p in bidang.pilihan), kini), **umum)


def _eselon(bidang: BidangKatalog, kini: Any, umum: dict[str, Any]) -> forms.Field:
    daftar = [(e.pk, f"{e.nama} – {e.jabatan}" if e.jabatan else e.nama) for e in Eselon.objects.filter(aktif=True)]
    if not daftar:  # before the first sync there is nothing to choose from
        return FieldTeks(maks=bidang.maks or 64, **umum)
    return forms.ChoiceField(choices=_pilihan(sorted(daftar), kini), **umum)


def _jabatan(bidang: BidangKatalog, _: Any, umum: dict[str, Any]) -> forms.Field:
    utama = JabatanFungsional.objects.filter(aktif=True, jenjang__icontains="utama").order_by("nama")
    saran = SaranInput(utama.values_list("nama", flat=True)[:SARAN_MAKS], {"data-hitung": ""})
    return FieldTeks(maks=bidang.maks or 250, widget=saran, **umum)


def _tanggal(bidang: BidangKatalog, _: Any, umum: dict[str, Any]) -> forms.Field:
    """A date within a career: papers exist already, what begins (TMT) may be some years ahead, a pension a career."""
    nanti = TMT_NANTI if bidang.kode.startswith("tmt_") else SURAT_NANTI
    if bidang.kode == "tmt_pensiun":
        nanti = PENSIUN_NANTI
    return FieldTanggal(
        lalu=MASA_KERJA, nanti=nanti, **{**umum, "help_text": f"{umum['help_text']} {PETUNJUK_TANGGAL}".strip()}
    )


def _bulat(bidang: BidangKatalog, _: Any, umum: dict[str, Any]) -> forms.Field:
    terbesar = bidang.terbesar if bidang.terbesar is not None else 10 ** (bidang.maks or 9) - 1
    return FieldBulat(min_value=0, max_value=terbesar, **umum)


def _desimal(_: BidangKatalog, __: Any, umum: dict[str, Any]) -> forms.Field:
    return FieldDesimal(min_value=0, max_digits=10, decimal_places=3, **umum)


def _teks(bidang: BidangKatalog, _: Any, umum: dict[str, Any]) -> forms.Field:
    kelas = FieldNomorSurat if bidang.kode.startswith("nomor_") else FieldTeks
    return kelas(maks=bidang.maks or 255, **umum)


PEMBUAT: dict[str, Callable[[BidangKatalog, Any, dict[str, Any]], forms.Field]] = {
    "teks": _teks,
    "tanggal": _tanggal,
    "bulat": _bulat,
    "desimal": _desimal,
    "golongan": _golongan,
    "eselon": _eselon,
    "jabatan_fungsional": _jabatan,
    "pilihan": _pilih,
}


def sejak_orang(kode: str, nip: str) -> Callable[[date], None]:
    """Return a validator: a date of the field `kode` lies in the life of who has `nip`, a TMT in the service.

    What the NIP cannot say is not asked; that it is none, pemeriksaan awal tells.
    """
    try:
        bagian = urai_nip(nip)
    except NipTidakSah:
        return lambda _: None
    tmt = kode.startswith("tmt_")
    awal = bagian.cpns if tmt else bagian.tanggal_lahir
    apa = "mulai CPNS" if tmt else "lahir"

    def periksa(tanggal: date) -> None:
        if tanggal < awal:
            raise ValidationError(f"Menurut NIP-nya, orang ini {apa} {awal:%d-%m-%Y}, sesudah tanggal ini.")

    return periksa


def field_dari(bidang: BidangKatalog, kini: Any) -> forms.Field:
    """Return the form field for `bidang`; `kini` is the stored value, which a list of choices always offers."""
    umum = {"label": bidang.label, "help_text": bidang.bantuan, "required": bidang.wajib}
    return PEMBUAT[bidang.tipe](bidang, kini, umum)
