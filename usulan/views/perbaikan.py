"""Screen 7: what was refused, with its reasons; the rest is locked and said to be accepted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from siapp.web.permintaan import Permintaan, kiriman
from usulan import izin, kebijakan
from usulan.ambil import ambil_usulan
from usulan.forms.draf import PERBAIKAN, FormIsian
from usulan.isian import minta_simpan_otomatis, simpan_isian, simpan_otomatis
from usulan.izin import hak
from usulan.models import Usulan
from usulan.pengembalian import pengembalian
from usulan.tahap import Kerja, Tahap
from usulan.tampilan.belum_berbaris import konteks_belum
from usulan.tampilan.dokumen import TERIMAAN, baris_dokumen
from usulan.tampilan.peralihan import pindah_instansi
from usulan.tampilan.perbaikan import bidang_diminta, kemajuan


@hak.akses(Kerja.UBAH_DATA)
@require_http_methods(["GET", "POST"])
def perbaikan(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Show what is asked for; save the named data fields on POST (files are posted to their rows)."""
    usulan = ambil_usulan(request, usulan_id)
    izin.check_boleh(request.user, Kerja.UBAH_DATA, usulan)
    if usulan.tahap_kini is not Tahap.PERBAIKAN and request.method != "POST":
        return redirect("usulan:tugas" if usulan.tahap_kini is Tahap.DRAF else "usulan:rinci", usulan.pk)
    kebijakan.check_mungkin(usulan, Kerja.AJUKAN_PERBAIKAN)
    if minta_simpan_otomatis(request):
        return simpan_otomatis(request, usulan, PERBAIKAN)
    form = FormIsian(kiriman(request), usulan=usulan, bagian=PERBAIKAN)
    kode = simpan_isian(request, usulan, form) if request.method == "POST" else 200
    if not kode:
        messages.success(request, "Perbaikan data disimpan.")
        return redirect("usulan:perbaikan", usulan.pk)
    return render(request, "usulan/perbaikan.html", _konteks(request, usulan, form), status=kode)


def _konteks(request: Permintaan, usulan: Usulan, form: FormIsian) -> dict[str, Any]:
    baris = baris_dokumen(usulan, request.user)
    terbuka = [b for b in baris if not b.terkunci]
    bidang = bidang_diminta(usulan)
    terbit = usulan.putusan.filter(putaran=usulan.putaran, terbit_pada__isnull=False, berlaku=True)
    for b in bidang:
        if b.kode in form.fields and b.catatan:
            form.fields[b.kode].catatan = b.catatan  # type: ignore[attr-defined]
    return {
        "usulan": usulan,
        "dikembalikan": pengembalian(usulan),
        "pindah": pindah_instansi(usulan, request.user),
        "form": form,
        "putusan": terbit.exclude(status="APPROVED"),
        "terbuka": terbuka,
        "terkunci": [b for b in baris if b.terkunci],
        "semua": terbuka,
        "dapat_dipakai": [b for b in terbuka if b.pakai_ulang],
        "bidang": bidang,
        "kemajuan": kemajuan(usulan, terbuka, bidang),
        "terimaan": TERIMAAN[True],
        **konteks_belum(request, usulan, terbuka),
        "remah": [("Beranda", reverse("beranda")), (usulan.nomor, reverse("usulan:rinci", args=[usulan.pk]))],
    }
