"""Screen 11, instansi that are renamed, merged or split; and the usulan of a person who went to another instansi."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from referensi.models import Instansi
from siapp.akun.segar import perlu_masuk_segar
from siapp.web.galat import GalatPengguna
from siapp.web.halaman import halaman_keyset
from siapp.web.permintaan import Permintaan
from usulan.actions import peralihan as tindakan
from usulan.actions.dasar import check_dapat
from usulan.ambil import ambil_usulan
from usulan.forms.peralihan import FormPeralihan, FormPilihInstansi
from usulan.forms.pic import FormAlasan
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import PeralihanInstansi
from usulan.peralihan import rencana
from usulan.tahap import Kerja
from usulan.tampilan.peralihan import instansi_berisi
from usulan.tampilan.remah import REMAH_PIC
from usulan.tempat import pindah_ke

formulir = require_http_methods(["GET", "POST"])


@hak.akses(Urusan.BACA_PIC)
@require_safe
def daftar(request: Permintaan) -> HttpResponse:
    """List the successions, the newest first."""
    semua = PeralihanInstansi.objects.select_related("lama", "baru", "oleh").prefetch_related("penerus")
    halaman = halaman_keyset(semua, request, ("-pada", "-id"))
    return render(request, "usulan/peralihan_daftar.html", {"halaman": halaman, "remah": REMAH_PIC})


@hak.akses(Urusan.ATUR_PIC)
@formulir
@perlu_masuk_segar
def alihkan(request: Permintaan, instansi_id: str) -> HttpResponse:
    """Choose who goes over to this instansi, see what goes along, then let it go."""
    baru = get_object_or_404(Instansi, pk=instansi_id)
    url = reverse("usulan:pic_instansi", args=[baru.pk])
    konteks = {"baru": baru, "remah": [*REMAH_PIC, (f"PIC {baru}", url)]}
    pilih = FormPilihInstansi(request.GET if "lama" in request.GET or "lanjut" in request.GET else None)
    pilih.fields["lama"].queryset = instansi_berisi(baru)  # type: ignore[attr-defined]
    if not pilih.is_valid():
        status = 422 if pilih.is_bound else 200
        return render(request, "usulan/peralihan_pilih.html", konteks | {"form": pilih}, status=status)
    lama = list(pilih.cleaned_data["lama"])
    form = FormPeralihan(request.POST or None, lama=lama, baru=baru)
    konteks |= {"form": form, "lama": lama, "url_ini": request.get_full_path()}
    return _isi(request, form, konteks)


def _isi(request: Permintaan, form: FormPeralihan, konteks: dict[str, Any]) -> HttpResponse:
    """Ask for date and basis, show the plan of what was answered, or carry out the plan that was shown."""
    status = 200
    if form.is_valid() and request.POST.get("langkah") != "ubah":
        try:
            tindakan.check_cakupan(form.cakupan, form.cleaned_data["tanggal"])
            if sidik := request.POST.get("sidik"):
                return _lakukan(request, form, sidik)
            return _pratinjau(request, form, konteks)
        except tindakan.RencanaBerubah as galat:
            return _pratinjau(request, form, konteks | {"berubah": galat.pesan}, galat.kode)
        except GalatPengguna as galat:
            galat.tempel(form)
    if form.is_bound and form.errors:
        status = 422
    return render(request, "usulan/peralihan_isi.html", konteks, status=status)


def _pratinjau(request: Permintaan, form: FormPeralihan, konteks: dict[str, Any], status: int = 200) -> HttpResponse:
    dikirim = [(k, v) for k, semua in request.POST.lists() if k in form.fields for v in semua]
    isi = {"rencana": rencana(form.cakupan, oleh=request.user), "dikirim": dikirim}
    return render(request, "usulan/peralihan_pratinjau.html", konteks | isi, status=status)


def _lakukan(request: Permintaan, form: FormPeralihan, sidik: str) -> HttpResponse:
    isi = form.cleaned_data
    baris = tindakan.alihkan_instansi(
        form.cakupan, tanggal=isi["tanggal"], dasar=isi["dasar"], sidik=sidik, oleh=request.user
    )
    usulan, pic = sum(b.jumlah_usulan for b in baris), sum(b.jumlah_pic for b in baris)
    messages.success(request, f"{pic} PIC dan {usulan} usulan dipindahkan kepada {form.baru}.")
    return redirect("usulan:pic_instansi", form.baru.pk)


@hak.akses(Kerja.OPER_INSTANSI)
@formulir
def oper(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Hand a usulan to the instansi where its person is now, with a reason."""
    usulan = ambil_usulan(request, usulan_id)
    check_dapat(usulan, Kerja.OPER_INSTANSI, oleh=request.user)
    form = FormAlasan(request.POST or None)
    if form.is_valid():
        try:
            usulan = tindakan.oper_usulan(usulan.pk, oleh=request.user, alasan=form.cleaned_data["alasan"])
            messages.success(request, f"{usulan.nomor} diserahkan kepada {usulan.instansi}.")
            return redirect("usulan:rinci", usulan.pk)
        except GalatPengguna as galat:
            galat.tempel(form)
    remah = [(usulan.nomor, reverse("usulan:rinci", args=[usulan.pk]))]
    konteks = {"usulan": usulan, "form": form, "ke": pindah_ke(usulan), "remah": remah}
    return render(request, "usulan/oper.html", konteks, status=422 if form.is_bound else 200)
