"""The switch of the exchange, and how long the agreement is in force (layar.md 2.10)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from integrasi.izin import Urusan, hak
from integrasi.mitra import perjanjian, sakelar
from integrasi.models import MasaPerjanjian, PenghentianPertukaran
from integrasi.petugas import pertukaran as tindakan
from integrasi.petugas.forms_pertukaran import FormHentikan, FormMasa, FormMulaiLagi
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan

RIWAYAT = 20


@require_safe
@hak.akses(Urusan.LIHAT_PERTUKARAN)
def pertukaran(request: Permintaan) -> HttpResponse:
    """Whether the exchange is on, until when the agreement is in force, and what was decided about both."""
    return _halaman(request)


def _halaman(
    request: Permintaan,
    form: FormHentikan | FormMulaiLagi | None = None,
    form_masa: FormMasa | None = None,
    status: int = 200,
) -> HttpResponse:
    henti, masa = sakelar.penghentian(), perjanjian.masa()
    konteks = {
        "henti": henti,
        "boleh_henti": hak.boleh(request.user, Urusan.HENTIKAN),
        "boleh_masa": hak.boleh(request.user, Urusan.ATUR_PERJANJIAN),
        "form": form or (FormMulaiLagi() if henti else FormHentikan()),
        "form_masa": form_masa or FormMasa(),
        "masa": masa,
        "sisa": (masa.berakhir - timezone.localdate()).days,
        "tenggat": [(bulan, sejak) for bulan, sejak in reversed([*masa.tenggat()])],
        "riwayat": PenghentianPertukaran.objects.select_related("oleh", "dimulai_oleh").order_by("-mulai")[:RIWAYAT],
        "riwayat_masa": MasaPerjanjian.objects.select_related("oleh").order_by("-pk")[:RIWAYAT],
        "semula": (perjanjian.AKHIR_SEMULA, perjanjian.DASAR_SEMULA),
    }
    return render(request, "integrasi/pertukaran.html", konteks, status=status)


@require_http_methods(["POST"])
@hak.akses(Urusan.HENTIKAN)
def hentikan(request: Permintaan) -> HttpResponse:
    """Stop the exchange."""
    form = FormHentikan(request.POST)
    if not form.is_valid():
        return _halaman(request, form, status=422)
    tindakan.hentikan(form.cleaned_data["alasan"], oleh=request.user)
    messages.success(request, "Pertukaran dengan SIASN dihentikan.")
    return redirect("integrasi:pertukaran")


@require_http_methods(["POST"])
@hak.akses(Urusan.HENTIKAN)
def mulai_lagi(request: Permintaan) -> HttpResponse:
    """Start it again."""
    form = FormMulaiLagi(request.POST)
    if not form.is_valid():
        return _halaman(request, form, status=422)
    tindakan.mulai_lagi(form.cleaned_data["alasan"], oleh=request.user)
    messages.success(request, "Pertukaran dengan SIASN berjalan lagi. Yang menunggu dikirim menurut urutannya.")
    return redirect("integrasi:pertukaran")


@require_http_methods(["POST"])
@hak.akses(Urusan.ATUR_PERJANJIAN)
def ubah_masa(request: Permintaan) -> HttpResponse:
    """Note another end of the agreement."""
    form = FormMasa(request.POST)
    if form.is_valid():
        try:
            tindakan.ubah_masa(form.cleaned_data["berakhir"], form.cleaned_data["dasar"], oleh=request.user)
        except GalatPengguna as galat:
            galat.tempel(form)
        else:
            messages.success(request, "Akhir perjanjian dicatat.")
            return redirect("integrasi:pertukaran")
    return _halaman(request, form_masa=form, status=422)
