"""Screen 12, changing: administrators only."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from referensi import pemetaan, suntingan
from referensi.forms import (
    FormAlasan,
    FormAlasanBaru,
    FormPadananDokumen,
    FormPadananLayanan,
    FormPeriode,
)
from referensi.izin import Urusan, hak
from referensi.models import AlasanPenolakan, Layanan, Persyaratan
from referensi.tampilan import remah
from siapp.web.bergiliran import bergiliran
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan

ubah = hak.akses(Urusan.UBAH)
formulir = require_http_methods(["GET", "POST"])


def _layani(
    request: Permintaan, form: forms.Form, tindakan: Callable[[], object], judul: str, kembali: str, isi: str = ""
) -> HttpResponse:
    """Run the action when the form is right and go back; otherwise show the form, with what is wrong."""
    if form.is_valid():
        try:
            tindakan()
        except GalatPengguna as galat:
            galat.tempel(form)
        else:
            messages.success(request, "Tersimpan.")
            return redirect(kembali)
    konteks = {"form": form, "judul": judul, "isi": isi, "kembali": kembali, "remah": remah()}
    return render(request, "referensi/isian.html", konteks, status=422 if form.is_bound else 200)


@ubah
@formulir
def periode_tambah(request: Permintaan) -> HttpResponse:
    """Add a period."""
    form = FormPeriode(request.POST or None)

    def simpan() -> object:
        return suntingan.tambah_periode(**form.cleaned_data, oleh=request.user)

    return _layani(request, form, simpan, "Tambah periode", reverse("referensi:periode"))


@ubah
@formulir
@bergiliran
def alasan_ubah(request: Permintaan, kode: str) -> HttpResponse:
    """Change a reason for refusing a document."""
    alasan = get_object_or_404(AlasanPenolakan, pk=kode)
    awal = {"teks": alasan.teks, "urutan": alasan.urutan, "aktif": alasan.aktif}
    form = FormAlasan(request.POST or None, kini=awal)

    def simpan() -> object:
        return suntingan.ubah_alasan(alasan.pk, **form.cleaned_data, oleh=request.user)

    return _layani(request, form, simpan, "Ubah alasan penolakan", reverse("referensi:alasan"))


@ubah
@formulir
def alasan_tambah(request: Permintaan) -> HttpResponse:
    """Add a reason for refusing a document."""
    form = FormAlasanBaru(request.POST or None)

    def simpan() -> object:
        return suntingan.tambah_alasan(form.cleaned_data["teks"], oleh=request.user)

    return _layani(request, form, simpan, "Tambah alasan penolakan", reverse("referensi:alasan"))


@ubah
@formulir
@bergiliran
def padanan_layanan(request: Permintaan, kode: str) -> HttpResponse:
    """Say which of SIASN's services is ours."""
    layanan = get_object_or_404(Layanan, pk=kode)
    form = FormPadananLayanan(request.POST or None, layanan=layanan, kini={"jenis_layanan": layanan.jenis_layanan_id})

    def simpan() -> object:
        pilihan = form.cleaned_data["jenis_layanan"]
        return pemetaan.tetapkan_layanan(layanan.pk, pilihan and pilihan.pk, oleh=request.user)

    isi = "Dokumen yang cocok dengan layanan lama dilepas, lalu dicocokkan lagi menurut namanya."
    kembali = reverse("referensi:pemetaan_layanan", args=[kode])
    return _layani(request, form, simpan, f"Padanan layanan {layanan.nama}", kembali, isi)


@ubah
@formulir
@bergiliran
def padanan_dokumen(request: Permintaan, persyaratan_id: int) -> HttpResponse:
    """Say which of SIASN's documents is ours."""
    persyaratan = get_object_or_404(Persyaratan.objects.select_related("layanan"), pk=persyaratan_id)
    form = FormPadananDokumen(
        request.POST or None, persyaratan=persyaratan, kini={"jenis_dokumen": persyaratan.jenis_dokumen_id}
    )

    def simpan() -> object:
        pilihan = form.cleaned_data["jenis_dokumen"]
        return pemetaan.tetapkan_dokumen(persyaratan.pk, pilihan and pilihan.pk, oleh=request.user)

    isi = f"Layanan: {persyaratan.layanan.nama}."
    kembali = reverse("referensi:pemetaan_layanan", args=[persyaratan.layanan_id])
    return _layani(request, form, simpan, f"Padanan dokumen {persyaratan.nama}", kembali, isi)
