"""Screen 2, first half: a new usulan. The NIP travels in the session, never in an address."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from referensi.data_asn import lembar_asn
from referensi.models import ASN, Instansi, Layanan
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan, kiriman
from usulan.actions import draf
from usulan.calon import berjalan_di_lain, cari_calon, kata_di_instansi_lain, usulan_lain
from usulan.forms.draf import FormPeriode, FormUsulanBaru
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.tampilan.kini import alamat
from usulan.tampilan.nilai import baris_asn

SESI = "usulan_baru"


@dataclass
class Calon:
    """Who was asked for: the service and the NIP, with Data ASN if it is known here."""

    layanan: Layanan
    nip: str
    asn: ASN | None


@hak.akses(Urusan.SUSUN_USULAN)
@require_http_methods(["GET", "POST"])
def baru(request: Permintaan) -> HttpResponse:
    """Ask for service and NIP; refuse a NIP that cannot be proposed, with the reason at its field."""
    awal = request.session.get(SESI) if "lanjut" in request.GET else None
    form = FormUsulanBaru(kiriman(request), pengguna=request.user, initial=awal)
    if request.method == "GET":
        return render(request, "usulan/baru.html", {"form": form})
    if form.is_valid():
        isi = form.cleaned_data
        try:
            cari_calon(isi["nip"], isi["layanan"], request.user)
        except GalatPengguna as galat:
            galat.tempel(form)
    if form.errors:
        return render(request, "usulan/baru.html", {"form": form}, status=422)
    request.session[SESI] = {"layanan": isi["layanan"].pk, "nip": isi["nip"]}
    return redirect("usulan:baru_asn")


def _calon(request: Permintaan) -> Calon | None:
    """Who was asked for on the page before; None when nobody was, or nobody who can be proposed any more."""
    isi = request.session.get(SESI)
    milik = hak.kategori(request.user, Urusan.SUSUN_USULAN)
    layanan = Layanan.objects.filter(pk=isi["layanan"], kategori__in=milik).first() if isi else None
    if isi is None or layanan is None:
        return None
    return Calon(layanan, isi["nip"], cari_calon(isi["nip"], layanan, request.user))


@hak.akses(Urusan.SUSUN_USULAN)
@require_http_methods(["GET", "POST"])
def baru_asn(request: Permintaan) -> HttpResponse:
    """Show Data ASN of the person; make the draft on POST."""
    try:
        calon = _calon(request)
    except draf.AsnDitolak as galat:  # what SIASN said when it was asked again
        form_awal = FormUsulanBaru(request.session[SESI], pengguna=request.user)
        galat.tempel(form_awal)
        return render(request, "usulan/baru.html", {"form": form_awal}, status=422)
    if calon is None:
        return redirect("usulan:baru")
    form = FormPeriode(kiriman(request), kategori=calon.layanan.kategori)
    if request.method == "POST" and calon.asn is not None and form.is_valid():
        periode = form.cleaned_data.get("periode")
        usulan = draf.buat_draf(layanan=calon.layanan, asn=calon.asn, oleh=request.user, periode=periode)
        del request.session[SESI]
        messages.success(request, f"Draf {usulan.nomor} dibuat dan diisi dari Data ASN.")
        return redirect("usulan:tugas", usulan.pk)
    konteks = _konteks(request, calon) | {"form": form}
    return render(request, "usulan/baru_asn.html", konteks, status=422 if request.method == "POST" else 200)


def _di_lain(request: Permintaan, calon: Calon) -> bool:
    return calon.asn is not None and berjalan_di_lain(calon.asn, calon.layanan, request.user)


def _konteks(request: Permintaan, calon: Calon) -> dict[str, object]:
    konteks: dict[str, object] = {
        "calon": calon,
        "remah": [("Beranda", reverse("beranda")), ("Usulan baru", reverse("usulan:baru"))],
        "url_segarkan": alamat("integrasi:segarkan_asn"),
    }
    if calon.asn is None:
        return konteks
    catat_akses(Akses.Tindakan.LIHAT, f"asn:{calon.asn.pk}", oleh=request.user)
    asn = calon.asn
    instansi = Instansi.objects.filter(pk=asn.instansi_kerja_id or asn.instansi_induk_id).first()
    return konteks | {
        "baris": baris_asn(asn, str(instansi or "")),
        "lembar": lembar_asn(asn),
        "usulan_lain": usulan_lain(asn, calon.layanan, request.user),
        "di_lain": kata_di_instansi_lain(calon.layanan) if _di_lain(request, calon) else "",
    }
