"""Jejak audit: who did and who read what."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from siapp.audit.catat import catat_akses, sidik_peristiwa
from siapp.audit.forms import FormCariOrang, FormSaringAkses, FormSaringPeristiwa
from siapp.audit.izin import Urusan, hak
from siapp.audit.kata import kata_objek
from siapp.audit.models import Akses, Peristiwa
from siapp.audit.saringan import akses_tersaring, cari_orang, keping, peristiwa_tersaring
from siapp.audit.tab import tab_jejak
from siapp.web.halaman import halaman_keyset
from siapp.web.permintaan import Permintaan
from siapp.web.replika import baca_replika

URUT = ("-waktu", "-id")


@dataclass(frozen=True)
class BarisPeristiwa:
    """A Peristiwa, whether its hash and its place in the chain hold, and what its stream is in words."""

    peristiwa: Peristiwa
    utuh: bool
    objek: str


def _baris(peristiwa: Any, objek: str) -> BarisPeristiwa:
    lanjutan = peristiwa.sidik_sebelum == (peristiwa.sidik_lalu or "")
    return BarisPeristiwa(peristiwa, lanjutan and sidik_peristiwa(peristiwa) == peristiwa.sidik, objek)


def _isi(form: Any) -> dict[str, Any]:
    # A filter that makes no sense must not show everything: the page says what is wrong and lists what is right.
    form.is_valid()
    return dict(form.cleaned_data)


@hak.akses(Urusan.BACA_JEJAK)
@require_safe
@baca_replika
def jejak(request: Permintaan) -> HttpResponse:
    """List what was changed, newest first, filtered by what stands in the URL."""
    form = FormSaringPeristiwa(request.GET)
    isi = _isi(form)
    halaman = halaman_keyset(peristiwa_tersaring(request.user, isi), request, URUT)
    kata = kata_objek(satu.aliran for satu in halaman.baris)
    catat_akses(Akses.Tindakan.LIHAT, "audit:jejak", oleh=request.user, saringan=_ringkas(isi))
    konteks = {
        "form": form,
        "keping": keping(request, form),
        "url_bersih": reverse("audit:jejak"),
        "tab": tab_jejak("audit:jejak"),
        "halaman": halaman,
        "baris": [_baris(satu, kata[satu.aliran]) for satu in halaman.baris],
        "form_orang": FormCariOrang(auto_id="cari_%s"),
    }
    return render(request, "audit/jejak.html", konteks)


def _ringkas(isi: dict[str, Any]) -> dict[str, str]:
    return {kunci: str(getattr(nilai, "pk", nilai)) for kunci, nilai in isi.items() if nilai}


@hak.akses(Urusan.BACA_JEJAK)
@require_safe
def daftar_akses(request: Permintaan) -> HttpResponse:
    """List who read, downloaded, exported, came and went, newest first."""
    form = FormSaringAkses(request.GET)
    isi = _isi(form)
    halaman = halaman_keyset(akses_tersaring(request.user, isi), request, URUT)
    kata = kata_objek(satu.objek for satu in halaman.baris)
    catat_akses(Akses.Tindakan.LIHAT, "audit:akses", oleh=request.user, saringan=_ringkas(isi))
    konteks = {
        "form": form,
        "keping": keping(request, form),
        "url_bersih": reverse("audit:akses"),
        "tab": tab_jejak("audit:akses"),
        "halaman": halaman,
        "baris": [(satu, kata[satu.objek]) for satu in halaman.baris],
        "form_orang": FormCariOrang(auto_id="cari_%s"),
    }
    return render(request, "audit/akses.html", konteks)


@hak.akses(Urusan.BACA_JEJAK)
@require_POST
def orang(request: HttpRequest) -> HttpResponse:
    """Turn a name or NIP into the filter by that person; several matches are offered to choose from."""
    form = FormCariOrang(request.POST, auto_id="cari_%s")
    tujuan = reverse("audit:akses" if request.POST.get("tujuan") == "akses" else "audit:jejak")
    hasil = list(cari_orang(form.cleaned_data["kata"])) if form.is_valid() else []
    if len(hasil) == 1:
        return redirect(f"{tujuan}?orang={hasil[0].pk}")
    konteks = {"form_orang": form, "hasil": hasil, "tujuan": tujuan, "asal": request.POST.get("tujuan", "")}
    return render(request, "audit/orang.html", konteks, status=200 if form.is_valid() else 422)
