"""Uncertain calls of one cause, settled at once; proposals, confirmed at once (keputusan/0102)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from integrasi.enums import DUA_ORANG
from integrasi.izin import Urusan, hak
from integrasi.petugas.forms import FormKonfirmasiBanyak, FormPutusanBanyak
from integrasi.petugas.penyelesaian_banyak import HasilBanyak, konfirmasi_banyak, ragu_sebab, selesaikan_banyak
from integrasi.petugas.tampilan import REMAH
from integrasi.sebab import sebab_untuk
from siapp.web.permintaan import Permintaan


@require_http_methods(["GET", "POST"])
@hak.akses(Urusan.URUS)
def putuskan_banyak(request: Permintaan) -> HttpResponse:
    """Show the uncertain calls of `?sebab=`, all ticked; settle those that stay ticked."""
    sebab = request.GET.get("sebab", "")[:40]
    daftar = list(ragu_sebab(request.user, sebab))
    form = FormPutusanBanyak(request.POST or None)
    if request.method == "POST" and form.is_valid():
        isi = form.cleaned_data
        _katakan(request, selesaikan_banyak(isi["pilih"], isi["tindakan"], oleh=request.user), "Kiriman diputuskan")
        return redirect("integrasi:pengiriman")
    konteks = {
        "daftar": daftar,
        "form": form,
        "sebab": sebab_untuk(sebab),
        "dua_orang": any(baris.api in DUA_ORANG for baris in daftar),
        "remah": REMAH,
    }
    return render(request, "integrasi/putusan_banyak.html", konteks, status=422 if form.is_bound else 200)


@require_POST
@hak.akses(Urusan.TEGASKAN)
def konfirmasi_usul_banyak(request: Permintaan) -> HttpResponse:
    """Confirm the ticked proposals as the second person."""
    form = FormKonfirmasiBanyak(request.POST)
    if form.is_valid():
        _katakan(request, konfirmasi_banyak(form.cleaned_data["usul"], oleh=request.user), "Usul dikonfirmasi")
    else:
        messages.error(request, "Centang paling sedikit satu usul, lalu centang bahwa Anda sudah memeriksanya.")
    return redirect("integrasi:menunggu_kedua")


def _katakan(request: Permintaan, hasil: HasilBanyak, kata: str) -> None:
    """Say what was done, and what failed by its cause."""
    if hasil.beres:
        messages.success(request, f"{kata}: {hasil.beres}.")
    if hasil.diusulkan:
        orang = "Administrator lain atau Kepala Biro mengonfirmasinya"
        messages.success(request, f"{hasil.diusulkan} usul dicatat. {orang}, sekaligus, di “Menunggu orang kedua”.")
    for kalimat, banyak in hasil.gagal.items():
        messages.warning(request, f"{banyak} tidak ikut: {kalimat}")
