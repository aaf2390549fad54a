"""The quarantine of stored files: what lies in it, how it comes back, and what a stopped scrub asks (layar.md 2.16)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from siapp.berkas import perapian_berdua
from siapp.berkas.forms import FormPindahkan, FormPutusan, FormTolak
from siapp.berkas.izin import Urusan, hak
from siapp.berkas.karantina import MASA_KARANTINA, isi_karantina, kembalikan_satu, terkarantina
from siapp.berkas.models import PerapianTertahan
from siapp.berkas.pemasangan import keluhan_pemasangan
from siapp.web.galat import GalatPengguna
from siapp.web.halaman import HalamanKeyset, halaman_jalur
from siapp.web.menu import url_jika_boleh
from siapp.web.permintaan import Permintaan

RIWAYAT = 10


@require_safe
@hak.akses(Urusan.BACA_KARANTINA)
def karantina(request: Permintaan) -> HttpResponse:
    """What lies in quarantine, a page at a time; above it what a stopped scrub asks."""
    return _halaman(request)


def _halaman(request: Permintaan, form: FormPutusan | None = None, status: int = 200) -> HttpResponse:
    semua = PerapianTertahan.objects.select_related("diusulkan_oleh", "disetujui_oleh")
    baris = semua.terbuka().first()
    orang = request.user
    konteks = {
        **_isi(request),
        "tertahan": baris,
        "form": _form(form, FormPindahkan, baris),
        "form_tolak": _form(form, FormTolak, baris),
        "masa": MASA_KARANTINA.days,
        "boleh_atur": hak.boleh(orang, Urusan.ATUR_KARANTINA),
        "boleh_tolak": hak.boleh(orang, Urusan.TEGASKAN_KARANTINA),
        "boleh_setujui": hak.boleh(orang, Urusan.TEGASKAN_KARANTINA) and baris and baris.diusulkan_oleh_id != orang.pk,
        "riwayat": semua.exclude(selesai_pada=None).order_by("-pk")[:RIWAYAT],
        "remah": [("Pengiriman", url_jika_boleh("integrasi:pengiriman", orang))],
    }
    return render(request, "berkas/karantina.html", konteks, status=status)


def _isi(request: Permintaan) -> dict[str, object]:
    """The rows, and what is wrong with the storage as a whole. A storage that is away must not hide the question."""
    try:
        halaman = halaman_jalur(lambda dari, mundur: isi_karantina(dari, mundur=mundur), request)
        return {"halaman": halaman, "daftar": terkarantina(halaman.baris), "keluhan": keluhan_pemasangan()}
    except OSError:
        return {"halaman": HalamanKeyset[str]([], "", ""), "daftar": [], "tak_terjangkau": True}


def _form(kini: FormPutusan | None, jenis: type[FormPutusan], baris: PerapianTertahan | None) -> FormPutusan | None:
    """The form that was sent, or an empty one of its kind for the scrub that is stopped."""
    if isinstance(kini, jenis):
        return kini
    return (
        jenis(initial={"perapian": baris.pk, "yatim": baris.yatim}, auto_id=f"{jenis.__name__}_%s") if baris else None
    )


@require_POST
@hak.akses(Urusan.ATUR_KARANTINA)
def kembalikan(request: Permintaan) -> HttpResponse:
    """Put one file back."""
    kembalikan_satu(request.POST.get("kunci", ""), oleh=request.user)
    messages.success(request, "Berkas kembali di tempatnya semula.")
    return redirect("berkas:karantina")


@require_POST
@hak.akses(Urusan.ATUR_KARANTINA)
def usulkan(request: Permintaan) -> HttpResponse:
    """Propose to move what the scrub stopped at."""
    form = FormPindahkan(request.POST, auto_id="FormPindahkan_%s")
    if not form.is_valid():
        return _halaman(request, form, status=422)
    isi = form.cleaned_data
    perapian_berdua.usulkan(isi["perapian"], isi["alasan"], yatim=isi["yatim"], oleh=request.user)
    messages.success(request, "Usul dicatat. Orang kedua menyetujuinya di halaman ini.")
    return redirect("berkas:karantina")


@require_POST
@hak.akses(Urusan.TEGASKAN_KARANTINA)
def setujui(request: Permintaan) -> HttpResponse:
    """Agree to it as the second person."""
    form = FormPutusan(request.POST)
    if not form.is_valid():
        raise GalatPengguna(perapian_berdua.BERUBAH, "Sudah berubah", 409)
    perapian_berdua.setujui(form.cleaned_data["perapian"], yatim=form.cleaned_data["yatim"], oleh=request.user)
    messages.success(request, "Disetujui. Pekerja berkas memindahkannya sekarang.")
    return redirect("berkas:karantina")


@require_POST
@hak.akses(Urusan.TEGASKAN_KARANTINA)
def tolak(request: Permintaan) -> HttpResponse:
    """Refuse it, or take it back."""
    form = FormTolak(request.POST, auto_id="FormTolak_%s")
    if not form.is_valid():
        return _halaman(request, form, status=422)
    isi = form.cleaned_data
    perapian_berdua.tolak(isi["perapian"], isi["alasan"], yatim=isi["yatim"], oleh=request.user)
    messages.success(request, "Usul ditutup. Perapian tetap berhenti.")
    return redirect("berkas:karantina")
