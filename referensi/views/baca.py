"""Screen 12, reading: for everybody at Biro APP."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from referensi import tampilan
from referensi.forms import FormCari, FormInstansi
from referensi.izin import Urusan, hak
from referensi.models import AlasanPenolakan, BarisDisisihkan, Instansi, Layanan
from referensi.tampilan import remah
from siapp.web.fragmen import fragmen, sajikan
from siapp.web.halaman import halaman_keyset
from siapp.web.menu import url_jika_ada
from siapp.web.permintaan import Permintaan

URUT = ("nama", "id")
UKURAN = 50


def _boleh_ubah(request: Permintaan) -> bool:
    return hak.boleh(request.user, Urusan.UBAH)


@hak.akses(Urusan.BACA)
@require_safe
def indeks(request: Permintaan) -> HttpResponse:
    """Show how fresh each list is, what waits for approval and what is not matched with SIASN."""
    layanan, dokumen = tampilan.belum_cocok()
    daftar, boleh = tampilan.ringkasan_daftar(), _boleh_ubah(request)
    konteks = {
        "daftar": daftar,
        "menunggu": [satu for satu in daftar if satu.menunggu],
        "layanan_belum_cocok": layanan,
        "dokumen_belum_cocok": dokumen,
        "disisihkan": BarisDisisihkan.objects.count() if boleh else 0,
        "boleh_ubah": boleh,
        # Other rooms' pages, by their names: this room knows neither who talks to SIASN nor who keeps deadlines.
        "url_sinkron": url_jika_ada("integrasi:sinkron"),
        "url_kalender": url_jika_ada("usulan:kalender"),
    }
    return render(request, "referensi/indeks.html", konteks)


@hak.akses(Urusan.BACA)
@require_safe
def daftar(request: Permintaan, kode: str) -> HttpResponse:
    """Show one list, searched and page by page."""
    lihat = tampilan.LIHAT.get(kode)
    if lihat is None:
        raise Http404
    form = FormCari(request.GET)
    form.is_valid()
    rows = tampilan.isi_daftar(lihat, form.cleaned_data.get("cari", ""), form.cleaned_data.get("lama", False))
    halaman = halaman_keyset(rows, request, URUT, UKURAN)
    konteks = {
        "kode": kode,
        "lihat": lihat,
        "form": form,
        "halaman": halaman,
        "baris": [tampilan.baris_tampil(lihat, satu) for satu in halaman.baris],
        "remah": remah(),
    }
    return render(request, "referensi/daftar.html", konteks)


@hak.akses(Urusan.BACA)
@require_safe
def pohon(request: Permintaan) -> HttpResponse:
    """Show the units below one unit; opened in place by htmx, as pages of their own without it."""
    form = FormInstansi(request.GET)
    form.fields["instansi"].queryset = Instansi.objects.filter(aktif=True).order_by("nama")  # type: ignore[attr-defined]
    instansi = form.cleaned_data["instansi"] if form.is_valid() else None
    induk = request.GET.get("induk", "")
    konteks: dict[str, Any] = {"form": form, "instansi": instansi, "remah": remah()}
    if instansi is not None:
        anak = tampilan.anak_unor(instansi.pk, induk)
        konteks |= {"halaman": halaman_keyset(anak, request, URUT, UKURAN), "induk": induk}
        konteks["jalur"] = [] if fragmen(request) else tampilan.jalur_unor(induk)
    return sajikan(request, "referensi/pohon.html", konteks)


@hak.akses(Urusan.BACA)
@require_safe
def pemetaan(request: Permintaan) -> HttpResponse:
    """Show the services and how many of their documents have a counterpart at SIASN."""
    konteks = {"layanan": tampilan.layanan_dan_padanan(), "remah": remah()}
    return render(request, "referensi/pemetaan.html", konteks)


@hak.akses(Urusan.BACA)
@require_safe
def pemetaan_layanan(request: Permintaan, kode: str) -> HttpResponse:
    """Show the documents of one service beside SIASN's."""
    layanan = get_object_or_404(Layanan.objects.select_related("jenis_layanan"), pk=kode)
    konteks = {
        "layanan": layanan,
        "persyaratan": layanan.persyaratan.filter(aktif=True).select_related("jenis_dokumen").order_by("urutan"),
        "boleh_ubah": _boleh_ubah(request),
        "remah": remah(("Padanan dengan SIASN", reverse("referensi:pemetaan"))),
    }
    return render(request, "referensi/pemetaan_layanan.html", konteks)


@hak.akses(Urusan.BACA)
@require_safe
def periode(request: Permintaan) -> HttpResponse:
    """Show the periods of KP."""
    baris = tampilan.daftar_periode(timezone.localdate())
    return render(
        request, "referensi/periode.html", {"baris": baris, "boleh_ubah": _boleh_ubah(request), "remah": remah()}
    )


@hak.akses(Urusan.BACA)
@require_safe
def alasan(request: Permintaan) -> HttpResponse:
    """Show the reasons for refusing a document."""
    semua = AlasanPenolakan.objects.order_by("-aktif", "urutan")
    return render(
        request, "referensi/alasan.html", {"alasan": semua, "boleh_ubah": _boleh_ubah(request), "remah": remah()}
    )
