"""Who read whose data: the trail found by NIP, name or nomor. No name and no NIP stands in an address."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from referensi.models import ASN
from siapp.audit.catat import catat_akses
from siapp.audit.izin import Urusan, hak
from siapp.audit.models import Akses
from siapp.audit.saringan import cari_orang
from siapp.audit.tab import tab_jejak
from siapp.web.permintaan import Permintaan
from usulan.forms.jejak import FormCariData
from usulan.jejak import bukan_draf, cari_orang_data, pembacaan


@require_http_methods(["GET", "HEAD", "POST"])
@hak.akses(Urusan.BACA_JEJAK)
def cari(request: Permintaan) -> HttpResponse:
    """Ask whose data or which account is meant; one person alone is gone to at once.

    Who has no usulan has no address of their own either: `asn` in the body names them.
    """
    if asn_id := request.POST.get("asn"):
        return _orang(request, get_object_or_404(ASN, pk=asn_id))
    form = FormCariData(request.POST or None)
    data, akun = [], []
    if form.is_valid():
        data, akun = cari_orang_data(form.cleaned_data["kata"]), list(cari_orang(form.cleaned_data["kata"]))
        if len(data) == 1 and not akun and data[0].usulan_terbaru:  # type: ignore[attr-defined]
            return redirect("usulan:jejak_orang", data[0].usulan_terbaru)  # type: ignore[attr-defined]
    konteks = {"form": form, "data": data, "akun": akun, "tab": tab_jejak("usulan:jejak_cari")}
    return render(request, "usulan/jejak_cari.html", konteks, status=422 if form.errors else 200)


@require_safe
@hak.akses(Urusan.BACA_JEJAK)
def orang(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Show who read the data of the person whom this usulan is about."""
    return _orang(request, get_object_or_404(bukan_draf().select_related("asn"), pk=usulan_id).asn)


def _orang(request: Permintaan, asn: ASN) -> HttpResponse:
    """The page; this look is recorded like any other."""
    catat_akses(Akses.Tindakan.LIHAT, f"asn:{asn.pk}", oleh=request.user, apa="jejak pembacaan")
    semua = pembacaan(asn)
    konteks = {
        "asn": asn,
        "usulan": bukan_draf().filter(asn=asn).select_related("layanan").order_by("-dibuat_pada"),
        "keluar": [satu for satu in semua if satu.keluar],
        "dilihat": [satu for satu in semua if not satu.keluar],
        "pembaca": len({(satu.orang_id, satu.oleh) for satu in semua}),
        "kali": sum(satu.kali for satu in semua),
        "remah": [("Jejak audit", reverse("audit:jejak")), ("Data seseorang", reverse("usulan:jejak_cari"))],
    }
    return render(request, "usulan/jejak_orang.html", konteks)
