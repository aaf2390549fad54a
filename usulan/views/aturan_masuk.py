"""Screen 11: from which day signers need a second step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from siapp.akun.dua_langkah import penanda_tangan_sejak
from siapp.akun.segar import perlu_masuk_segar
from siapp.web.bergiliran import bergiliran
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan
from usulan.actions.aturan_masuk import atur_langkah_kedua
from usulan.forms.pic import FormLangkahKedua
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.tampilan.pic import penanda_tangan
from usulan.tampilan.remah import REMAH_PIC


@hak.akses(Urusan.ATUR_PIC)
@require_http_methods(["GET", "POST"])
@perlu_masuk_segar
@bergiliran
def langkah_kedua(request: Permintaan) -> HttpResponse:
    """Show how many signers have a second step, and set the day from which all of them need one."""
    sejak = penanda_tangan_sejak()
    form = FormLangkahKedua(request.POST or None, kini={"sejak": sejak})
    if form.is_valid():
        isi = form.cleaned_data
        try:
            berubah = atur_langkah_kedua(isi["sejak"], oleh=request.user, alasan=isi["alasan"])
        except GalatPengguna as galat:
            galat.tempel(form)
        else:
            messages.success(request, "Aturan disimpan." if berubah else "Tidak ada yang berubah.")
            return redirect(reverse("usulan:pic_langkah_kedua"))
    konteks = {
        "form": form,
        "sejak": sejak,
        "semua": penanda_tangan(),
        "tanpa": penanda_tangan(tanpa_langkah_kedua=True),
        "remah": REMAH_PIC,
    }
    return render(request, "usulan/pic_langkah_kedua.html", konteks, status=422 if form.is_bound else 200)
