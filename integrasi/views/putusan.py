"""What people press about a call: send again, settle, confirm. GET of a decision shows what it means; POST does it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integrasi.enums import DUA_ORANG, Api
from integrasi.izin import Urusan, hak
from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman, UsulPenyelesaian
from integrasi.petugas.forms import FormBatal, FormKoreksiId, FormSampai, FormSurat, FormYakin, baca_pilihan
from integrasi.petugas.koreksi_id import akibat
from integrasi.petugas.menunggu import menunggu_kedua as semua_menunggu
from integrasi.petugas.penyelesaian import kirim_ulang, kirim_ulang_sebab
from integrasi.petugas.penyelesaian_berdua import Tindakan, konfirmasi, selesaikan, tolak
from integrasi.petugas.tampilan import REMAH
from siapp.web.fragmen import sajikan
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan, halaman_asal


@dataclass(frozen=True, slots=True)
class Putusan:
    """One kind of decision: its form, what it means, what is said when it is done."""

    form: type[forms.Form]
    penjelasan: str
    selesai: str
    jenis: str = ""


PUTUSAN: dict[str, Putusan] = {
    Tindakan.SAMPAI: Putusan(
        FormSampai,
        "Kiriman ini dianggap terkirim dan tidak dikirim lagi. Kiriman berikutnya dari usulan yang sama berjalan.",
        "Kiriman dinyatakan sampai.",
    ),
    Tindakan.TIDAK_SAMPAI: Putusan(
        FormYakin,
        "Kiriman ini dikirim lagi. Bila ternyata sudah sampai, SIASN akan menyimpannya dua kali: periksa dulu.",
        "Kiriman dinyatakan tidak sampai dan dikirim lagi.",
    ),
    Tindakan.SURAT: Putusan(
        FormSurat,
        "Kiriman ini dianggap sudah disampaikan lewat surat dan tidak dikirim lagi lewat SIASN.",
        "Kiriman ditandai disampaikan lewat surat.",
    ),
    Tindakan.BATAL: Putusan(
        FormBatal,
        "Kiriman ini tidak akan dikirim. Bila ini API 3, kiriman sesudahnya dari usulan yang sama ikut dibatalkan.",
        "Kiriman dibatalkan.",
        "bahaya",
    ),
    Tindakan.KOREKSI_ID: Putusan(
        FormKoreksiId,
        "ID Usulan yang tercatat diganti. Yang belum terkirim memakai ID yang benar; yang sudah terkirim dengan ID "
        "salah berhenti dan menunggu petugas; putusan BKN yang datang dengan ID salah ditarik dari usulan ini.",
        "ID Usulan dikoreksi.",
        "bahaya",
    ),
}


def _ambil(request: Permintaan, pengiriman_id: UUID) -> Pengiriman:
    return get_object_or_404(Pengiriman.objects.untuk(request.user).select_related("usulan"), pk=pengiriman_id)


@hak.akses(Urusan.URUS)
@require_http_methods(["GET", "POST"])
def putuskan(request: Permintaan, pengiriman_id: UUID, nama: str) -> HttpResponse:
    """Settle one call, or propose to (APIs 3, 5, 11)."""
    baris, putusan = _ambil(request, pengiriman_id), PUTUSAN[nama]
    form = _form(putusan, request, baris)
    if request.method == "POST" and form.is_valid():
        isian = {kunci: nilai for kunci, nilai in form.cleaned_data.items() if kunci != "yakin"}
        try:
            _, usul = selesaikan(baris.pk, nama, oleh=request.user, **isian)
        except GalatPengguna as galat:
            galat.tempel(form)
            return _halaman(request, baris, nama, form, galat.kode)
        usulan = "Usul dicatat. Administrator lain atau Kepala Biro perlu mengonfirmasinya."
        messages.success(request, usulan if usul else putusan.selesai)
        return redirect("integrasi:pengiriman_rinci", baris.pk)
    return _halaman(request, baris, nama, form, 422 if form.is_bound else 200)


def _form(putusan: Putusan, request: Permintaan, baris: Pengiriman) -> forms.Form:
    pilihan: dict[str, Any] = {}
    if issubclass(putusan.form, FormSampai):
        pilihan["butuh_id"] = baris.api == Api.USULAN
    return putusan.form(request.POST or None, **pilihan)


def _halaman(request: Permintaan, baris: Pengiriman, nama: str, form: forms.Form, status: int) -> HttpResponse:
    konteks = {
        "baris": baris,
        "form": form,
        "putusan": PUTUSAN[nama],
        "judul": Tindakan(nama).label,
        "dua_orang": baris.api in DUA_ORANG,
        "akibat": akibat(baris) if nama == Tindakan.KOREKSI_ID else None,
        "remah": [*REMAH, (f"API {baris.api}", reverse("integrasi:pengiriman_rinci", args=[baris.pk]))],
    }
    return render(request, "integrasi/putusan.html", konteks, status=status)


@require_POST
@hak.akses(Urusan.KIRIM_ULANG)
def kirim_ulang_satu(request: Permintaan, pengiriman_id: UUID) -> HttpResponse:
    """Send one refused, dead or waiting call again."""
    baris = kirim_ulang(_ambil(request, pengiriman_id).pk, oleh=request.user)
    if baris.keadaan == Keadaan.TIDAK_PASTI:
        messages.info(request, "Kiriman lama mungkin sudah sampai; dipastikan dulu sebelum dikirim lagi.")
    else:
        messages.success(request, "Kiriman masuk antrean dan segera dikirim.")
    return redirect("integrasi:pengiriman_rinci", baris.pk)


@require_POST
@hak.akses(Urusan.KIRIM_ULANG)
def kirim_ulang_banyak(request: Permintaan) -> HttpResponse:
    """Send the ticked calls again; those that cannot be are counted, not hidden."""
    try:
        pilihan = baca_pilihan(request.POST)
    except forms.ValidationError as galat:
        messages.error(request, " ".join(galat.messages))
        return redirect(halaman_asal(request))
    milik = Pengiriman.objects.untuk(request.user).filter(pk__in=pilihan)
    gagal = 0
    ids = list(milik.values_list("pk", flat=True))
    for satu in ids:
        try:
            kirim_ulang(satu, oleh=request.user)
        except GalatPengguna:
            gagal += 1
    messages.success(request, f"{len(ids) - gagal} kiriman masuk antrean.")
    if gagal:
        messages.warning(request, f"{gagal} kiriman belum dapat dikirim ulang; buka satu per satu untuk melihatnya.")
    return redirect(halaman_asal(request))


@require_POST
@hak.akses(Urusan.KIRIM_ULANG)
def kirim_ulang_satu_sebab(request: Permintaan) -> HttpResponse:
    """Send all refused and dead calls of one cause again."""
    jumlah = kirim_ulang_sebab(request.POST.get("sebab", "")[:40], oleh=request.user)
    kata = f"{jumlah} kiriman masuk antrean." if jumlah else "Tidak ada lagi yang perlu dikirim ulang."
    messages.success(request, kata)
    return redirect("integrasi:pengiriman")


def _usul(request: Permintaan, usul_id: int) -> UsulPenyelesaian:
    return get_object_or_404(UsulPenyelesaian.objects.untuk(request.user), pk=usul_id)


@require_POST
@hak.akses(Urusan.TEGASKAN)
def konfirmasi_usul(request: Permintaan, usul_id: int) -> HttpResponse:
    """Confirm a proposal as the second person."""
    usul = konfirmasi(_usul(request, usul_id).pk, oleh=request.user)
    messages.success(request, PUTUSAN[usul.tindakan].selesai if usul.diterima else "Usul ini sudah ditolak.")
    return redirect("integrasi:pengiriman_rinci", usul.pengiriman_id)


@require_POST
@hak.akses(Urusan.TEGASKAN)
def tolak_usul(request: Permintaan, usul_id: int) -> HttpResponse:
    """Refuse a proposal, or take back the own one."""
    usul = tolak(_usul(request, usul_id).pk, oleh=request.user)
    messages.success(
        request, "Usul ini sudah dikonfirmasi." if usul.diterima else "Usul ditolak; kiriman tidak berubah."
    )
    return redirect("integrasi:pengiriman_rinci", usul.pengiriman_id)


@require_safe
@hak.akses(Urusan.TEGASKAN)
def menunggu_kedua(request: Permintaan) -> HttpResponse:
    """What others proposed and this person may confirm; the start page holds it as a fragment."""
    semua = semua_menunggu(request.user)
    konteks = {"semua": semua, "serentak": [satu for satu in semua if satu.usul]}
    return sajikan(request, "integrasi/menunggu_kedua.html", konteks)
