"""The inbox: what BKN told us (API 9), above all what machines could not place."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST, require_safe

from integrasi.izin import Urusan, boleh_kirim_ulang, hak
from integrasi.keadaan import MASUK, MASUK_PERLU_ORANG, GerakMasuk
from integrasi.models import KejadianMasuk
from integrasi.petugas import kotak_masuk
from integrasi.petugas.forms import FormSaringMasuk, FormTerapkan, FormTutup
from integrasi.petugas.samar import samarkan_angka, samarkan_mentah
from integrasi.petugas.tampilan import tab_masuk
from siapp.audit.models import Peristiwa
from siapp.web.galat import GalatPengguna
from siapp.web.halaman import halaman_keyset
from siapp.web.permintaan import Permintaan

REMAH = [("Kotak masuk", reverse_lazy("integrasi:masuk"))]
KATA_PUTUSAN = {
    "kejadian_masuk.coba_lagi": "Diolah ulang",
    "kejadian_masuk.diterapkan": "Dicocokkan dengan usulan",
    "kejadian_masuk.ditutup": "Ditutup",
}


@require_safe
@hak.akses(Urusan.LIHAT)
def masuk(request: Permintaan) -> HttpResponse:
    """The notices by state, newest first."""
    semua = KejadianMasuk.objects.untuk(request.user)
    jumlah = dict(semua.filter(keadaan__in=MASUK.terbuka).order_by().values_list("keadaan").annotate(Count("pk")))
    form = FormSaringMasuk(request.GET)
    daftar = form.saring(semua.select_related("usulan"), MASUK_PERLU_ORANG)
    konteks = {
        "form": form,
        "tab": tab_masuk(jumlah, form.cleaned_data.get("keadaan", "")),
        "halaman": halaman_keyset(daftar, request, ("-diterima_pada", "-id")),
    }
    return render(request, "integrasi/masuk.html", konteks)


def _ambil(request: Permintaan, kejadian_id: UUID) -> KejadianMasuk:
    semua = KejadianMasuk.objects.untuk(request.user).select_related("usulan", "ditutup_oleh")
    return get_object_or_404(semua, pk=kejadian_id)


@require_safe
@hak.akses(Urusan.LIHAT)
def rinci(request: Permintaan, kejadian_id: UUID) -> HttpResponse:
    """One notice, with the forms of what can be done."""
    return _halaman(request, _ambil(request, kejadian_id))


def _halaman(
    request: Permintaan,
    kejadian: KejadianMasuk,
    *,
    terapkan: FormTerapkan | None = None,
    tutup: FormTutup | None = None,
    status: int = 200,
) -> HttpResponse:
    jejak = Peristiwa.objects.filter(aliran=f"kejadian_masuk:{kejadian.pk}").select_related("oleh").order_by("-urutan")
    boleh = boleh_kirim_ulang(request.user)
    bisa = {satu for satu in GerakMasuk if boleh and MASUK.bisa(satu, kejadian.keadaan)}
    konteks = {
        "kejadian": kejadian,
        "keterangan": samarkan_angka(kejadian.keterangan),
        "mentah": samarkan_mentah(kejadian.mentah),
        "jejak": [
            {"judul": KATA_PUTUSAN.get(p.jenis, p.jenis), "oleh": p.oleh, "waktu": p.waktu, "isi": p.alasan}
            for p in jejak
        ],
        "form_terapkan": (terapkan or FormTerapkan()) if GerakMasuk.DICOCOKKAN in bisa else None,
        "form_tutup": (tutup or FormTutup()) if GerakMasuk.DITUTUP in bisa else None,
        "boleh_coba": GerakMasuk.COBA_LAGI in bisa,
        "remah": REMAH,
    }
    return render(request, "integrasi/masuk_rinci.html", konteks, status=status)


@require_POST
@hak.akses(Urusan.KIRIM_ULANG)
def coba_lagi(request: Permintaan, kejadian_id: UUID) -> HttpResponse:
    """Have a notice worked again."""
    kotak_masuk.coba_lagi(_ambil(request, kejadian_id).pk, oleh=request.user)
    messages.success(request, "Pemberitahuan diolah ulang sebentar lagi.")
    return redirect("integrasi:masuk_rinci", kejadian_id)


@require_POST
@hak.akses(Urusan.KIRIM_ULANG)
def terapkan(request: Permintaan, kejadian_id: UUID) -> HttpResponse:
    """Apply a notice to the usulan that the person names."""
    kejadian, form = _ambil(request, kejadian_id), FormTerapkan(request.POST)
    if form.is_valid():
        try:
            hasil = kotak_masuk.terapkan_ke(kejadian.pk, **form.cleaned_data, oleh=request.user)
        except GalatPengguna as galat:
            if not galat.bidang:
                raise
            galat.tempel(form)
        else:
            messages.success(request, f"Pemberitahuan dicocokkan: {hasil.get_keadaan_display()}.")
            return redirect("integrasi:masuk_rinci", kejadian.pk)
    return _halaman(request, kejadian, terapkan=form, status=422)


@require_POST
@hak.akses(Urusan.KIRIM_ULANG)
def tutup(request: Permintaan, kejadian_id: UUID) -> HttpResponse:
    """Close a notice with a reason."""
    kejadian, form = _ambil(request, kejadian_id), FormTutup(request.POST)
    if form.is_valid():
        try:
            kotak_masuk.tutup(kejadian.pk, **form.cleaned_data, oleh=request.user)
        except GalatPengguna as galat:
            if not galat.bidang:
                raise
            galat.tempel(form)
        else:
            messages.success(request, "Pemberitahuan ditutup.")
            return redirect("integrasi:masuk_rinci", kejadian.pk)
    return _halaman(request, kejadian, tutup=form, status=422)
