"""Screen 8: gathering usulan into a draft; every line is checked before it is added."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from siapp.berkas.daftar import Sel, baca_daftar
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan
from usulan.actions import keppres as tindakan
from usulan.ambil import ambil_keppres
from usulan.calon_keppres import Calon, calon_menurut_daftar, calon_menurut_teks, calon_siap
from usulan.daftar_nip import TANPA_NIP, baca_sel, baca_tempelan
from usulan.forms.keppres import FormCari
from usulan.izin import hak
from usulan.models import Keppres
from usulan.tahap import Kerja
from usulan.tampilan.orang_keppres import calon_orang
from usulan.tampilan.remah import remah_keppres


@hak.akses(Kerja.MASUK_RKP)
def tambah(request: Permintaan, keppres_id: UUID) -> HttpResponse:
    """Search by POST only: names and NIPs must not stand in an address."""
    keppres = ambil_keppres(request, keppres_id)
    kesalahan: list[dict[str, str]] = []
    if request.method == "POST" and "tambahkan" in request.POST:
        try:
            return _tambahkan(request, keppres)
        except GalatPengguna as satu:
            kesalahan = [{"pesan": satu.pesan, "sasaran": ""}]
    form = FormCari(request.POST, request.FILES) if request.method == "POST" and not kesalahan else FormCari()
    calon = calon_siap(keppres, request.user)
    if form.is_bound and form.is_valid():
        try:
            calon = _cari(keppres, form, request)
        except GalatPengguna as galat:
            galat.tempel(form)
    konteks = {
        "keppres": keppres,
        "form": form,
        "galat": kesalahan,
        "dipilih": request.POST.getlist("usulan") if kesalahan else None,
        "calon": calon_orang(calon),
        "remah": remah_keppres(keppres),
    }
    return render(request, "usulan/keppres_tambah.html", konteks, status=422 if form.errors or kesalahan else 200)


def _cari(keppres: Keppres, form: FormCari, request: Permintaan) -> list[Calon]:
    isian = form.cleaned_data
    if isian["teks"]:
        return calon_menurut_teks(keppres, isian["teks"], request.user)
    lembar = isian["lembar"]
    daftar = baca_sel(_sel(lembar)) if lembar else baca_tempelan(isian["nip"])
    if all(satu.alasan == TANPA_NIP for satu in daftar):
        bidang = "lembar" if lembar else "nip"
        raise GalatPengguna("Tidak ada NIP (18 angka) yang terbaca. Periksa isinya.", bidang=bidang)
    return calon_menurut_daftar(keppres, daftar, request.user)


def _sel(lembar: Any) -> list[Sel]:
    return baca_daftar(lembar, nama=lembar.name, ukuran=lembar.size, bidang="lembar")


def _tambahkan(request: Permintaan, keppres: Keppres) -> HttpResponse:
    try:
        pilihan = [forms.UUIDField().clean(nilai) for nilai in request.POST.getlist("usulan")]
    except forms.ValidationError:
        pilihan = []
    if not pilihan:
        raise GalatPengguna("Centang sedikitnya satu usulan yang siap.")
    diketahui, nama = ({pk: request.POST.get(f"{kata}-{pk}", "") for pk in pilihan} for kata in ("diketahui", "nama"))
    tindakan.tambah_usulan(keppres.pk, usulan_ids=pilihan, diketahui=diketahui, nama=nama, oleh=request.user)
    messages.success(request, f"{len(pilihan)} usulan ditambahkan.")
    return redirect("usulan:keppres_rinci", keppres.pk)
