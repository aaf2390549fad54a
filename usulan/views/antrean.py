"""Screen 5, the queue: lists, search, columns, saved views, load (layar.md 2.5). Bulk work is in `antrean_banyak`."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from siapp.web.fragmen import sajikan
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan
from siapp.web.replika import baca_replika
from usulan.actions import tampilan as tindakan
from usulan.antrean import ingat_cari
from usulan.forms.antrean import (
    FormCari,
    FormKolom,
    FormTampilan,
    bersihkan_kueri,
    verifikator_untuk,
)
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import TampilanTersimpan
from usulan.tahap import Kerja
from usulan.tampilan.antrean import (
    beban_pokja,
)
from usulan.tampilan.susunan_antrean import pilihan_kolom, susun_antrean, susun_saring


@require_safe
@hak.akses(Urusan.BACA_ANTREAN)
@baca_replika
def antrean(request: Permintaan) -> HttpResponse:
    return sajikan(request, "usulan/antrean.html", susun_antrean(request))


@require_safe
@hak.akses(Urusan.BACA_ANTREAN)
@baca_replika
def saring(request: Permintaan) -> HttpResponse:
    return sajikan(request, "usulan/antrean_saring.html", susun_saring(request))


@require_POST
@hak.akses(Urusan.BACA_ANTREAN)
def cari(request: Permintaan) -> HttpResponse:
    form = FormCari(request.POST)
    if not form.is_valid():
        return sajikan(request, "usulan/antrean.html", susun_antrean(request) | {"form_cari": form}, status=422)
    kode = ingat_cari(request.session, form.cleaned_data["teks"])
    return redirect(f"{reverse('usulan:antrean')}?tab=semua&cari={kode}")


@require_POST
@hak.akses(Urusan.BACA_ANTREAN)
def kolom(request: Permintaan) -> HttpResponse:
    form = FormKolom(request.POST, pilihan=pilihan_kolom())
    if not form.is_valid():
        return sajikan(request, "usulan/antrean.html", susun_antrean(request) | {"form_kolom": form}, status=422)
    tindakan.atur_kolom(kolom=form.cleaned_data["kolom"], oleh=request.user)
    messages.success(request, "Kolom disimpan untuk Anda.")
    return redirect(f"{reverse('usulan:antrean')}?{bersihkan_kueri(request.POST.get('kueri', ''))}")


@require_POST
@hak.akses(Urusan.BACA_ANTREAN)
def tampilan_simpan(request: Permintaan) -> HttpResponse:
    form = FormTampilan(request.POST)
    try:
        if form.is_valid():
            baru = tindakan.simpan_tampilan(**form.cleaned_data, oleh=request.user)
            messages.success(request, f"Tampilan “{baru.nama}” disimpan.")
            return redirect(f"{reverse('usulan:antrean')}?{baru.kueri}")
    except GalatPengguna as galat:
        galat.tempel(form)
    return sajikan(request, "usulan/antrean.html", susun_antrean(request) | {"form_tampilan": form}, status=422)


@require_POST
@hak.akses(Urusan.BACA_ANTREAN)
def tampilan_hapus(request: Permintaan, tampilan_id: int) -> HttpResponse:
    if not TampilanTersimpan.objects.filter(pk=tampilan_id).exists():
        messages.info(request, "Tampilan itu sudah dihapus.")
        return redirect("usulan:antrean")
    milik = get_object_or_404(TampilanTersimpan.objects.untuk(request.user), pk=tampilan_id, pemilik=request.user)
    tindakan.hapus_tampilan(milik.pk, oleh=request.user)
    messages.success(request, f"Tampilan “{milik.nama}” dihapus.")
    return redirect("usulan:antrean")


@require_safe
@hak.akses(Kerja.BAGI)
@baca_replika
def beban(request: Permintaan) -> HttpResponse:
    beban = beban_pokja(verifikator_untuk(request.user), hak.kategori(request.user, Kerja.BAGI))
    konteks = {
        "beban": beban,
        "ditinggalkan": sum(b.tugas - b.konfirmasi + b.perbaikan for b in beban if not b.bertugas),
        "remah": [("Antrean", reverse("usulan:antrean"))],
    }
    return render(request, "usulan/beban.html", konteks)
