"""Part of the profile: which notices come by mail, and when (keputusan/0081)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from siapp.surel import surel_diatur
from siapp.web.akses import akses_masuk
from siapp.web.permintaan import Permintaan, kiriman
from usulan.forms.kabar import FormSurelKabar
from usulan.kabar.pilihan import pilih


@akses_masuk
@require_http_methods(["GET", "POST"])
def atur(request: Permintaan) -> HttpResponse:
    """Show and keep the choice of each kind."""
    form = FormSurelKabar(kiriman(request), pengguna=request.user)
    if form.is_valid():
        pilih(request.user, form.cleaned_data)
        messages.success(request, "Pilihan surel Anda disimpan.")
        return redirect("usulan:kabar_surel")
    konteks = {
        "form": form,
        "surel_diatur": surel_diatur(),
        "remah": [("Beranda", reverse("beranda")), ("Kabar", reverse("usulan:kabar"))],
    }
    return render(request, "usulan/kabar_surel.html", konteks, status=422 if form.is_bound else 200)
