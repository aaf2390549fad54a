"""Screen 8, the holds: what BKN changed under a Keppres, what follows from each way out, and two people who decide."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from siapp.web.galat import GalatPengguna
from siapp.web.halaman import halaman_keyset
from siapp.web.permintaan import Permintaan
from usulan.actions import tahanan_berdua as tindakan
from usulan.actions.dasar import dapat
from usulan.actions.keppres import ikuti_bkn
from usulan.ambil import ambil_usulan
from usulan.forms.keppres import FormKetahui, FormUsulTahanan
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.kesiapan import kesiapan
from usulan.models import KeppresUsulan, Usulan, usul_terbuka
from usulan.penahanan import baris_penahanan, menurut_sejak, perlu_diputuskan
from usulan.perbedaan import alasan_meninggal
from usulan.peristiwa import aliran_usulan
from usulan.tahap import Kerja
from usulan.tampilan.remah import REMAH_TAHANAN
from usulan.tampilan.tahanan import jalan_keluar


@require_safe
@hak.akses(Urusan.BACA_KEPPRES)
def daftar(request: Permintaan) -> HttpResponse:
    """Every usulan that waits for a decision and that the person may see, the newest first."""
    semua = perlu_diputuskan(Usulan.objects.untuk(request.user)).select_related("layanan", "instansi", "asn")
    halaman = halaman_keyset(menurut_sejak(semua), request, ("-sejak", "-id"))
    return render(request, "usulan/tahanan_daftar.html", {"halaman": halaman, "baris": baris_penahanan(halaman.baris)})


@hak.akses(Urusan.BACA_KEPPRES)
def rinci(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Cause and consequence of what holds one usulan; a POST proposes what to do about it."""
    usulan = ambil_usulan(request, usulan_id)
    form = FormUsulTahanan(request.POST or None)
    if request.method == "POST" and form.is_valid():
        hak.check(request.user, Kerja.USULKAN_TAHAN)
        try:
            messages.success(request, _lakukan(request, usulan, **form.cleaned_data))
            return redirect("usulan:tahanan", usulan.pk)
        except GalatPengguna as galat:
            galat.tempel(form)
    return _halaman(request, usulan, form)


def _halaman(request: Permintaan, usulan: Usulan, form: FormUsulTahanan | FormKetahui) -> HttpResponse:
    catat_akses(Akses.Tindakan.LIHAT, aliran_usulan(usulan.pk), oleh=request.user, apa="penahanan")
    keadaan = _keadaan(usulan, request)
    if keadaan["boleh_ketahui"] and not form.is_bound:
        form = FormKetahui()
    konteks = {"usulan": usulan, "form": form, "remah": REMAH_TAHANAN} | keadaan
    return render(request, "usulan/tahanan.html", konteks, status=422 if form.is_bound else 200)


def _lakukan(request: Permintaan, usulan: Usulan, pilihan: str, alasan: str) -> str:
    """Propose, or follow BKN at once where one person may; return what to say."""
    jalan = next((j for j in jalan_keluar(usulan) if j.pilihan == pilihan), None)
    if jalan is not None and jalan.seorang:
        ikuti_bkn(usulan.pk, oleh=request.user, alasan=alasan)
        return f"Putusan BKN atas {usulan.nomor} diikuti."
    tindakan.usulkan(usulan.pk, pilihan=pilihan, alasan=alasan, oleh=request.user)
    return "Usul dicatat. Orang kedua harus mengonfirmasinya."


def _keadaan(usulan: Usulan, request: Permintaan) -> dict[str, Any]:
    baris = KeppresUsulan.objects.select_related("keppres", "pertek").filter(usulan=usulan).first()
    usul = usul_terbuka(usulan)
    jalan = jalan_keluar(usulan)
    return {
        "tahanan": list(usulan.tahanan.terbuka().select_related("pertek")),
        "riwayat": list(usulan.tahanan.exclude(selesai_pada=None).order_by("-selesai_pada")[:20]),
        "baris": baris,
        "meninggal": alasan_meninggal(usulan),
        "berlaku": kesiapan(usulan).pertek,
        "jalan": jalan,
        "usul": usul,
        "jalan_usul": next((j for j in jalan if usul and j.pilihan == usul.pilihan), None),
        "boleh_usul": usul is None and dapat(usulan, Kerja.USULKAN_TAHAN, oleh=request.user),
        "boleh_konfirmasi": usul is not None and dapat(usulan, Kerja.KONFIRMASI_TAHAN, oleh=request.user),
        "boleh_tolak": usul is not None and dapat(usulan, Kerja.TOLAK_TAHAN, oleh=request.user),
        "boleh_ketahui": dapat(usulan, Kerja.KETAHUI_PERUBAHAN, oleh=request.user),
    }


@require_POST
@hak.akses(Kerja.KONFIRMASI_TAHAN)
def konfirmasi(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    usulan = tindakan.konfirmasi(ambil_usulan(request, usulan_id).pk, oleh=request.user)
    messages.success(request, f"Usul atas {usulan.nomor} dikonfirmasi dan dijalankan.")
    return redirect("usulan:tahanan", usulan.pk)


@require_POST
@hak.akses(Kerja.TOLAK_TAHAN)
def tolak(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    usulan = tindakan.tolak(ambil_usulan(request, usulan_id).pk, oleh=request.user)
    messages.success(request, "Usul ditolak; penahanan tetap.")
    return redirect("usulan:tahanan", usulan.pk)


@require_POST
@hak.akses(Kerja.KETAHUI_PERUBAHAN)
def ketahui(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    usulan = ambil_usulan(request, usulan_id)
    form = FormKetahui(request.POST)
    if not form.is_valid():
        return _halaman(request, usulan, form)
    tindakan.ketahui(usulan.pk, oleh=request.user, alasan=form.cleaned_data["alasan"])
    messages.success(request, "Perubahan dari BKN dicatat sudah diketahui.")
    return redirect("usulan:tahanan", usulan.pk)
