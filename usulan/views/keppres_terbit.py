"""Screen 8: release, up to the President, down again, published, corrected; copies and extracts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from siapp.berkas.sajian import sajikan
from siapp.web.bergiliran import bergiliran
from siapp.web.galat import GalatPengguna, galat_dari_kendala
from siapp.web.permintaan import Permintaan
from usulan.actions import keppres as tindakan
from usulan.actions import salinan
from usulan.ambil import ambil_keppres
from usulan.forms.keppres import FormBerkasSalinan, FormRalat, FormTanggal, FormTerbit
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import Keppres
from usulan.tahap import Kerja
from usulan.tampilan.orang_keppres import baris_keppres, orang_keppres
from usulan.tampilan.remah import remah_keppres
from usulan.unggahan import berkas_formulir
from usulan.usul_terbit import nomor_terakhir, usul_terbit


@require_POST
@hak.akses(Kerja.LEPAS_RKP)
def lepas(request: Permintaan, keppres_id: UUID) -> HttpResponse:
    diketahui = request.POST.get("diketahui", "")
    keppres = tindakan.lepas(ambil_keppres(request, keppres_id).pk, oleh=request.user, diketahui=diketahui)
    messages.success(request, "Rancangan dilepas. Dukungan administrasi dapat memajukannya.")
    return redirect("usulan:keppres_rinci", keppres.pk)


def _langkah(
    request: Permintaan,
    keppres: Keppres,
    form: forms.Form,
    judul: str,
    lakukan: Callable[[dict[str, Any]], Any],
    pesan: str,
    *,
    dengan_orang: bool = False,
) -> HttpResponse:
    """Show `form`, or do the step and go back to the draft; an error of the action is hung onto its field."""
    if request.method == "POST" and form.is_valid():
        try:
            lakukan(form.cleaned_data)
        except (GalatPengguna, IntegrityError) as galat:
            _tempel(form, galat)
            _ingat_berkas(form)
        else:
            messages.success(request, pesan)
            return redirect("usulan:keppres_rinci", keppres.pk)
    konteks = {
        "keppres": keppres,
        "form": form,
        "judul": judul,
        "remah": remah_keppres(keppres),
    }
    if dengan_orang:
        konteks |= orang_keppres(keppres, baris_keppres(keppres))
    return render(request, "usulan/keppres_langkah.html", konteks, status=422 if form.is_bound else 200)


def _tempel(form: forms.Form, galat: GalatPengguna | IntegrityError) -> None:
    """Hang an error onto the form; a violated constraint in its own words, any other one stays loud."""
    kalimat = galat_dari_kendala(galat) if isinstance(galat, IntegrityError) else galat
    if kalimat is None:
        raise galat
    kalimat.tempel(form)


def _ingat_berkas(form: forms.Form) -> None:
    # The uploaded file survives the second press as an id in the form.
    if form.cleaned_data.get("berkas_id"):
        form.data = {**form.data.dict(), "berkas_id": str(form.cleaned_data["berkas_id"])}  # type: ignore[attr-defined]


@hak.akses(Kerja.MAJUKAN)
def maju(request: Permintaan, keppres_id: UUID) -> HttpResponse:
    keppres = ambil_keppres(request, keppres_id)
    form = FormTanggal(request.POST or None, initial={"tanggal": timezone.localdate()})

    def lakukan(isian: dict[str, Any]) -> None:
        diketahui = request.POST.get("diketahui", "")
        tindakan.majukan(keppres.pk, tanggal=isian["tanggal"], oleh=request.user, diketahui=diketahui)

    judul, pesan = "Catat maju ke Presiden", "Keppres dicatat maju."
    return _langkah(request, keppres, form, judul, lakukan, pesan, dengan_orang=True)


@hak.akses(Kerja.TURUNKAN)
def turun(request: Permintaan, keppres_id: UUID) -> HttpResponse:
    keppres = ambil_keppres(request, keppres_id)
    form = FormTanggal(request.POST or None, initial={"tanggal": timezone.localdate()})

    def lakukan(isian: dict[str, Any]) -> None:
        tindakan.turunkan(keppres.pk, tanggal=isian["tanggal"], oleh=request.user)

    return _langkah(request, keppres, form, "Catat turun dari Presiden", lakukan, "Keppres dicatat turun.")


@hak.akses(Kerja.TERBITKAN_KEPPRES)
def terbit(request: Permintaan, keppres_id: UUID) -> HttpResponse:
    keppres = ambil_keppres(request, keppres_id)
    form = FormTerbit(request.POST or None, request.FILES or None, initial=usul_terbit(keppres))
    form.fields["nomor"].help_text = nomor_terakhir(keppres)

    def lakukan(isian: dict[str, Any]) -> None:
        berkas = berkas_formulir(isian, request.user)
        data = {nama: isian[nama] for nama in ("nomor", "tanggal", "judul")}
        data["diketahui"] = request.POST.get("diketahui", "")
        salinan.terbitkan_keppres(keppres.pk, **data, berkas=berkas, oleh=request.user)

    pesan = "Keppres terbit. Salinannya dikirim ke BKN dan dapat diunduh PIC."
    return _langkah(request, keppres, form, "Terbitkan Keppres", lakukan, pesan, dengan_orang=True)


@hak.akses(Urusan.RALAT_KEPPRES)
@bergiliran
def ralat(request: Permintaan, keppres_id: UUID) -> HttpResponse:
    keppres = ambil_keppres(request, keppres_id)
    awal = {"nomor": keppres.nomor, "tanggal": keppres.tanggal, "judul": keppres.judul}
    form = FormRalat(request.POST or None, request.FILES or None, kini=awal)

    def lakukan(isian: dict[str, Any]) -> None:
        berkas = berkas_formulir(isian, request.user)
        data = {nama: isian[nama] for nama in ("nomor", "tanggal", "judul", "alasan")}
        salinan.ralat_keppres(keppres.pk, **data, berkas=berkas, oleh=request.user)

    pesan = (
        "Ralat disimpan sebagai versi baru dan dikirim ke BKN. Salinan perorangan, petikan, dan tanda terima versi "
        "lama tidak berlaku lagi; unggah yang baru bila ada."
    )
    return _langkah(request, keppres, form, "Ralat Keppres", lakukan, pesan)


@hak.akses(Urusan.RALAT_KEPPRES)
def salinan_baris(request: Permintaan, keppres_id: UUID, usulan_id: UUID) -> HttpResponse:
    keppres = ambil_keppres(request, keppres_id)
    baris = get_object_or_404(keppres.baris.select_related("usulan"), usulan=usulan_id)
    form = FormBerkasSalinan(request.POST or None, request.FILES or None)

    def lakukan(isian: dict[str, Any]) -> None:
        berkas = berkas_formulir(isian, request.user)
        data = {nama: isian[nama] for nama in ("jenis", "nip")}
        salinan.unggah_salinan(baris.usulan_id, **data, berkas=berkas, oleh=request.user)

    judul = f"Unggah salinan atau petikan {baris.usulan.nomor} atas nama {baris.nama_keppres}"
    return _langkah(request, keppres, form, judul, lakukan, "Berkas disimpan.")


@require_safe
@hak.akses(Urusan.BACA_KEPPRES)
def unduh(request: Permintaan, keppres_id: UUID) -> FileResponse:
    """The signed decree."""
    keppres = ambil_keppres(request, keppres_id)
    if keppres.berkas is None:
        raise GalatPengguna("Keppres ini belum terbit, jadi berkasnya belum ada.", kode=404)
    return sajikan(request, keppres.berkas, nama=f"Keppres-{keppres.nomor.replace('/', '-')}.pdf")
