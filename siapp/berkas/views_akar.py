"""The certificates by which electronic signatures are believed: which, by whom, and no longer (layar.md 2.16)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from siapp.berkas.akar import UKURAN_MAKS, cabut_akar, tambah_akar
from siapp.berkas.forms import FormAkar, FormCabutAkar
from siapp.berkas.izin import Urusan, hak
from siapp.berkas.models import AkarTepercaya
from siapp.web.galat import ditempel
from siapp.web.menu import url_jika_boleh
from siapp.web.permintaan import Permintaan

RIWAYAT = 20


@require_http_methods(["GET", "HEAD", "POST"])
@hak.akses(Urusan.BACA_AKAR)
def akar(request: Permintaan) -> HttpResponse:
    """What is believed, and what was; an administrator adds to it."""
    if request.method != "POST":
        return _halaman(request)
    hak.check(request.user, Urusan.ATUR_AKAR)
    form = FormAkar(request.POST, request.FILES)
    if form.is_valid():
        with ditempel(form):
            # A certificate is small: what comes behind makes it none.
            mentah = form.cleaned_data["berkas"].read(4 * UKURAN_MAKS)
            satu = tambah_akar(mentah, form.cleaned_data["sidik"], oleh=request.user)
            messages.success(request, f"{satu} dipercaya. Tanda tangan yang sudah ada dinilai ulang sekarang.")
            return redirect("berkas:akar")
    return _halaman(request, form=form, status=422)


@require_POST
@hak.akses(Urusan.ATUR_AKAR)
def cabut(request: Permintaan, akar_id: int) -> HttpResponse:
    """Believe one no longer."""
    form = _form_cabut(akar_id, request)
    if form.is_valid():
        satu = cabut_akar(akar_id, form.cleaned_data["alasan"], oleh=request.user)
        messages.success(request, f"{satu} tidak dipercaya lagi. Tanda tangan yang sudah ada dinilai ulang sekarang.")
        return redirect("berkas:akar")
    return _halaman(request, dicabut=(akar_id, form), status=422)


def _form_cabut(akar_id: int, request: Permintaan | None = None) -> FormCabutAkar:
    return FormCabutAkar(request.POST if request else None, auto_id=f"cabut-{akar_id}-%s")


def _halaman(
    request: Permintaan,
    form: FormAkar | None = None,
    dicabut: tuple[int, FormCabutAkar] | None = None,
    status: int = 200,
) -> HttpResponse:
    semua = AkarTepercaya.objects.defer("der").select_related("ditambah_oleh", "dicabut_oleh")
    sebelum = dict([dicabut]) if dicabut else {}
    konteks = {
        "daftar": [(satu, sebelum.get(satu.pk, _form_cabut(satu.pk))) for satu in semua.berlaku()],
        "riwayat": semua.exclude(dicabut_pada=None).order_by("-dicabut_pada")[:RIWAYAT],
        "boleh_atur": hak.boleh(request.user, Urusan.ATUR_AKAR),
        "form": form or FormAkar(),
        "remah": [("Pengiriman", url_jika_boleh("integrasi:pengiriman", request.user))],
    }
    return render(request, "berkas/akar.html", konteks, status=status)
