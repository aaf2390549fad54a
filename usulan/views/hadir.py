"""What moved while the verification page was open, and who else looks at it (keputusan/0102).

A POST, for it notes that this person is there; nothing is written to the database.
"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from siapp.hadir import catat_hadir
from siapp.web.permintaan import Permintaan
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.tampilan.kini_verifikasi import susun_kini, tanda_kini


@require_POST
@hak.akses(Urusan.BACA_ANTREAN)
def hadir(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """204 while the page is as it should be; else the notice that stands above the desk."""
    tanda = tanda_kini(usulan_id, request.user)
    if tanda is None:
        raise Http404("Usulan ini tidak ada.")
    lain = catat_hadir(f"usulan:{usulan_id}", request.user.pk)
    tampak = (request.POST.get("tanda", ""), request.POST.get("hadir", ""))
    if tampak == (tanda, ",".join(map(str, lain))):
        return HttpResponse(status=204)
    konteks = susun_kini(usulan_id, request.user, awal=request.POST.get("awal", ""), tanda=tanda, lain=lain)
    return render(request, "usulan/_verifikasi_kini.html", konteks)
