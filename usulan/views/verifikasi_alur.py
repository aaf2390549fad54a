"""Screen 6, what moves a usulan besides its verdict: take, give, reassign, confirm or refuse a TMS, mark rows."""

from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan
from usulan import izin, kebijakan
from usulan.actions import verifikasi as tindakan
from usulan.ambil import ambil_untuk_diverifikasi
from usulan.forms.verifikasi import FormTolakTms, FormVersi
from usulan.izin import hak
from usulan.tahap import Kerja
from usulan.tampilan.susunan_verifikasi import form_serah, form_tandai, susun_lengkap


def _tampilkan_lagi(request: Permintaan, usulan_id: UUID, form: BaseForm, nama: str, status: int) -> HttpResponse:
    konteks = susun_lengkap(request, ambil_untuk_diverifikasi(request, usulan_id)) | {nama: form}
    return render(request, "usulan/verifikasi.html", konteks, status=status)


@require_POST
@hak.akses(Kerja.AMBIL)
def ambil(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    try:
        tindakan.ambil(usulan.pk, oleh=request.user)
        messages.success(request, f"{usulan.nomor} sekarang menjadi tugas Anda.")
    except kebijakan.SudahBerubah as galat:
        messages.warning(request, galat.pesan)
    return redirect("usulan:verifikasi", usulan.pk)


@require_POST
@hak.akses(Kerja.BAGI)
def bagi(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    izin.check_boleh(request.user, Kerja.BAGI, usulan)
    form, status = form_serah(request, usulan, request.POST), 422
    try:
        if form.is_valid():
            tindakan.bagi(usulan.pk, verifikator=form.cleaned_data["verifikator"], oleh=request.user)
            messages.success(request, f"{usulan.nomor} dibagi kepada {form.cleaned_data['verifikator']}.")
            return redirect("usulan:verifikasi", usulan.pk)
    except GalatPengguna as galat:
        galat.tempel(form)
        status = galat.kode
    return _tampilkan_lagi(request, usulan_id, form, "form_serah", status)


@require_POST
@hak.akses(Kerja.ALIHKAN)
def alihkan(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    izin.check_boleh(request.user, Kerja.ALIHKAN, usulan)
    form, status = form_serah(request, usulan, request.POST), 422
    try:
        if form.is_valid():
            tindakan.alihkan(usulan.pk, **form.cleaned_data, oleh=request.user)
            messages.success(request, f"{usulan.nomor} dialihkan kepada {form.cleaned_data['verifikator']}.")
            return redirect("usulan:verifikasi", usulan.pk)
    except GalatPengguna as galat:
        galat.tempel(form)
        status = galat.kode
    return _tampilkan_lagi(request, usulan_id, form, "form_serah", status)


@require_POST
@hak.akses(Kerja.KONFIRMASI_TMS)
def konfirmasi_tms(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    form = FormVersi(request.POST)
    if not form.is_valid():
        raise GalatPengguna("Halaman ini tidak lengkap. Muat ulang, lalu tekan sekali lagi.")
    diketahui = request.POST.get("diketahui", "")
    tindakan.konfirmasi_tms(usulan.pk, oleh=request.user, diketahui=diketahui, versi=form.cleaned_data["versi"])
    messages.success(request, f"TMS {usulan.nomor} dikonfirmasi dan diterbitkan.")
    return redirect("usulan:verifikasi", usulan.pk)


@require_POST
@hak.akses(Kerja.TOLAK_TMS)
def tolak_tms(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    izin.check_boleh(request.user, Kerja.TOLAK_TMS, usulan)
    form, status = FormTolakTms(request.POST), 422
    try:
        if form.is_valid():
            tindakan.tolak_tms(usulan.pk, **form.cleaned_data, oleh=request.user)
            messages.success(request, f"Usul TMS {usulan.nomor} ditolak; verifikator melanjutkan pemeriksaan.")
            return redirect("usulan:verifikasi", usulan.pk)
    except GalatPengguna as galat:
        galat.tempel(form)
        status = galat.kode
    return _tampilkan_lagi(request, usulan_id, form, "form_tolak", status)


@require_POST
@hak.akses(Kerja.TANDAI_PERBAIKAN)
def tandai(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    izin.check_boleh(request.user, Kerja.TANDAI_PERBAIKAN, usulan)
    form, status = form_tandai(usulan, request.POST), 422
    try:
        if form.is_valid():
            dokumen = [d.pk for d in form.cleaned_data["dokumen"]]
            tindakan.tandai_perbaikan(usulan.pk, dokumen=dokumen, bidang=form.diminta(), oleh=request.user)
            messages.success(request, "Ditandai. PIC hanya dapat memperbaiki yang Anda tandai.")
            return redirect("usulan:verifikasi", usulan.pk)
    except GalatPengguna as galat:
        galat.tempel(form)
        status = galat.kode
    return _tampilkan_lagi(request, usulan_id, form, "form_tandai", status)
