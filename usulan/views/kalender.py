"""The calendar of working days: for Biro APP to read, for administrators to correct (layar.md 2.12)."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from siapp.web.fragmen import jajak, sajikan
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan, kiriman
from usulan.actions import kalender as tindakan
from usulan.forms.kalender import FormCabutHari, FormHari
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import HariKalender
from usulan.tampilan import kalender as tampilan

SUDAH_KEMBALI = "Hari itu sudah dikembalikan ke daftar bawaan. Kalender di bawah yang berlaku."
REMAH_REFERENSI = [("Referensi", reverse_lazy("referensi:indeks"))]
REMAH = [*REMAH_REFERENSI, ("Hari kerja dan hari libur", reverse_lazy("usulan:kalender"))]
TERSIMPAN = "Tersimpan. Tenggat usulan yang berjalan dihitung ulang di latar belakang."


@require_safe
@hak.akses(Urusan.BACA_KALENDER)
def kalender(request: Permintaan) -> HttpResponse:
    """The days of one year on which nobody works, and how far deadlines follow the calendar."""
    kini = timezone.localdate().year
    pilihan = range(kini - tindakan.TAHUN_KE_BELAKANG, kini + tindakan.TAHUN_KE_DEPAN + 1)
    teks = request.GET.get("tahun", str(kini))
    if teks not in map(str, pilihan):
        raise Http404
    tahun, kemajuan = int(teks), tampilan.kemajuan()
    konteks = {
        "tahun": tahun,
        "pilihan": [(satu, f"{reverse('usulan:kalender')}?tahun={satu}") for satu in pilihan],
        "bulan": tampilan.hari_setahun(tahun),
        "belum_diumumkan": tampilan.cuti_belum_diumumkan(tahun),
        "kemajuan": kemajuan,
        "ke": jajak(request, berjalan=kemajuan is not None and kemajuan.selesai_pada is None),
        "boleh_ubah": hak.boleh(request.user, Urusan.ATUR_KALENDER),
        "remah": REMAH_REFERENSI,
    }
    return sajikan(request, "usulan/kalender.html", konteks)


@hak.akses(Urusan.ATUR_KALENDER)
@require_http_methods(["GET", "POST"])
def tetapkan(request: Permintaan) -> HttpResponse:
    """Write down a day: first what follows from it is shown, then, with `pasti`, the day is written.

    The calendar's links name day and kind in the address; nothing is written by them.
    """
    form = FormHari(kiriman(request), initial=request.GET.dict())
    dampak = None
    if form.is_valid():
        isi = form.cleaned_data
        try:
            tindakan.check_hari(isi["tanggal"], isi["jenis"])
            if request.POST.get("pasti") == _dilihat(form):
                tindakan.tetapkan_hari(**isi, oleh=request.user)
                return _sesudah(request, isi["tanggal"])
            dampak = tampilan.dampak(isi["tanggal"], isi["jenis"])
        except GalatPengguna as galat:
            galat.tempel(form)
    konteks = {"form": form, "dampak": dampak, "pasti": _dilihat(form) if dampak else "", "remah": REMAH}
    return render(request, "usulan/kalender_tetapkan.html", konteks, status=422 if form.errors else 200)


def _dilihat(form: FormHari) -> str:
    """What the consequence was shown for: who changes the day afterwards sees the new consequence first."""
    return f"{form.cleaned_data['tanggal']} {form.cleaned_data['jenis']}"


@hak.akses(Urusan.ATUR_KALENDER)
@require_http_methods(["GET", "POST"])
def cabut(request: Permintaan, hari_id: int) -> HttpResponse:
    """Take a correction back, after what follows from that was shown; who comes second reads that it is back."""
    hari = HariKalender.objects.select_related("oleh").filter(pk=hari_id).first()
    if hari is None:
        messages.info(request, SUDAH_KEMBALI)
        return redirect("usulan:kalender")
    form = FormCabutHari(kiriman(request))
    if form.is_valid():
        tindakan.cabut_hari(hari.pk, alasan=form.cleaned_data["alasan"], oleh=request.user)
        return _sesudah(request, hari.tanggal)
    konteks = {"form": form, "hari": hari, "dampak": tampilan.dampak(hari.tanggal, None), "remah": REMAH}
    return render(request, "usulan/kalender_cabut.html", konteks, status=422 if form.is_bound else 200)


def _sesudah(request: Permintaan, tanggal: date) -> HttpResponse:
    messages.success(request, TERSIMPAN)
    return redirect(f"{reverse('usulan:kalender')}?tahun={tanggal.year}")
