"""Screen 3: the documents. Every answer to htmx is the row, every other a page: the road works without JavaScript."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from siapp.berkas.foto import terima_dokumen
from siapp.web.fragmen import fragmen
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan
from usulan import kebijakan
from usulan.actions import dokumen as aksi
from usulan.ambil import ambil_untuk_disusun
from usulan.forms.dokumen import FormPakaiUlang, FormPindah, FormUnggah
from usulan.izin import hak
from usulan.models import Dokumen, Usulan
from usulan.tahap import Kerja, Tahap
from usulan.tampilan.belum_berbaris import konteks_belum
from usulan.tampilan.dokumen import MIB, TERIMAAN, BarisDokumen, baris_dokumen, hitung
from usulan.tampilan.perbaikan import bidang_diminta, kemajuan
from usulan.tampilan.remah import remah_susun


@hak.akses(Kerja.UNGGAH)
@require_safe
def dokumen(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Show the checklist of a draft; in a correction the rows stand on its own page."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    if usulan.tahap_kini is Tahap.PERBAIKAN:
        return redirect("usulan:perbaikan", usulan.pk)
    return _halaman(request, usulan)


def _halaman(request: Permintaan, usulan: Usulan, galat: dict[int, str] | None = None) -> HttpResponse:
    """The whole page; `galat` {row: sentence} is what a form without JavaScript is answered."""
    baris = baris_dokumen(usulan, request.user)
    for b in baris:
        b.galat = (galat or {}).get(b.pk, b.galat)
    konteks = {
        "usulan": usulan,
        "wajib": [b for b in baris if b.wajib],
        "pelengkap": [b for b in baris if not b.wajib],
        "semua": baris,
        "dapat_dipakai": [b for b in baris if b.pakai_ulang],
        "hitung_wajib": hitung(baris, wajib=True),
        "hitung_pelengkap": hitung(baris, wajib=False),
        "terimaan": TERIMAAN[True],
        "remah": remah_susun(usulan),
        **konteks_belum(request, usulan, baris),
    }
    return render(request, "usulan/dokumen.html", konteks, status=422 if galat else 200)


def _satu(usulan: Usulan, dokumen_id: int) -> Dokumen:
    return get_object_or_404(usulan.dokumen.select_related("persyaratan"), pk=dokumen_id)


def _jawab(request: Permintaan, usulan: Usulan, dokumen_id: int, galat: str = "") -> HttpResponse:
    """Answer a change of one row: the row itself to htmx, else the page it stands on."""
    if fragmen(request):
        return _fragmen(request, usulan, dokumen_id, galat)
    if not galat:
        return redirect(f"{reverse('usulan:dokumen', args=[usulan.pk])}#dok-{dokumen_id}")
    if usulan.tahap_kini is Tahap.PERBAIKAN:
        messages.error(request, galat)
        return redirect("usulan:perbaikan", usulan.pk)
    return _halaman(request, usulan, {dokumen_id: galat})


def _fragmen(request: Permintaan, usulan: Usulan, dokumen_id: int, galat: str = "") -> HttpResponse:
    semua = baris_dokumen(usulan, request.user)
    satu = next(b for b in semua if b.pk == dokumen_id)
    satu.galat = galat or satu.galat
    konteks = {
        "usulan": usulan,
        "b": satu,
        "semua": semua,
        "hitung_wajib": hitung(semua, wajib=True),
        "hitung_pelengkap": hitung(semua, wajib=False),
        "umumkan": _umumkan(satu),
    }
    if usulan.tahap_kini is Tahap.PERBAIKAN:
        terbuka = [b for b in semua if not b.terkunci]
        konteks["kemajuan"] = kemajuan(usulan, terbuka, bidang_diminta(usulan))
    return render(request, "usulan/_baris_terbaru.html", konteks, status=422 if galat else 200)


def _umumkan(baris: BarisDokumen) -> str:
    """What a screen reader is told when the inspection of a row is over."""
    if baris.keadaan == "TERSEDIA":
        return f"{baris.nama}: berkas diterima."
    return f"{baris.nama}: {baris.galat}" if baris.galat else ""


@hak.akses(Kerja.UNGGAH)
@require_safe
def baris(request: Permintaan, usulan_id: UUID, dokumen_id: int) -> HttpResponse:
    """The row alone: htmx asks for it while its file is being inspected."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    _satu(usulan, dokumen_id)
    return _jawab(request, usulan, dokumen_id)


@hak.akses(Kerja.UNGGAH)
@require_POST
def unggah(request: Permintaan, usulan_id: UUID, dokumen_id: int) -> HttpResponse:
    """Take in a file, or photos that become one PDF, for a row as its newest version."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    satu = _satu(usulan, dokumen_id)
    form = FormUnggah(request.POST, request.FILES)
    if not form.is_valid():
        return _jawab(request, usulan, satu.pk, " ".join(map(str, form.errors["berkas"])))
    syarat = satu.persyaratan
    maks = syarat.ukuran_maks_mib * MIB if syarat.ukuran_maks_mib else None
    try:
        kebijakan.check_dokumen_terbuka(usulan, satu)
        berkas = terima_dokumen(form.kiriman, oleh=request.user, terimaan=TERIMAAN[syarat.gambar], ukuran_maks=maks)
        aksi.lampirkan(usulan.pk, dokumen_id=satu.pk, berkas=berkas, oleh=request.user)
    except GalatPengguna as galat:
        return _jawab(request, usulan, satu.pk, galat.pesan)
    return _jawab(request, usulan, satu.pk)


@hak.akses(Kerja.UNGGAH)
@require_POST
def lepas(request: Permintaan, usulan_id: UUID, dokumen_id: int) -> HttpResponse:
    """Take the file off a row."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    satu = _satu(usulan, dokumen_id)
    aksi.lepas_dokumen(usulan.pk, dokumen_id=satu.pk, oleh=request.user)
    return _jawab(request, usulan, satu.pk)


@hak.akses(Kerja.UNGGAH)
@require_POST
def pakai_ulang(request: Permintaan, usulan_id: UUID, dokumen_id: int) -> HttpResponse:
    """Put a file of an earlier usulan of the same person on a row."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    satu = _satu(usulan, dokumen_id)
    form = FormPakaiUlang(request.POST, pilihan=aksi.versi_lama(usulan, request.user))
    if not form.is_valid():
        return _jawab(request, usulan, satu.pk, "Pilih berkas yang akan dipakai lagi.")
    versi = form.cleaned_data["versi"]
    try:
        aksi.pakai_ulang(usulan.pk, dokumen_id=satu.pk, versi_id=versi.pk, oleh=request.user)
    except GalatPengguna as galat:
        return _jawab(request, usulan, satu.pk, galat.pesan)
    return _jawab(request, usulan, satu.pk)


@hak.akses(Kerja.UNGGAH)
@require_POST
def pindah(request: Permintaan, usulan_id: UUID, dokumen_id: int) -> HttpResponse:
    """Move a file to the row where it belongs: the match by name was a suggestion."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    satu = _satu(usulan, dokumen_id)
    form = FormPindah(request.POST, pilihan=usulan.dokumen.exclude(pk=satu.pk))
    if not form.is_valid() or satu.versi_kini is None:
        return _jawab(request, usulan, satu.pk, "Pilih dokumen yang benar untuk berkas ini.")
    tujuan = form.cleaned_data["ke"]
    terimaan = TERIMAAN[tujuan.persyaratan.gambar]
    if not terimaan.muat(satu.versi_kini.berkas):
        return _jawab(request, usulan, satu.pk, f"“{tujuan.persyaratan.nama}” hanya menerima {terimaan.kata}.")
    try:
        aksi.lampirkan(usulan.pk, dokumen_id=tujuan.pk, berkas=satu.versi_kini.berkas, oleh=request.user)
        aksi.lepas_dokumen(usulan.pk, dokumen_id=satu.pk, oleh=request.user)
    except GalatPengguna as galat:
        return _jawab(request, usulan, satu.pk, galat.pesan)
    messages.success(request, f"Berkas dipindahkan ke “{tujuan.persyaratan.nama}”.")
    return redirect(f"{reverse('usulan:dokumen', args=[usulan.pk])}#dok-{tujuan.pk}")
