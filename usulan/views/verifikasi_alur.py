"""Screen 6, what moves a usulan besides its verdict: take, give, reassign, confirm or refuse a TMS, mark rows."""

from collections.abc import Callable
from typing import Any
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
from usulan.models import Usulan
from usulan.tahap import Kerja
from usulan.tampilan.susunan_verifikasi import form_serah, form_tandai, susun_lengkap


def _jalankan(
    request: Permintaan, usulan: Usulan, nama: str, form: BaseForm, lakukan: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    """Do what `form` says and tell what `lakukan` returns; what is refused is shown again in the form called `nama`."""
    status = 422
    try:
        if form.is_valid():
            messages.success(request, lakukan(form.cleaned_data))
            return redirect("usulan:verifikasi", usulan.pk)
    except GalatPengguna as galat:
        galat.tempel(form)
        status = galat.kode
    konteks = susun_lengkap(request, ambil_untuk_diverifikasi(request, usulan.pk)) | {nama: form}
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

    def lakukan(isi: dict[str, Any]) -> str:
        tindakan.bagi(usulan.pk, verifikator=isi["verifikator"], oleh=request.user)
        return f"{usulan.nomor} dibagi kepada {isi['verifikator']}."

    return _jalankan(request, usulan, "form_serah", form_serah(request, usulan, request.POST), lakukan)


@require_POST
@hak.akses(Kerja.ALIHKAN)
def alihkan(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    izin.check_boleh(request.user, Kerja.ALIHKAN, usulan)

    def lakukan(isi: dict[str, Any]) -> str:
        tindakan.alihkan(usulan.pk, **isi, oleh=request.user)
        return f"{usulan.nomor} dialihkan kepada {isi['verifikator']}."

    return _jalankan(request, usulan, "form_serah", form_serah(request, usulan, request.POST), lakukan)


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

    def lakukan(isi: dict[str, Any]) -> str:
        tindakan.tolak_tms(usulan.pk, **isi, oleh=request.user)
        return f"Usul TMS {usulan.nomor} ditolak; verifikator melanjutkan pemeriksaan."

    return _jalankan(request, usulan, "form_tolak", FormTolakTms(request.POST), lakukan)


@require_POST
@hak.akses(Kerja.TANDAI_PERBAIKAN)
def tandai(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    izin.check_boleh(request.user, Kerja.TANDAI_PERBAIKAN, usulan)
    form = form_tandai(usulan, request.POST)

    def lakukan(isi: dict[str, Any]) -> str:
        dokumen = [d.pk for d in isi["dokumen"]]
        tindakan.tandai_perbaikan(usulan.pk, dokumen=dokumen, bidang=form.diminta(), oleh=request.user)
        return "Ditandai. PIC hanya dapat memperbaiki yang Anda tandai."

    return _jalankan(request, usulan, "form_tandai", form, lakukan)
