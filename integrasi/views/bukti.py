"""The proof of a usulan and its files, to be printed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from integrasi.models import UsulanSiasn
from integrasi.petugas.bukti import bukti_berkas, keutuhan
from siapp.audit.catat import catat_akses
from siapp.audit.izin import Urusan, hak
from siapp.audit.models import Akses
from siapp.web.permintaan import Permintaan
from usulan.jejak import bukan_draf


@require_safe
@hak.akses(Urusan.BACA_JEJAK)
def bukti(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Show each file with its hash at upload, at sending and at BKN's download, and how to check it elsewhere."""
    usulan = get_object_or_404(bukan_draf().select_related("instansi", "layanan"), pk=usulan_id)
    catat_akses(Akses.Tindakan.EKSPOR, f"usulan:{usulan.pk}", oleh=request.user, apa="bukti")
    konteks = {
        "usulan": usulan,
        "id_usulan": UsulanSiasn.objects.filter(usulan=usulan).values_list("id_usulan", flat=True).first(),
        "bukti": bukti_berkas(usulan),
        "kini": timezone.now(),
        "remah": [(usulan.nomor, reverse("usulan:rinci", args=[usulan.pk]))],
        **keutuhan(),
    }
    return render(request, "integrasi/bukti.html", konteks)
