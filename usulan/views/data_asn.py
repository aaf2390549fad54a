"""All of Data ASN of the person of a usulan: for who sees the usulan and may see the person."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from referensi.data_asn import lembar_asn
from referensi.models import ASN
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from siapp.web.akses import akses_masuk
from siapp.web.fragmen import sajikan
from siapp.web.menu import url_jika_boleh
from siapp.web.permintaan import Permintaan
from usulan.ambil import ambil_usulan


@akses_masuk
@require_safe
def data_asn(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Every field of API 1 and the family; a PIC whose instansi the person has left sees it no more (404)."""
    usulan = ambil_usulan(request, usulan_id)
    asn = get_object_or_404(ASN.objects.untuk(request.user), pk=usulan.asn_id)
    catat_akses(Akses.Tindakan.LIHAT, f"asn:{asn.pk}", oleh=request.user, usulan=str(usulan.pk))
    konteks = {
        "usulan": usulan,
        "lembar": lembar_asn(asn),
        "url_segarkan": url_jika_boleh("integrasi:segarkan_asn", request.user),
        "remah": [("Beranda", reverse("beranda")), (usulan.nomor, reverse("usulan:rinci", args=[usulan.pk]))],
    }
    return sajikan(request, "usulan/data_asn.html", konteks)
