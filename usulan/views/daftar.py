"""The PIC's own list: filters in the URL, the words searched for in the session (they name people)."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from siapp.web.halaman import PARAMETER, halaman_keyset
from siapp.web.permintaan import Permintaan
from siapp.web.replika import baca_replika
from usulan.antrean import mengandung, rapikan_cari
from usulan.forms.saring import (
    DIPROSES,
    KODE_DIPROSES,
    KODE_DITINGGALKAN,
    KODE_PINDAH,
    KODE_RALAT,
    FormCariUsulan,
    FormSaringUsulan,
)
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import Usulan
from usulan.models.usulan import UsulanQuerySet
from usulan.pemegang import ditinggalkan
from usulan.tempat import asn_pindah

SESI = "usulan_cari"
SARINGAN = ("tahap", "kategori", "layanan")


@dataclass(frozen=True, slots=True)
class Keping:
    """One filter in force (komponen/_saring.html)."""

    label: str
    url_hapus: str


@hak.akses(Urusan.SUSUN_USULAN)
@require_http_methods(["GET", "POST"])
@baca_replika
def daftar(request: Permintaan) -> HttpResponse:
    """List the usulan of the own instansi and groups; POST keeps or forgets the words to search for."""
    form_cari = FormCariUsulan(request.POST if request.method == "POST" else {"cari": request.session.get(SESI, "")})
    sah = form_cari.is_valid()
    if request.method == "POST" and sah:
        request.session[SESI] = form_cari.cleaned_data["cari"]
        return redirect(f"{reverse('usulan:daftar')}?{_tanpa(request, PARAMETER)}")
    saring = FormSaringUsulan(request.GET, pengguna=request.user)
    cari = form_cari.cleaned_data["cari"] if sah else ""
    usulan = _saring(Usulan.objects.untuk(request.user).dengan_rujukan(), saring, cari)
    konteks = {
        "halaman": halaman_keyset(usulan, request),
        "saring": saring,
        "keping": _keping(request, saring),
        "form_cari": form_cari,
        "cari": cari,
        "hari_ini": timezone.localdate(),
        "remah": [("Beranda", reverse("beranda"))],
    }
    return render(request, "usulan/daftar.html", konteks, status=200 if sah else 422)


def _saring(usulan: UsulanQuerySet, saring: FormSaringUsulan, cari: str) -> UsulanQuerySet:
    isi: dict[str, Any] = saring.cleaned_data if saring.is_valid() else {}
    for nama in SARINGAN:
        if isi.get(nama) == KODE_DIPROSES:
            usulan = usulan.filter(tahap__in=DIPROSES)
        elif isi.get(nama) == KODE_RALAT:
            usulan = usulan.ralat_belum_diterima()
        elif isi.get(nama) == KODE_DITINGGALKAN:
            usulan = usulan.filter(ditinggalkan())
        elif isi.get(nama) == KODE_PINDAH:
            usulan = usulan.filter(asn_pindah())
        elif isi.get(nama):
            usulan = usulan.filter(**{nama: isi[nama]})
    return usulan.filter(mengandung(rapikan_cari(cari))) if cari else usulan


def _tanpa(request: Permintaan, *nama: str) -> str:
    parameter = request.GET.copy()
    for n in nama:
        parameter.pop(n, None)
    return parameter.urlencode()


def _keping(request: Permintaan, saring: FormSaringUsulan) -> list[Keping]:
    hasil = []
    for nama in SARINGAN:
        nilai = saring.cleaned_data.get(nama)
        if nilai:
            pilihan = dict(saring.fields[nama].choices) if nama != "layanan" else {}  # type: ignore[attr-defined]
            hasil.append(Keping(str(pilihan.get(nilai, nilai)), f"?{_tanpa(request, nama, PARAMETER)}"))
    return hasil
