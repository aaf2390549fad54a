"""Many documents at once (janji.md 3): names ask for their rows, files come in, what is unknown is given its row."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from siapp.berkas.foto import Kiriman, terima_dokumen
from siapp.berkas.models import Berkas
from siapp.web.fragmen import fragmen
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan
from usulan import berkas_banyak as banyak
from usulan.actions import dokumen as aksi
from usulan.ambil import ambil_untuk_disusun
from usulan.izin import hak
from usulan.models import Usulan
from usulan.tahap import Kerja, Tahap
from usulan.tampilan.belum_berbaris import konteks_belum
from usulan.tampilan.dokumen import TERIMAAN, BarisDokumen


@hak.akses(Kerja.UNGGAH)
@require_POST
def cocokkan_nama(request: Permintaan, usulan_id: UUID) -> JsonResponse:
    """Say for each `nama` which element of the page is its row, "" where that is a question. Changes nothing."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    baris = banyak.baris_terbuka(usulan, request.user)
    elemen = {b.pk: b.id for b in baris}
    nama = request.POST.getlist("nama")[: banyak.TERBANYAK]
    return JsonResponse({"baris": [elemen.get(t.satu or 0, "") for t in banyak.tebak(usulan, baris, nama)]})


@hak.akses(Kerja.UNGGAH)
@require_POST
def unggah_banyak(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Take in many files: each goes to the row that its name means; of the others the row is asked.

    To htmx, which sent the certain ones to their rows before, all that come here are kept for a choice.
    """
    usulan = ambil_untuk_disusun(request, usulan_id)
    kiriman: Sequence[UploadedFile[bytes]] = request.FILES.getlist("berkas")
    baris = banyak.baris_terbuka(usulan, request.user)
    tebakan = banyak.tebak(usulan, baris, [satu.name or "" for satu in kiriman])
    tujuan = {b.pk: b for b in baris}
    galat, belum, jumlah = [], [], 0
    for satu, tebak in zip(kiriman, tebakan, strict=True):
        pilihan = None if fragmen(request) else tujuan.get(tebak.satu or 0)
        try:
            berkas = _terima(request, satu, [pilihan] if pilihan else baris)
            if pilihan:
                aksi.lampirkan(usulan.pk, dokumen_id=pilihan.pk, berkas=berkas, oleh=request.user)
                jumlah += 1
            else:
                belum.append(berkas)
        except GalatPengguna as salah:
            galat.append(f"{satu.name}: {salah.pesan}")
    banyak.simpan_belum(request.session, usulan, belum)
    if fragmen(request):
        return _fragmen(request, usulan, galat)
    return _kembali(request, usulan, galat if kiriman else ["Pilih berkasnya dahulu."], jumlah, len(belum))


def _terima(request: Permintaan, satu: "UploadedFile[bytes]", baris: Sequence[BarisDokumen]) -> Berkas:
    # Of a row that is not known yet one does not know whether it wants the picture itself: photos are unpacked for it.
    terimaan = TERIMAAN[len(baris) == 1 and baris[0].gambar]
    kiriman = [Kiriman(satu.name or "berkas.pdf", satu)]
    return terima_dokumen(kiriman, oleh=request.user, terimaan=terimaan, ukuran_maks=banyak.ukuran_terbesar(baris))


def _kembali(request: Permintaan, usulan: Usulan, galat: list[str], jumlah: int, belum: int) -> HttpResponse:
    for satu in galat:
        messages.error(request, satu)
    if jumlah:
        messages.success(request, f"{jumlah} berkas ditaruh di barisnya.")
    if belum:
        messages.warning(request, f"{belum} berkas belum dikenali dari namanya. Pilih dokumennya di bawah ini.")
    halaman = "perbaikan" if usulan.tahap_kini is Tahap.PERBAIKAN else "dokumen"
    return redirect(f"usulan:{halaman}", usulan.pk)


def _fragmen(request: Permintaan, usulan: Usulan, galat: Sequence[str] = ()) -> HttpResponse:
    konteks = konteks_belum(request, usulan, banyak.baris_terbuka(usulan, request.user))
    return render(request, "usulan/_belum_berbaris.html", {"usulan": usulan, "galat_belum": galat, **konteks})


@hak.akses(Kerja.UNGGAH)
@require_safe
def belum_berbaris(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """The files without a row alone: htmx asks for them while they are inspected and read."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    return _fragmen(request, usulan) if fragmen(request) else _kembali(request, usulan, [], 0, 0)


@hak.akses(Kerja.UNGGAH)
@require_POST
def tempatkan(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Put the files of which a row was chosen on it, and leave what nobody wants to the nightly care.

    Photos that were given the same row become one document, in the order in which they are listed.
    """
    usulan = ambil_untuk_disusun(request, usulan_id)
    baris = {str(b.pk): b for b in banyak.baris_terbuka(usulan, request.user)}
    galat, jumlah = [], 0
    semua = banyak.berkas_belum(request.session, usulan, request.user)
    dipilih = {berkas: request.POST.get(f"baris-{berkas.pk}", "") for berkas in semua}
    selesai = [b for b, pilihan in dipilih.items() if b.ditolak or pilihan == banyak.BUANG]
    for pk in dict.fromkeys(pilihan for pilihan in dipilih.values() if pilihan in baris):
        milik = [b for b, pilihan in dipilih.items() if pilihan == pk and not b.ditolak]
        try:
            if milik:
                berkas = banyak.untuk_baris(baris[pk], milik, request.user)
                aksi.lampirkan(usulan.pk, dokumen_id=baris[pk].pk, berkas=berkas, oleh=request.user)
                jumlah += len(milik)
        except GalatPengguna as salah:
            galat += [f"{b.nama_asli}: {salah.pesan}" for b in milik]
        else:
            selesai += milik
    banyak.lupakan(request.session, usulan, selesai)
    return _kembali(request, usulan, galat, jumlah, 0)


@hak.akses(Kerja.UNGGAH)
@require_POST
def pakai_semua(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Put the chosen files of earlier usulan on their rows: what the person saw, or a sentence why not."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    galat, jumlah = [], 0
    for baris in banyak.baris_terbuka(usulan, request.user):
        for versi in baris.pakai_ulang:
            if f"{baris.pk}:{versi.pk}" not in request.POST.getlist("pakai"):
                continue
            try:
                aksi.pakai_ulang(usulan.pk, dokumen_id=baris.pk, versi_id=versi.pk, oleh=request.user)
                jumlah += 1
            except GalatPengguna as salah:
                galat.append(f"{baris.nama}: {salah.pesan}")
    return _kembali(request, usulan, galat if jumlah or galat else ["Centang berkas yang dipakai lagi."], jumlah, 0)
