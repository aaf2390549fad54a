"""Screen 12, one person: all of Data ASN, looked up by NIP, for Biro APP."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from referensi.data_asn import lembar_asn
from referensi.forms import FormCariAsn
from referensi.izin import Urusan, hak
from referensi.models import ASN
from referensi.tampilan import remah
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from siapp.web.menu import url_jika_boleh
from siapp.web.permintaan import Permintaan, kiriman

# The NIP asked for last, for the page that comes back after the person was fetched anew.
SESI = "referensi_asn"


@hak.akses(Urusan.BACA)
@require_http_methods(["GET", "POST"])
def asn(request: Permintaan) -> HttpResponse:
    """Every field of API 1 and the family of one person; each reading is recorded."""
    form = FormCariAsn(kiriman(request), initial={"nip": request.session.get(SESI, "")})
    nip = str(request.session.get(SESI, ""))
    if form.is_valid():
        nip = request.session[SESI] = form.cleaned_data["nip"]
    orang = None if form.errors else ASN.objects.untuk(request.user).filter(nip=nip).first()
    konteks = {
        "form": form,
        "nip": "" if form.errors else nip,
        "orang": orang,
        "url_segarkan": url_jika_boleh("integrasi:segarkan_asn", request.user),
        "remah": remah(),
    }
    if orang is not None:
        catat_akses(Akses.Tindakan.LIHAT, f"asn:{orang.pk}", oleh=request.user)
        konteks["lembar"] = lembar_asn(orang)
    return render(request, "referensi/asn.html", konteks, status=422 if form.errors else 200)
