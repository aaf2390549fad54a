"""Between writer and signer: a draft is given back with a note, and handed over again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from siapp.web.galat import ditempel
from siapp.web.permintaan import Permintaan
from usulan import izin
from usulan.actions import pengembalian as tindakan
from usulan.ambil import ambil_untuk_disusun
from usulan.forms.teken import FormKembalikanDraf
from usulan.izin import hak
from usulan.tahap import Kerja
from usulan.views.teken import halaman_teken


@hak.akses(Kerja.KEMBALIKAN_DRAF)
@require_POST
def kembalikan_draf(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Give the draft back; without a note the page of the signing comes again and says so."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    izin.check_boleh(request.user, Kerja.KEMBALIKAN_DRAF, usulan)
    form = FormKembalikanDraf(request.POST)
    if form.is_valid():
        isi = form.cleaned_data
        with ditempel(form):
            tindakan.kembalikan_draf(
                usulan.pk, oleh=request.user, catatan=isi["catatan_penyusun"], versi=isi["versi_draf"]
            )
            messages.success(request, f"Usulan {usulan.nomor} dikembalikan kepada penyusunnya, beserta catatan Anda.")
            return redirect("usulan:rinci", usulan.pk)
    return halaman_teken(request, usulan, kembalikan=form)


@hak.akses(Kerja.SERAHKAN_DRAF)
@require_POST
def serahkan_draf(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Hand a draft that was given back over to be signed."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    tindakan.serahkan_draf(usulan.pk, oleh=request.user)
    messages.success(request, f"Usulan {usulan.nomor} diserahkan kepada penyetuju. Ia diberi tahu.")
    return redirect("usulan:rinci", usulan.pk)
