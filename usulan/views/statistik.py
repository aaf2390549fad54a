"""Screen 13: the figures of a whole (layar.md 2.13). Reads what was counted, so that no page reads usulan."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from siapp.web.menu import url_jika_boleh
from siapp.web.permintaan import Permintaan
from siapp.web.replika import baca_replika
from usulan.ekspor import BENTUK, CSV, XLSX
from usulan.forms.statistik import FormStatistik
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import BulanTerhitung
from usulan.statistik.bagian import BAGIAN
from usulan.statistik.beban import beban
from usulan.statistik.ekspor import tulis_csv, tulis_xlsx
from usulan.statistik.sajian import Sajian

BEBAN = "beban"


@require_safe
@hak.akses(Urusan.BACA_STATISTIK)
def statistik(request: Permintaan) -> HttpResponse:
    """Go to the first part, with what is chosen."""
    return redirect(f"{reverse('usulan:statistik_bagian', args=[next(iter(BAGIAN))])}?{request.GET.urlencode()}")


@require_safe
@hak.akses(Urusan.BACA_STATISTIK)
@baca_replika
def statistik_bagian(request: Permintaan, bagian: str) -> HttpResponse:
    """Show one part for the months and the selection of the URL."""
    return _halaman(request, bagian)


@require_safe
@hak.akses(Urusan.BACA_STATISTIK)
@baca_replika
def statistik_csv(request: Permintaan, bagian: str, sajian: str) -> HttpResponse:
    """One table of a part as CSV."""
    return _csv(request, bagian, sajian)


@require_safe
@hak.akses(Urusan.BACA_STATISTIK)
@baca_replika
def statistik_xlsx(request: Permintaan, bagian: str) -> HttpResponse:
    """All tables of a part as one workbook."""
    return _xlsx(request, bagian)


@require_safe
@hak.akses(Urusan.BACA_BEBAN)
@baca_replika
def beban_verifikator(request: Permintaan) -> HttpResponse:
    """The part that Biro APP alone sees; its address is that of any part."""
    return _halaman(request, BEBAN)


@require_safe
@hak.akses(Urusan.BACA_BEBAN)
@baca_replika
def beban_csv(request: Permintaan, sajian: str) -> HttpResponse:
    return _csv(request, BEBAN, sajian)


@require_safe
@hak.akses(Urusan.BACA_BEBAN)
@baca_replika
def beban_xlsx(request: Permintaan) -> HttpResponse:
    return _xlsx(request, BEBAN)


def _halaman(request: Permintaan, bagian: str) -> HttpResponse:
    form = _form(request)
    konteks = {
        "form": form,
        "sajian": _sajian(request, bagian, form),
        "bagian": bagian,
        "rentang": form.pilihan.rentang,
        "kueri": request.GET.urlencode(),
        "tab": _tab(request, bagian),
        "akurasi": url_jika_boleh("usulan:ketepatan", request.user),
        "pertukaran": url_jika_boleh("integrasi:pengiriman", request.user),
        "dihitung": BulanTerhitung.objects.order_by("-bulan").values_list("pada", flat=True).first(),
    }
    return render(request, "usulan/statistik.html", konteks)


def _csv(request: Permintaan, bagian: str, sajian: str) -> HttpResponse:
    satu = next((s for s in _sajian(request, bagian, _form(request)) if s.kode == sajian), None)
    if satu is None:
        raise Http404
    return _berkas(tulis_csv(satu), f"{bagian}-{sajian}", CSV)


def _xlsx(request: Permintaan, bagian: str) -> HttpResponse:
    form = _form(request)
    return _berkas(tulis_xlsx(_sajian(request, bagian, form), form.tentang), bagian, XLSX)


def _form(request: Permintaan) -> FormStatistik:
    return FormStatistik(request.GET or {"periode": "12-bulan"}, pengguna=request.user)


def _sajian(request: Permintaan, bagian: str, form: FormStatistik) -> list[Sajian]:
    if bagian == BEBAN:
        return beban(form.pilihan, request.user)
    if bagian not in BAGIAN:
        raise Http404
    return BAGIAN[bagian].isi(form.pilihan)


def _tab(request: Permintaan, kini: str) -> list[dict[str, Any]]:
    label = {kode: satu.label for kode, satu in BAGIAN.items()}
    if hak.boleh(request.user, Urusan.BACA_BEBAN):
        label[BEBAN] = "Beban verifikator"
    kueri = f"?{request.GET.urlencode()}" if request.GET else ""
    return [
        {
            "label": kata,
            "url": reverse("usulan:statistik_bagian", args=[kode]) + kueri,
            "jumlah": None,
            "aktif": kode == kini,
        }
        for kode, kata in label.items()
    ]


def _berkas(isi: bytes, nama: str, bentuk: str) -> HttpResponse:
    lengkap = f"statistik-{nama}-{timezone.localdate():%Y-%m-%d}.{bentuk}"
    kepala = {"Content-Disposition": f'attachment; filename="{lengkap}"', "Cache-Control": "private, no-store"}
    return HttpResponse(isi, content_type=BENTUK[bentuk], headers=kepala)
