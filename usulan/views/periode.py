"""Changing the window of a KP period, and removing a wrong one (layar.md 2.12).

Here and not beside the list of periods: what follows for drafts is shown first, and `referensi` knows none.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_http_methods

from referensi import suntingan
from referensi.forms import FormRentang
from referensi.izin import Urusan, hak
from referensi.models import Periode
from siapp.web.bergiliran import bergiliran
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan, kiriman
from usulan.forms.kalender import FormCabutHari
from usulan.tampilan.periode import DampakPeriode, dampak_periode

REMAH = [("Referensi", reverse_lazy("referensi:indeks")), ("Periode", reverse_lazy("referensi:periode"))]


@hak.akses(Urusan.UBAH)
@require_http_methods(["GET", "POST"])
@bergiliran
def ubah(request: Permintaan, periode_id: int) -> HttpResponse:
    """Change a window: where drafts hang on it, first what follows is shown, then, with `pasti`, it is written."""
    periode = get_object_or_404(Periode, pk=periode_id)
    form = FormRentang(kiriman(request), kini={"dibuka": periode.dibuka, "ditutup": periode.ditutup})
    dampak = None
    if form.is_valid():
        isi = form.cleaned_data
        dampak = dampak_periode(periode, isi["dibuka"], isi["ditutup"])
        try:
            suntingan.check_rentang(periode.tmt, isi["dibuka"], isi["ditutup"])
            if not dampak.jumlah or request.POST.get("pasti") == _dilihat(form, dampak):
                suntingan.ubah_periode(periode.pk, **isi, oleh=request.user)
                messages.success(request, "Tersimpan.")
                return redirect("referensi:periode")
        except GalatPengguna as galat:
            galat.tempel(form)
    pasti = _dilihat(form, dampak) if dampak and not form.errors else ""
    konteks = {"form": form, "periode": periode, "dampak": dampak, "pasti": pasti, "remah": REMAH}
    return render(request, "usulan/periode_ubah.html", konteks, status=422 if form.errors else 200)


def _dilihat(form: FormRentang, dampak: DampakPeriode) -> str:
    """What the consequence was shown for: other days, or other drafts, are shown first."""
    return f"{form.cleaned_data['dibuka']} {form.cleaned_data['ditutup']} {dampak.jumlah}"


@hak.akses(Urusan.UBAH)
@require_http_methods(["GET", "POST"])
def hapus(request: Permintaan, periode_id: int) -> HttpResponse:
    """Remove a period that was added by mistake, or say why it stays and what to do instead."""
    periode = Periode.objects.filter(pk=periode_id).first()
    if periode is None:
        messages.info(request, "Periode itu sudah dihapus.")
        return redirect("referensi:periode")
    form, sebab, status = FormCabutHari(kiriman(request)), "", 422 if request.method == "POST" else 200
    try:
        suntingan.check_hapus_periode(periode)
        if form.is_valid():
            suntingan.hapus_periode(periode.pk, alasan=form.cleaned_data["alasan"], oleh=request.user)
            messages.success(request, f"Periode TMT {periode} dihapus.")
            return redirect("referensi:periode")
    except GalatPengguna as galat:
        sebab, status = galat.pesan, galat.kode if request.method == "POST" else 200
    konteks = {"form": form, "periode": periode, "sebab": sebab, "remah": REMAH}
    return render(request, "usulan/periode_hapus.html", konteks, status=status)
