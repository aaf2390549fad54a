"""Forms of the queue: its filters (declared once, read from the URL), search, saved views, columns, bulk work."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import django_filters as saring
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from referensi.models import Instansi, Layanan
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.web.formulir import FieldTanggal
from usulan import tahap as alur
from usulan.antrean import CARI_TERPENDEK, TAB, rapikan_cari
from usulan.izin import hak
from usulan.models import StatusPutusan, Usulan
from usulan.tahap import Kerja, Tahap

PILIHAN_STATUS = [("BELUM", "Belum ada putusan"), *StatusPutusan.choices]
PILIHAN_TAHAP = [(t.value, alur.LABEL[t]) for t in Tahap if t not in {Tahap.DRAF, Tahap.DIHAPUS}]
SEMUA = "Semua"


def verifikator_untuk(pengguna: Pengguna, kategori: str = "") -> QuerySet[Pengguna]:
    """The verifiers of the pokja that `pengguna` sees (of `kategori` alone when it is given), by name."""
    biro = [p.jenis for p in pengguna.peran_aktif if p.jenis != JenisPeran.PIC]
    pokja = {kategori} if kategori else pengguna.kategori_peran(*biro)
    peran = Peran.objects.filter(jenis__in=hak.peran(Kerja.NILAI), aktif=True, kategori__in=pokja)
    return Pengguna.objects.filter(is_active=True, pk__in=peran.values("pengguna")).order_by("nama", "pk")


def pemegang_untuk(pengguna: Pengguna) -> QuerySet[Pengguna]:
    """The verifiers of the pokja that `pengguna` sees, and whoever else holds a usulan there: made from the work."""
    terlihat = Usulan.objects.untuk(pengguna).filter(tahap__in=alur.AKTIF, verifikator=OuterRef("pk"))
    biro = [p.jenis for p in pengguna.peran_aktif if p.jenis != JenisPeran.PIC]
    peran = Peran.objects.filter(
        jenis__in=hak.peran(Kerja.NILAI),
        aktif=True,
        kategori__in=pengguna.kategori_peran(*biro),
        pengguna=OuterRef("pk"),
    )
    bertugas = Q(Exists(peran), is_active=True)
    return Pengguna.objects.filter(bertugas | Q(Exists(terlihat))).order_by("nama", "pk")


def layanan_untuk(pengguna: Pengguna) -> QuerySet[Layanan]:
    """The services of the pokja that `pengguna` sees; of another one no row could ever match."""
    biro = [p.jenis for p in pengguna.peran_aktif if p.jenis != JenisPeran.PIC]
    return Layanan.objects.filter(kategori__in=pengguna.kategori_peran(*biro))


def _instansi_berusulan(_: Any) -> QuerySet[Instansi]:
    return Instansi.objects.filter(Exists(Usulan.objects.filter(instansi=OuterRef("pk")))).order_by("nama")


def _awal_hari(hari: date) -> datetime:
    return timezone.make_aware(datetime.combine(hari, time.min))


class FilterTanggal(saring.DateFilter):  # type: ignore[misc] # django-filter has no types
    field_class = FieldTanggal


class FilterCentang(saring.BooleanFilter):  # type: ignore[misc]
    """A box: ticked filters, unticked does not."""

    field_class = forms.BooleanField


def _centang(syarat: Callable[[QuerySet[Usulan]], QuerySet[Usulan]], label: str) -> FilterCentang:
    return FilterCentang(label=label, method=lambda qs, _nama, nilai: syarat(qs) if nilai else qs)


def _status(qs: QuerySet[Usulan], nama: str, nilai: str) -> QuerySet[Usulan]:
    return qs.filter(**{nama: "" if nilai == "BELUM" else nilai})


class SaringAntrean(saring.FilterSet):  # type: ignore[misc]
    """The filters of the queue. Values that cannot be read filter nothing and are told at their field."""

    kategori = saring.ChoiceFilter(label="Kategori", choices=Kategori.choices, empty_label=SEMUA)
    layanan = saring.ModelChoiceFilter(
        label="Layanan", queryset=lambda request: layanan_untuk(request.user), empty_label=SEMUA
    )
    instansi = saring.ModelChoiceFilter(label="Instansi", queryset=_instansi_berusulan, empty_label=SEMUA)
    verifikator = saring.ModelChoiceFilter(
        label="Verifikator", queryset=lambda request: pemegang_untuk(request.user), empty_label=SEMUA
    )
    tahap = saring.ChoiceFilter(label="Tahap", choices=PILIHAN_TAHAP, empty_label=SEMUA)
    status_biro = saring.ChoiceFilter(
        label="Putusan Biro APP", choices=PILIHAN_STATUS, empty_label=SEMUA, method=_status
    )
    status_bkn = saring.ChoiceFilter(label="Putusan BKN", choices=PILIHAN_STATUS, empty_label=SEMUA, method=_status)
    dari = FilterTanggal(
        label="Dikirim sejak", method=lambda qs, _nama, hari: qs.filter(diajukan_pada__gte=_awal_hari(hari))
    )
    sampai = FilterTanggal(
        label="Dikirim sampai",
        method=lambda qs, _nama, hari: qs.filter(diajukan_pada__lt=_awal_hari(hari + timedelta(days=1))),
    )
    terlambat = _centang(lambda qs: qs.filter(tenggat__lt=timezone.localdate()), "Lewat tenggat")
    ditahan = _centang(lambda qs: qs.exclude(ditahan=""), "Ditahan")

    class Meta:
        model = Usulan
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, lengkap: bool, **lain: Any) -> None:
        """Read the filters in `data`. `lengkap`: the form is to be shown, so build all of it and not what is asked."""
        super().__init__(data, **lain)
        for nama in () if lengkap else self.base_filters:
            if not data.get(nama):
                del self.filters[nama]

    def filter_queryset(self, queryset: QuerySet[Usulan]) -> QuerySet[Usulan]:
        """Filter; a service of another kategori matches nothing, which is said here and not found out row by row."""
        isian = self.form.cleaned_data
        layanan, kategori = isian.get("layanan"), isian.get("kategori")
        if layanan and kategori and layanan.kategori != kategori:
            return queryset.none()
        hasil: QuerySet[Usulan] = super().filter_queryset(queryset)
        return hasil


def bersihkan_kueri(kueri: str) -> str:
    """Return the part of a query string that may be kept: known filters and the tab; never a search or a cursor."""
    asal = QueryDict(kueri[:2000])
    hasil = QueryDict(mutable=True)
    for nama in ("tab", *SaringAntrean.base_filters):
        nilai = asal.get(nama, "")
        if nilai and (nama != "tab" or nilai in TAB):
            hasil[nama] = nilai
    return hasil.urlencode()


class FormCari(forms.Form):
    """Search by name, NIP or nomor; sent by POST, so that none of them stands in a URL."""

    teks = forms.CharField(label="Cari nama, NIP, atau nomor", max_length=120)

    def clean_teks(self) -> str:
        teks: str = self.cleaned_data["teks"]
        if max(map(len, rapikan_cari(teks)), default=0) < CARI_TERPENDEK:
            raise forms.ValidationError(f"Tulis sedikitnya {CARI_TERPENDEK} huruf atau angka berturut-turut.")
        return teks


class FormTampilan(forms.Form):
    """Name for the filters in force."""

    nama = forms.CharField(label="Nama tampilan", max_length=60)
    bersama = forms.BooleanField(label="Bagikan kepada semua pegawai Biro APP", required=False)
    kueri = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)

    def clean_kueri(self) -> str:
        return bersihkan_kueri(self.cleaned_data["kueri"])


class FormKolom(forms.Form):
    """Which columns to show besides nomor and name."""

    kolom = forms.MultipleChoiceField(label="Kolom", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *isian: Any, pilihan: list[tuple[str, str]], **lain: Any) -> None:
        super().__init__(*isian, **lain)
        self.fields["kolom"].choices = pilihan  # type: ignore[attr-defined]


class FieldBanyakId(forms.TypedMultipleChoiceField):
    """Ids of usulan. Whether they may be seen is decided where they are read."""

    def __init__(self, **isian: Any) -> None:
        super().__init__(coerce=UUID, required=False, **isian)

    def valid_value(self, value: Any) -> bool:
        try:
            UUID(str(value))
        except ValueError:
            return False
        return True


class FormPilihan(forms.Form):
    """Chosen rows of one page; `semua` stands for every row of the page (so it needs no script)."""

    pilih = FieldBanyakId()
    halaman = FieldBanyakId()
    semua = forms.BooleanField(label="Semua baris di halaman ini", required=False)

    def dipilih(self) -> list[UUID]:
        """The ids that were chosen, each once; empty when the form is not valid."""
        if not self.is_valid():
            return []
        return list(dict.fromkeys(self.cleaned_data["halaman" if self.cleaned_data["semua"] else "pilih"]))


class PilihVerifikator(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Verifiers with the load of each beside the name."""

    def __init__(self, beban: dict[int, str], **isian: Any) -> None:
        super().__init__(**isian)
        self.beban = beban

    def label_from_instance(self, obj: Pengguna) -> str:
        return f"{obj.nama} – {self.beban.get(obj.pk, 'belum ada tugas')}"


class FormBagi(forms.Form):
    """Whom to give to."""

    def __init__(self, *isian: Any, calon: QuerySet[Pengguna], beban: dict[int, str], **lain: Any) -> None:
        super().__init__(*isian, **lain)
        orang = PilihVerifikator(
            beban,
            queryset=calon,
            label="Verifikator",
            empty_label="Pilih verifikator",
            error_messages={"required": "Pilih verifikator yang akan menerima usulan."},
        )
        # As they were read for their loads; else the list would be read once more.
        orang.choices = [("", orang.empty_label or ""), *((p.pk, orang.label_from_instance(p)) for p in calon)]
        self.fields["verifikator"] = orang
        self.order_fields(["verifikator"])


class FormSelain(forms.Form):
    """The usulan that "Ambil berikutnya" was pressed on."""

    selain = forms.UUIDField(required=False)
