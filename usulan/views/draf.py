"""Screen 2, second half: the task list of a draft, its data, its end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from referensi.katalog import bidang_layanan
from siapp.web.fragmen import jajak, sajikan
from siapp.web.permintaan import Permintaan, kiriman
from usulan import izin
from usulan.actions import draf
from usulan.ambil import ambil_untuk_disusun, ambil_usulan
from usulan.aturan import periksa_semua
from usulan.forms.draf import DATA, PERBAIKAN, SURAT, FormIsian
from usulan.hak import Urusan
from usulan.isian import minta_simpan_otomatis, simpan_isian, simpan_otomatis
from usulan.izin import hak
from usulan.models import Usulan
from usulan.pengembalian import pengembalian
from usulan.tahap import Kerja, Tahap
from usulan.tampilan.dokumen import baris_dokumen, hitung
from usulan.tampilan.nilai import beda_asn
from usulan.tampilan.pemeriksaan import kelompok_pemeriksaan, sedang_dibaca, sejauh_ini
from usulan.tampilan.peralihan import pindah_instansi
from usulan.tampilan.remah import remah_susun
from usulan.tampilan.tugas import daftar_tugas

JUDUL = {DATA: "Data usulan", SURAT: "Surat pengantar", PERBAIKAN: "Data yang diminta diperbaiki"}


@hak.akses(Kerja.UBAH_DATA)
@require_safe
def tugas(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Show the task list of a draft; a usulan that is further on has other pages."""
    usulan = ambil_usulan(request, usulan_id)
    izin.check_boleh(request.user, Kerja.UBAH_DATA, usulan)
    if usulan.tahap_kini is not Tahap.DRAF:
        return redirect("usulan:perbaikan" if usulan.tahap_kini is Tahap.PERBAIKAN else "usulan:rinci", usulan.pk)
    baris = baris_dokumen(usulan, request.user)
    butir = periksa_semua(usulan)
    kelompok = kelompok_pemeriksaan(usulan, butir)
    daftar = daftar_tugas(usulan, baris, [t for b in butir for t in b.temuan], request.user)
    ada, wajib = hitung(baris, wajib=True)
    selesai = sum(t.status == "LENGKAP" for t in daftar)
    konteks = {"usulan": usulan, "tugas": daftar, "selesai": selesai, "ada": ada, "wajib": wajib}
    konteks["dikembalikan"] = pengembalian(usulan)
    konteks["pindah"] = pindah_instansi(usulan, request.user)
    konteks |= {"sejauh_ini": sejauh_ini(kelompok), "diperiksa": sum(k.jumlah for k in kelompok)}
    konteks["belum"] = sum(len(k.belum) for k in kelompok)
    konteks["dibaca"] = dibaca = sedang_dibaca(usulan)
    konteks |= {"ke": jajak(request, berjalan=dibaca > 0), "remah": [("Beranda", reverse("beranda"))]}
    return sajikan(request, "usulan/tugas.html", konteks)


def _tandai_beda(form: FormIsian) -> None:
    """Hang onto each field what Data ASN says, where it says something else."""
    for bidang in bidang_layanan(form.usulan.layanan_id):
        if bidang.kode in form.fields:
            kini = getattr(form.isi, bidang.kode)
            form.fields[bidang.kode].beda_asn = beda_asn(bidang, form.usulan.asn, kini)  # type: ignore[attr-defined]


@hak.akses(Kerja.UBAH_DATA)
@require_http_methods(["GET", "POST"])
def data(request: Permintaan, usulan_id: UUID, bagian: str) -> HttpResponse:
    """Show and save one page of the data (`bagian`: data, surat); what is typed saves itself with JavaScript."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    if minta_simpan_otomatis(request):
        return simpan_otomatis(request, usulan, bagian)
    form = FormIsian(kiriman(request), usulan=usulan, bagian=bagian)
    kode = simpan_isian(request, usulan, form) if request.method == "POST" else 200
    if not kode:
        messages.success(request, f"{JUDUL[bagian]} disimpan.")
        return redirect("usulan:tugas", usulan.pk)
    _tandai_beda(form)
    konteks = {"usulan": usulan, "form": form, "judul": JUDUL[bagian], "bagian": bagian, "remah": remah_susun(usulan)}
    return render(request, "usulan/data.html", konteks, status=kode)


@hak.akses(Kerja.HAPUS)
@require_http_methods(["GET", "POST"])
def hapus(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Ask, then delete a draft; who comes second, from another device or tab, reads that it is deleted."""
    dihapus = Usulan.objects.filter(pk=usulan_id, tahap=Tahap.DIHAPUS).first()
    if dihapus and izin.boleh(request.user, Kerja.HAPUS, dihapus):
        messages.info(request, f"Draf {dihapus.nomor} sudah dihapus.")
        return redirect("beranda")
    usulan = ambil_untuk_disusun(request, usulan_id)
    if request.method == "POST":
        draf.hapus_draf(usulan.pk, oleh=request.user)
        messages.success(request, f"Draf {usulan.nomor} dihapus.")
        return redirect("beranda")
    return render(request, "usulan/hapus.html", {"usulan": usulan, "remah": remah_susun(usulan)})


@hak.akses(Urusan.SUSUN_USULAN)
@require_POST
def salin(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Start a new draft from a usulan that ended in TMS."""
    lama = ambil_usulan(request, usulan_id)
    usulan = draf.salin_dari_tms(lama.pk, oleh=request.user)
    messages.success(
        request, f"Draf {usulan.nomor} dibuat dari {lama.nomor}. Berkasnya dapat dipakai lagi per dokumen."
    )
    return redirect("usulan:tugas", usulan.pk)
