"""Screen 9: Pertek and Ralat Pertek, newest first."""

from django import forms
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from siapp.akun.models import Kategori
from siapp.web.halaman import halaman_keyset
from siapp.web.permintaan import Permintaan
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.keadaan import PERTEK
from usulan.models import Pertek, Usulan
from usulan.tampilan.pertek import rupa


class FormSaringPertek(forms.Form):
    kategori = forms.ChoiceField(choices=[("", "Semua"), *Kategori.choices], required=False)
    jenis = forms.ChoiceField(choices=[("", "Semua"), *Pertek.Jenis.choices], required=False)
    keadaan = forms.ChoiceField(choices=[("", "Semua"), *PERTEK.pilihan], required=False)


@require_safe
@hak.akses(Urusan.BACA_PERTEK)
def daftar(request: Permintaan) -> HttpResponse:
    saring = FormSaringPertek(request.GET)
    isian = saring.cleaned_data if saring.is_valid() else {}
    pertek = Pertek.objects.filter(usulan__in=Usulan.objects.untuk(request.user))
    if isian.get("kategori"):
        pertek = pertek.filter(usulan__kategori=isian["kategori"])
    if isian.get("jenis"):
        pertek = pertek.filter(jenis=isian["jenis"])
    if isian.get("keadaan"):
        pertek = pertek.filter(keadaan=isian["keadaan"])
    semua = Prefetch("usulan__pertek", Pertek.objects.order_by("tanggal", "id"), to_attr="riwayat_pertek")
    pertek = pertek.select_related("usulan__instansi", "usulan__layanan", "berkas").prefetch_related(semua)
    halaman = halaman_keyset(pertek, request, ("-diterima_pada", "-id"))
    baris = [{"pertek": p, **rupa(p)} for p in halaman.baris]
    return render(request, "usulan/pertek_daftar.html", {"halaman": halaman, "baris": baris, "saring": saring})
