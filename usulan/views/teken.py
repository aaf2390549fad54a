"""Pemeriksaan awal and teken: the last look before Biro APP and BKN see the usulan (alur.md 3)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran
from siapp.web.fragmen import jajak, sajikan
from siapp.web.galat import GalatPengguna, ditempel
from siapp.web.permintaan import Permintaan, kiriman
from usulan import izin
from usulan.actions import pengajuan
from usulan.actions import pengembalian as tindakan_draf
from usulan.actions.temuan import penjelasan
from usulan.ambil import ambil_untuk_disusun
from usulan.aturan import Temuan, Tingkat, periksa, periksa_semua
from usulan.forms.teken import FormKembalikanDraf, FormTeken, nama_alasan
from usulan.izin import hak
from usulan.models import Usulan
from usulan.pengembalian import pengembalian
from usulan.perbedaan import perbedaan, sidik
from usulan.tahap import Kerja, Tahap
from usulan.tampilan.dokumen import baris_dokumen
from usulan.tampilan.nilai import baris_data, baris_surat
from usulan.tampilan.pemeriksaan import BUKAN_MESIN, belum_dikenal_siasn, kelompok_pemeriksaan, sedang_dibaca
from usulan.tampilan.remah import remah_susun
from usulan.tampilan.sejak import sejak_terakhir
from usulan.tampilan.tugas import alamat_temuan


def tampilkan_temuan(usulan: Usulan, temuan: list[Temuan], tingkat: Tingkat) -> list[dict[str, str]]:
    """The findings of one severity, each with the address where it is mended."""
    return [{"pesan": t.pesan, "url": alamat_temuan(usulan, t)} for t in temuan if t.tingkat is tingkat]


@hak.akses(Kerja.UBAH_DATA)
@require_safe
def pemeriksaan(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Show what pemeriksaan awal looked at, what it found, and what it could not look at."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    butir = periksa_semua(usulan)
    kelompok = kelompok_pemeriksaan(usulan, butir)
    temuan = [t for b in butir for t in b.temuan]
    konteks = {
        "usulan": usulan,
        "kelompok": kelompok,
        "bukan_mesin": BUKAN_MESIN,
        "belum_dikenal": belum_dikenal_siasn(usulan, usulan.dokumen.select_related("persyaratan")),
        "galat": sum(t.tingkat is Tingkat.GALAT for t in temuan),
        "peringatan": sum(t.tingkat is Tingkat.PERINGATAN for t in temuan),
        "belum": sum(len(k.belum) for k in kelompok),
        "diperiksa": sum(k.jumlah for k in kelompok),
        "induk": remah_susun(usulan)[-1][1],
        "remah": remah_susun(usulan),
    }
    konteks["dibaca"] = dibaca = sedang_dibaca(usulan)
    return sajikan(request, "usulan/periksa.html", konteks | {"ke": jajak(request, berjalan=dibaca > 0)})


def penyetuju(usulan: Usulan) -> list[Pengguna]:
    """The people who may sign `usulan`; who wrote it is not among them where the instansi asks for two people."""
    orang = Pengguna.objects.filter(
        is_active=True,
        peran__jenis=JenisPeran.PIC,
        peran__aktif=True,
        peran__boleh_teken=True,
        peran__instansi=usulan.instansi_id,
        peran__kategori=usulan.kategori,
    )
    return list(orang.exclude(pk__in=izin.wajib_dua_orang(usulan)).distinct().order_by("nama"))


@hak.akses(Kerja.AJUKAN, Kerja.AJUKAN_PERBAIKAN)
@require_http_methods(["GET", "POST"])
def teken(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Check the answers once more, sign and send: the first time, or after corrections."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    temuan = periksa(usulan)
    form = _form_teken(usulan, temuan, kiriman(request))
    if request.method == "POST" and form.is_valid():
        try:
            _kirim(usulan, form, request.POST.get("diketahui", ""), request.user)
        except GalatPengguna as galat:
            if galat.kode != 422:
                raise
            galat.tempel(form)
        else:
            messages.success(request, f"Usulan {usulan.nomor} diteken dan dikirim ke Biro APP dan BKN.")
            return redirect("usulan:terkirim", usulan.pk)
    return _halaman_teken(request, usulan, form=form, temuan=temuan)


def _form_teken(usulan: Usulan, temuan: list[Temuan], kiriman_teken: Any) -> FormTeken:
    ragu = [t for t in temuan if t.tingkat is Tingkat.PERINGATAN]
    berubah = pengajuan.data_berubah(usulan) if usulan.tahap_kini is Tahap.PERBAIKAN else None
    return FormTeken(kiriman_teken, peringatan=ragu, berubah=berubah, initial=_awal(usulan, ragu))


def _halaman_teken(
    request: Permintaan,
    usulan: Usulan,
    *,
    form: FormTeken | None = None,
    temuan: list[Temuan] | None = None,
    kembalikan: FormKembalikanDraf | None = None,
) -> HttpResponse:
    """The page of the signing: with `form` as it was sent, or with `kembalikan`, the note that gives the draft back."""
    temuan = periksa(usulan) if temuan is None else temuan
    form = form or _form_teken(usulan, temuan, None)
    kembali = kembalikan or FormKembalikanDraf(initial={"versi_draf": usulan.versi})
    konteks = _konteks(request, usulan, temuan) | {"form": form, "form_kembalikan": kembali}
    return render(request, "usulan/teken.html", konteks, status=422 if form.errors or kembali.errors else 200)


def _awal(usulan: Usulan, ragu: list[Temuan]) -> dict[str, Any]:
    """What the form begins with: what was answered while drafting is there to be read once more."""
    jawab = penjelasan(usulan)
    return {"versi": usulan.versi} | {nama_alasan(t): jawab[t.sidik] for t in ragu if t.sidik in jawab}


def _kirim(usulan: Usulan, form: FormTeken, diketahui: str, oleh: Pengguna) -> None:
    kirim = pengajuan.ajukan_perbaikan if usulan.tahap_kini is Tahap.PERBAIKAN else pengajuan.ajukan
    kirim(
        usulan.pk,
        oleh=oleh,
        catatan=form.cleaned_data["catatan"],
        penjelasan=form.penjelasan,
        diketahui=diketahui,
        versi=form.cleaned_data["versi"],
    )


def _konteks(request: Permintaan, usulan: Usulan, temuan: list[Temuan]) -> dict[str, Any]:
    perbaikan = usulan.tahap_kini is Tahap.PERBAIKAN
    orang = penyetuju(usulan)
    beda = perbedaan(usulan)
    kerja = Kerja.AJUKAN_PERBAIKAN if perbaikan else Kerja.AJUKAN
    return {
        "usulan": usulan,
        "beda": beda,
        "sidik_beda": sidik(beda),
        "perbaikan": perbaikan,
        "dikembalikan": pengembalian(usulan),
        "sejak": sejak_terakhir(usulan, request.user),
        "boleh_kembalikan": izin.boleh(request.user, Kerja.KEMBALIKAN_DRAF, usulan),
        "boleh": izin.boleh(request.user, kerja, usulan) and request.user in orang,
        "penyetuju": orang,
        "galat": tampilkan_temuan(usulan, temuan, Tingkat.GALAT),
        "peringatan": tampilkan_temuan(usulan, temuan, Tingkat.PERINGATAN),
        "belum_dijawab": pengajuan.belum_dijawab(usulan) if perbaikan else [],
        "baris_data": baris_data(usulan),
        "baris_surat": baris_surat(usulan),
        "dokumen": [b for b in baris_dokumen(usulan, request.user) if b.ada],
        "url_data": reverse("usulan:perbaikan" if perbaikan else "usulan:data", args=[usulan.pk]),
        "url_surat": reverse("usulan:perbaikan" if perbaikan else "usulan:surat", args=[usulan.pk]),
        "url_dokumen": reverse("usulan:perbaikan" if perbaikan else "usulan:dokumen", args=[usulan.pk]),
        "remah": remah_susun(usulan),
    }


@hak.akses(Kerja.KEMBALIKAN_DRAF)
@require_POST
def kembalikan_draf(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Give the draft back; without a note the page of the signing comes again and says so."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    izin.check_boleh(request.user, Kerja.KEMBALIKAN_DRAF, usulan)
    form = FormKembalikanDraf(request.POST)
    if form.is_valid():
        isi = form.cleaned_data
        with ditempel(form):
            tindakan_draf.kembalikan_draf(
                usulan.pk, oleh=request.user, catatan=isi["catatan_penyusun"], versi=isi["versi_draf"]
            )
            messages.success(request, f"Usulan {usulan.nomor} dikembalikan kepada penyusunnya, beserta catatan Anda.")
            return redirect("usulan:rinci", usulan.pk)
    return _halaman_teken(request, usulan, kembalikan=form)


@hak.akses(Kerja.SERAHKAN_DRAF)
@require_POST
def serahkan_draf(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Hand a draft that was given back over to be signed."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    tindakan_draf.serahkan_draf(usulan.pk, oleh=request.user)
    messages.success(request, f"Usulan {usulan.nomor} diserahkan kepada penyetuju. Ia diberi tahu.")
    return redirect("usulan:rinci", usulan.pk)
