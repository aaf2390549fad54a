"""Verdicts on findings, counted per rule (keputusan/0090), and answers to warnings while drafting (0097)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan
from usulan.actions.temuan import jelaskan_temuan, nilai_temuan
from usulan.ambil import ambil_untuk_disusun, ambil_untuk_diverifikasi
from usulan.aturan import ATURAN
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import PenilaianTemuan
from usulan.tahap import Kerja
from usulan.tampilan.remah import REMAH_PIC


@require_POST
@hak.akses(Kerja.NILAI)
def nilai(request: Permintaan, usulan_id: UUID, dokumen_id: int) -> HttpResponse:
    """Keep the verdict and show the document again."""
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    dokumen = get_object_or_404(usulan.dokumen, pk=dokumen_id)
    tepat = request.POST.get("tepat") == "1"
    sidik = request.POST.get("sidik", "")[:32]
    nilai_temuan(usulan.pk, dokumen_id=dokumen.pk, sidik=sidik, tepat=tepat, oleh=request.user)
    messages.success(request, "Temuan dinyatakan tepat." if tepat else "Temuan dinyatakan keliru.")
    return redirect(f"{reverse('usulan:verifikasi', args=[usulan.pk])}?dokumen={dokumen.pk}")


@require_POST
@hak.akses(Kerja.UBAH_DATA)
def jelaskan(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Keep the answer to a warning and show pemeriksaan awal again."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    sidik, alasan = request.POST.get("sidik", "")[:32], request.POST.get("alasan", "")
    try:
        jelaskan_temuan(usulan.pk, sidik=sidik, alasan=alasan, oleh=request.user)
    except GalatPengguna as galat:
        if galat.kode != 422:
            raise
        messages.error(request, galat.pesan)
    else:
        messages.success(request, "Alasan disimpan." if alasan.strip() else "Alasan dicabut.")
    return redirect("usulan:periksa", usulan.pk)


@hak.akses(Urusan.BACA_PIC)
@require_safe
def ketepatan(request: Permintaan) -> HttpResponse:
    """How often each rule about papers was right, as verifiers say."""
    dinilai = {baris["aturan"]: baris for baris in PenilaianTemuan.objects.per_aturan()}
    baris = [(a, dinilai.get(a.kode)) for a in ATURAN.values() if a.isi]
    return render(request, "usulan/ketepatan.html", {"baris": baris, "remah": REMAH_PIC})
