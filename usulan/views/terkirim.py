"""After the signing: what was sent, what follows and until when; printed, the proof that it was sent."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from siapp.web.akses import akses_masuk
from siapp.web.permintaan import Permintaan
from siapp.web.qr import qr_svg
from usulan.ambil import ambil_usulan
from usulan.tampilan.terkirim import teken_terakhir


@akses_masuk
@require_safe
def terkirim(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Show the last signing of a usulan; one that was never signed has only its own page."""
    usulan = ambil_usulan(request, usulan_id)
    kirim = teken_terakhir(usulan)
    rinci = reverse("usulan:rinci", args=[usulan.pk])
    if kirim is None:
        return redirect(rinci)
    catat_akses(Akses.Tindakan.LIHAT, f"usulan:{usulan.pk}", oleh=request.user)
    alamat = f"{settings.BASE_URL}{rinci}"
    konteks = {
        "usulan": usulan,
        "kirim": kirim,
        "alamat": alamat,
        "qr": qr_svg(alamat),
        "remah": [("Beranda", reverse("beranda")), (usulan.nomor, rinci)],
    }
    return render(request, "usulan/terkirim.html", konteks)
