"""Screen 6, verification: pages, checklist and data, decision (layar.md 2.6, alur.md 4)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from siapp.web.fragmen import fragmen, sajikan
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan
from usulan import izin
from usulan.actions import verifikasi as tindakan
from usulan.ambil import ambil_untuk_diverifikasi
from usulan.forms.verifikasi import AWALAN_PUTUSAN, FormNilai, FormPutusan
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import Dokumen, HasilPenilaian, Lembaga, StatusPutusan, Usulan
from usulan.peristiwa import aliran_usulan
from usulan.tahap import Kerja
from usulan.tampilan.komposer import ulang_putusan
from usulan.tampilan.nilai import label_bidang
from usulan.tampilan.susunan_verifikasi import susun_dasar, susun_lengkap
from usulan.tampilan.verifikasi import baris_berikut


@require_safe
@hak.akses(Urusan.BACA_ANTREAN)
def verifikasi(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    if fragmen(request):
        return sajikan(request, "usulan/verifikasi.html", susun_dasar(request, usulan) | {"fokus": True})
    catat_akses(Akses.Tindakan.LIHAT, aliran_usulan(usulan.pk), oleh=request.user)
    return sajikan(request, "usulan/verifikasi.html", susun_lengkap(request, usulan))


@require_POST
@hak.akses(Kerja.NILAI)
def nilai(request: Permintaan, usulan_id: UUID, dokumen_id: int) -> HttpResponse:
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    izin.check_boleh(request.user, Kerja.NILAI, usulan)
    dokumen = get_object_or_404(usulan.dokumen.select_related("persyaratan"), pk=dokumen_id)
    form, status = FormNilai(request.POST, persyaratan=dokumen.persyaratan), 422
    try:
        if form.is_valid():
            isi = form.cleaned_data
            isi["versi_dokumen_id"] = isi.pop("versi_dokumen")
            tindakan.nilai(usulan.pk, dokumen_id=dokumen.pk, oleh=request.user, **isi)
            return _sesudah_nilai(request, usulan_id, dokumen, isi["hasil"])
    except GalatPengguna as galat:
        galat.tempel(form)
        status = galat.kode
    segar = ambil_untuk_diverifikasi(request, usulan_id)
    konteks = susun_lengkap(request, segar, dokumen.pk, form_nilai=form, ketikan=request.POST)
    return sajikan(request, "usulan/verifikasi.html", konteks, status)


def _sesudah_nilai(request: Permintaan, usulan_id: UUID, dokumen: Dokumen, hasil: str) -> HttpResponse:
    """Go on to the next document that waits for a verdict; the composer follows, what was typed in it stays."""
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    konteks = susun_lengkap(request, usulan, dokumen.pk, ketikan=request.POST)
    berikut = baris_berikut(konteks["baris"], dokumen.pk)
    if not fragmen(request):
        return redirect(berikut.url if berikut else f"{konteks['kini'].url}#putusan")
    if berikut:
        konteks |= susun_dasar(request, usulan, berikut.dokumen.pk)
    kata = HasilPenilaian(hasil).label
    jumlah = f"{konteks['dinilai']} dari {konteks['harus_dinilai']} dokumen sudah dinilai."
    konteks |= {"fokus": True, "pengumuman": f"{dokumen.persyaratan.nama}: {kata}. {jumlah}"}
    jawaban = render(request, "usulan/_verifikasi_dinilai.html", konteks)
    jawaban["HX-Push-Url"] = konteks["kini"].url
    return jawaban


@require_POST
@hak.akses(Kerja.NILAI)
def pratinjau(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Show what BKN would read of what is typed; writes nothing (the text may not stand in a URL, hence POST)."""
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    izin.check_boleh(request.user, Kerja.NILAI, usulan)
    konteks = susun_lengkap(request, usulan, ketikan=request.POST)
    nama = "_verifikasi_pratinjau" if fragmen(request) else "verifikasi"
    return render(request, f"usulan/{nama}.html", konteks)


@require_POST
@hak.akses(Kerja.SETUJUI, Kerja.KEMBALIKAN, Kerja.USULKAN_TMS)
def terbitkan(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    izin.check_boleh(request.user, Kerja.NILAI, usulan)
    form = FormPutusan(request.POST, prefix=AWALAN_PUTUSAN, label=label_bidang(usulan))
    try:
        if form.is_valid():
            _terbitkan(request, usulan, form)
            return redirect("usulan:verifikasi", usulan.pk)
    except GalatPengguna as galat:
        if sudah_diputuskan(request, usulan, form.cleaned_data["status"]):
            messages.info(request, "Putusan ini sudah diterbitkan; tekanan kedua tidak mengubah apa pun.")
            return redirect("usulan:verifikasi", usulan.pk)
        return _tampilkan_lagi(request, usulan_id, galat)
    return _tampilkan_lagi(request, usulan_id, None)


def _terbitkan(request: Permintaan, usulan: Usulan, form: FormPutusan) -> None:
    isi = form.cleaned_data
    tindakan.terbitkan(
        usulan.pk,
        status=isi["status"],
        keterangan=isi["keterangan"],
        catatan=isi["panjang"],
        bidang=form.diminta(),
        diketahui=request.POST.get("diketahui", ""),
        tak_dilihat=isi["tak_dilihat"],
        versi=isi["versi"],
        oleh=request.user,
    )
    if isi["status"] == StatusPutusan.TMS:
        messages.success(request, "TMS diusulkan. Koordinator atau Kepala Biro mengonfirmasinya sebelum terbit.")
    else:
        messages.success(request, f"Putusan “{StatusPutusan(isi['status']).label}” diterbitkan untuk {usulan.nomor}.")


def sudah_diputuskan(request: Permintaan, usulan: Usulan, status: str) -> bool:
    """Whether this person gave this verdict in this round already: a second press of the same button."""
    milik = usulan.putusan.filter(lembaga=Lembaga.BIRO_APP, putaran=usulan.putaran, oleh=request.user)
    return milik.filter(status=status).exists()


def _tampilkan_lagi(request: Permintaan, usulan_id: UUID, galat: GalatPengguna | None) -> HttpResponse:
    """Show the page as it is now, with all that was typed and why it was not taken."""
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    form = ulang_putusan(usulan, request.POST)
    form.is_valid()
    if galat:
        galat.tempel(form)
    konteks: dict[str, Any] = susun_lengkap(request, usulan, ketikan=request.POST) | {"form_putusan": form}
    return render(request, "usulan/verifikasi.html", konteks, status=galat.kode if galat else 422)
