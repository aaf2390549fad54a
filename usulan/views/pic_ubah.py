"""Screen 11, changing: administrators only, after a fresh sign-in; every press is an action with its Peristiwa.

A temporary password is shown on the page that answers the press, once: it is stored nowhere in the clear.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from referensi.models import Instansi
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.segar import perlu_masuk_segar
from siapp.web.bergiliran import bergiliran
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan
from siapp.web.sekali import sekali_tampil
from usulan.actions import pic
from usulan.forms.pic import (
    BidangTujuan,
    FormAlasan,
    FormCabut,
    FormPengguna,
    FormPeran,
    FormPic,
    FormSerahkan,
    FormStaf,
    FormUbahPic,
)
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.peran_terakhir import halangan_terakhir
from usulan.tampilan import pic as tampilan
from usulan.tampilan.remah import REMAH_PIC

ubah = hak.akses(Urusan.ATUR_PIC)
formulir = require_http_methods(["GET", "POST"])


def _coba(form: forms.Form, tindakan: Callable[[], Any]) -> tuple[bool, Any]:
    """Run the action if the form is right; hang a refusal onto the form. Returns (done, what the action returned)."""
    if not form.is_valid():
        return False, None
    try:
        return True, tindakan()
    except GalatPengguna as galat:
        galat.tempel(form)
        return False, None


def _isian(request: Permintaan, form: forms.Form, judul: str, tombol: str, kembali: str, **lain: Any) -> HttpResponse:
    """Show `form` on a page of its own, with 422 when it was sent with faults."""
    konteks = {"form": form, "judul": judul, "tombol": tombol, "kembali": kembali, "remah": REMAH_PIC, **lain}
    return render(request, "usulan/pic_isian.html", konteks, status=422 if form.is_bound else 200)


def _sandi(request: Permintaan, orang: Pengguna, sandi: str, kembali: str) -> HttpResponse:
    """Show a temporary password; the person's page, to which a late second press leads, can make another one."""
    konteks = {"orang": orang, "sandi": sandi, "kembali": kembali}
    lewat = "Kata sandi sementaranya tidak tampil lagi. Belum terbaca? Tekan “Atur ulang kata sandi” di halaman ini."
    return sekali_tampil(render(request, "usulan/pic_sandi.html", konteks), _url_orang(orang.pk), lewat)


def _selesai(request: Permintaan, pesan: str, ke: str) -> HttpResponse:
    messages.success(request, pesan)
    return redirect(ke)


def _beralasan(
    request: Permintaan,
    tindakan: Callable[[FormCabut], Any],
    *,
    pesan: str,
    kembali: str,
    ke: str = "",
    tujuan: BidangTujuan | None = None,
    **halaman: str,
) -> HttpResponse:
    """Take something away from a person; `tindakan` gets the form with the reason and what happens to open work.

    Arguments: `kembali`, where giving it up leads; `ke`, where doing it leads if elsewhere; `halaman`, `judul`,
    `tombol` and `isi`, which says what it means.
    """
    form = FormCabut(request.POST or None, tujuan=tujuan)
    selesai, _ = _coba(form, lambda: tindakan(form))
    if selesai:
        return _selesai(request, pesan, ke or kembali)
    return _isian(request, form, kembali=kembali, bahaya=True, **halaman)


def _url_instansi(instansi: Instansi) -> str:
    return reverse("usulan:pic_instansi", args=[instansi.pk])


def _url_orang(pengguna_id: int) -> str:
    return reverse("usulan:pic_rinci", args=[pengguna_id])


@ubah
@formulir
@never_cache
@perlu_masuk_segar
def pic_tambah(request: Permintaan, instansi_id: str) -> HttpResponse:
    """Register a PIC of an instansi."""
    instansi = get_object_or_404(Instansi, pk=instansi_id)
    form, kembali = FormPic(request.POST or None), _url_instansi(instansi)
    selesai, hasil = _coba(
        form,
        lambda: pic.daftarkan_pic(
            nip=form.cleaned_data["nip"],
            nama=form.cleaned_data["nama"],
            surel=form.cleaned_data["surel"],
            instansi=instansi,
            kelompok=form.kelompok,
            oleh=request.user,
        ),
    )
    if not selesai:
        return _isian(request, form, f"Daftarkan PIC {instansi.nama}", "Daftarkan PIC", kembali)
    orang, sandi = hasil
    if sandi:
        return _sandi(request, orang, sandi, kembali)
    return _selesai(request, f"{orang.nama} didaftarkan sebagai PIC. Kata sandinya tetap.", kembali)


@ubah
@formulir
@perlu_masuk_segar
@bergiliran
def pic_ubah(request: Permintaan, pengguna_id: int, instansi_id: str) -> HttpResponse:
    """Change the groups and signing rights of a PIC."""
    orang, instansi = get_object_or_404(Pengguna, pk=pengguna_id), get_object_or_404(Instansi, pk=instansi_id)
    peran = orang.peran.filter(aktif=True, instansi=instansi)
    tujuan = tampilan.tujuan_draf(instansi, orang, {p.kategori for p in peran})
    form = FormUbahPic(request.POST or None, kini=tampilan.kelompok_awal(peran), tujuan=tujuan)
    selesai, _ = _coba(
        form,
        lambda: pic.ubah_pic(
            orang.pk,
            instansi=instansi,
            kelompok=form.kelompok,
            oleh=request.user,
            alasan=form.cleaned_data["alasan"],
            tujuan=form.keputusan,
        ),
    )
    if not selesai:
        judul = f"Ubah akses {orang.nama}"
        return _isian(request, form, judul, "Simpan akses", _url_orang(orang.pk), isi=instansi.nama)
    return _selesai(request, f"Akses {orang.nama} disimpan dan dikirim ke SIASN.", _url_instansi(instansi))


@ubah
@formulir
@perlu_masuk_segar
def pic_cabut(request: Permintaan, pengguna_id: int, instansi_id: str) -> HttpResponse:
    """End all access of a PIC at an instansi, after telling what it means."""
    orang, instansi = get_object_or_404(Pengguna, pk=pengguna_id), get_object_or_404(Instansi, pk=instansi_id)
    return _beralasan(
        request,
        lambda form: pic.cabut_pic(
            orang.pk,
            instansi=instansi,
            oleh=request.user,
            alasan=form.cleaned_data["alasan"],
            tujuan=form.keputusan,
        ),
        tujuan=tampilan.tujuan_draf(instansi, orang, set(Kategori.values)),
        pesan=f"Akses {orang.nama} dicabut. SIASN diberi tahu.",
        judul=f"Cabut akses {orang.nama}",
        tombol="Cabut akses",
        isi=f"{orang.nama} tidak dapat lagi membuka usulan {instansi.nama}.",
        kembali=_url_orang(orang.pk),
        ke=_url_instansi(instansi),
    )


@ubah
@formulir
@perlu_masuk_segar
def pic_serahkan(request: Permintaan, pengguna_id: int, instansi_id: str) -> HttpResponse:
    """Hand the open drafts of a person over to another PIC of the instansi."""
    orang, instansi = get_object_or_404(Pengguna, pk=pengguna_id), get_object_or_404(Instansi, pk=instansi_id)
    form, kembali = FormSerahkan(request.POST or None), _url_instansi(instansi)
    form.fields["kepada"].queryset = tampilan.calon_penerima(instansi, orang.pk)  # type: ignore[attr-defined]
    selesai, hasil = _coba(
        form,
        lambda: pic.serahkan_draf(
            orang.pk,
            kepada=form.cleaned_data["kepada"],
            instansi=instansi,
            oleh=request.user,
            alasan=form.cleaned_data["alasan"],
        ),
    )
    if not selesai:
        isi = f"{pic.draf_terbuka(orang, instansi)} draf dan perbaikan di {instansi.nama}."
        return _isian(request, form, f"Serahkan draf {orang.nama}", "Serahkan draf", kembali, isi=isi)
    pindah, tinggal = hasil
    sisa = f" {tinggal} draf tetap karena di luar kelompok penerima." if tinggal else ""
    return _selesai(request, f"{pindah} draf diserahkan kepada {form.cleaned_data['kepada']}.{sisa}", kembali)


@ubah
@require_POST
@perlu_masuk_segar
def empat_mata(request: Permintaan, instansi_id: str) -> HttpResponse:
    """Switch the rule of two people of an instansi."""
    instansi = get_object_or_404(Instansi, pk=instansi_id)
    aktif = request.POST.get("aktif") == "1"
    pic.atur_empat_mata(instansi, aktif=aktif, oleh=request.user)
    pesan = "Mulai sekarang siapa yang menulis isi usulan tidak menekennya sendiri."
    return _selesai(
        request, pesan if aktif else "Yang menulis isi usulan boleh juga menekennya.", _url_instansi(instansi)
    )


@ubah
@formulir
@never_cache
@perlu_masuk_segar
def staf_tambah(request: Permintaan) -> HttpResponse:
    """Give a person of Biro APP an account and the first role."""
    form, kembali = FormStaf(request.POST or None), reverse("usulan:pic_biro")
    selesai, hasil = _coba(
        form,
        lambda: pic.daftarkan_staf(
            nip=form.cleaned_data["nip"],
            nama=form.cleaned_data["nama"],
            surel=form.cleaned_data["surel"],
            jenis=form.jenis_peran,
            kategori=form.cleaned_data["kategori"],
            oleh=request.user,
        ),
    )
    if not selesai:
        return _isian(request, form, "Tambah staf Biro APP", "Tambah staf", kembali)
    orang, sandi = hasil
    if sandi:
        return _sandi(request, orang, sandi, kembali)
    return _selesai(request, f"Peran diberikan kepada {orang.nama}. Kata sandinya tetap.", kembali)


@ubah
@formulir
@never_cache
@perlu_masuk_segar
def peran_beri(request: Permintaan, pengguna_id: int) -> HttpResponse:
    """Give a known person one more role of Biro APP."""
    orang, kembali = get_object_or_404(Pengguna, pk=pengguna_id), _url_orang(pengguna_id)
    form = FormPeran(request.POST or None)
    selesai, sandi = _coba(
        form,
        lambda: pic.beri_peran(
            orang.pk, jenis=form.jenis_peran, kategori=form.cleaned_data["kategori"], oleh=request.user
        ),
    )
    if not selesai:
        return _isian(request, form, f"Beri peran kepada {orang.nama}", "Beri peran", kembali)
    if sandi:
        return _sandi(request, orang, sandi, kembali)
    return _selesai(request, "Peran diberikan.", kembali)


@ubah
@formulir
@perlu_masuk_segar
def peran_cabut(request: Permintaan, peran_id: int) -> HttpResponse:
    """End one role of Biro APP."""
    peran = get_object_or_404(Peran.objects.select_related("pengguna"), pk=peran_id)
    judul, kembali = f"Cabut peran {peran} dari {peran.pengguna.nama}", _url_orang(peran.pengguna_id)
    if request.method == "GET" and (halangan := halangan_terakhir(peran)):
        konteks = {"judul": judul, "remah": REMAH_PIC, "halangan": halangan}
        return render(request, "usulan/pic_terakhir.html", konteks)
    return _beralasan(
        request,
        lambda form: pic.cabut_peran(
            peran.pk, oleh=request.user, alasan=form.cleaned_data["alasan"], tujuan=form.keputusan
        ),
        tujuan=tampilan.tujuan_verifikasi(peran),
        pesan=f"Peran {peran} dicabut.",
        judul=judul,
        tombol="Cabut peran",
        isi="Berlaku pada permintaan berikutnya.",
        kembali=kembali,
    )


@ubah
@formulir
@perlu_masuk_segar
@bergiliran
def pengguna_ubah(request: Permintaan, pengguna_id: int) -> HttpResponse:
    """Correct a person's name or mail address."""
    orang, kembali = get_object_or_404(Pengguna, pk=pengguna_id), _url_orang(pengguna_id)
    form = FormPengguna(request.POST or None, kini={"nama": orang.nama, "surel": orang.surel})
    selesai, _ = _coba(form, lambda: pic.ubah_pengguna(orang.pk, **form.cleaned_data, oleh=request.user))
    if not selesai:
        return _isian(request, form, f"Ubah data {orang.nama}", "Simpan data", kembali)
    return _selesai(request, "Data disimpan.", kembali)


@ubah
@formulir
@never_cache
@perlu_masuk_segar
def sandi_atur_ulang(request: Permintaan, pengguna_id: int) -> HttpResponse:
    """Give a person who cannot sign in a new temporary password."""
    orang, kembali = get_object_or_404(Pengguna, pk=pengguna_id), _url_orang(pengguna_id)
    form = FormAlasan(request.POST or None)
    selesai, hasil = _coba(
        form, lambda: pic.atur_ulang_sandi(orang.pk, oleh=request.user, alasan=form.cleaned_data["alasan"])
    )
    if selesai:
        return _sandi(request, orang, hasil[1], kembali)
    isi = "Semua sesinya berakhir. Pastikan lebih dahulu bahwa yang meminta memang orangnya."
    return _isian(request, form, f"Atur ulang kata sandi {orang.nama}", "Buat kata sandi", kembali, isi=isi)


@ubah
@formulir
@perlu_masuk_segar
def dua_langkah_lepas(request: Permintaan, pengguna_id: int) -> HttpResponse:
    """Let a person in again who lost the phone and the spare codes."""
    orang = get_object_or_404(Pengguna, pk=pengguna_id)
    return _beralasan(
        request,
        lambda form: pic.lepas_dua_langkah(orang.pk, oleh=request.user, alasan=form.cleaned_data["alasan"]),
        pesan=f"Verifikasi dua langkah {orang.nama} dilepas.",
        judul=f"Lepas verifikasi dua langkah {orang.nama}",
        tombol="Lepas",
        isi=(
            "Setelah ini ia masuk dengan kata sandi saja, lalu memasangnya lagi bila perannya mewajibkan. "
            "Pastikan lebih dahulu bahwa yang meminta memang orangnya."
        ),
        kembali=_url_orang(orang.pk),
    )
