"""Search in the text of one document, on the verification screen (keputusan/0074)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from siapp.web.fragmen import fragmen
from siapp.web.permintaan import Permintaan
from usulan.ambil import ambil_untuk_diverifikasi
from usulan.forms.verifikasi import FormCariDokumen
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.tampilan.bacaan import cari_di_berkas
from usulan.tampilan.susunan_verifikasi import susun_dasar, susun_lengkap


@require_POST
@hak.akses(Urusan.BACA_ANTREAN)
def cari(request: Permintaan, usulan_id: UUID, dokumen_id: int) -> HttpResponse:
    """Show where what is sought stands. By POST, for it may be a name; recorded is only that the file was read."""
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    dokumen = get_object_or_404(usulan.dokumen, pk=dokumen_id)
    form, sebagian = FormCariDokumen(request.POST), fragmen(request)
    susun = susun_dasar if sebagian else susun_lengkap
    konteks: dict[str, Any] = susun(request, usulan, dokumen.pk) | {"form_cari": form}
    versi = konteks["kini"].versi
    sah = form.is_valid() and versi is not None
    if sah:
        catat_akses(Akses.Tindakan.LIHAT, versi.berkas.aliran, oleh=request.user)
        konteks["hasil_cari"] = cari_di_berkas(versi.berkas, form.cleaned_data["teks"])
    templat = "usulan/_verifikasi_bacaan.html" if sebagian else "usulan/verifikasi.html"
    return render(request, templat, konteks, status=200 if sah else 422)
