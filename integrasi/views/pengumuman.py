"""Announcements: for everybody to read, for an administrator to write (layar.md 2.10)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integrasi.izin import Urusan, hak
from integrasi.models import Pengumuman
from integrasi.petugas import pengumuman as tindakan
from integrasi.petugas import siaran
from integrasi.petugas.forms_pengumuman import FormPengumuman, FormTarik
from siapp.web.akses import akses_masuk
from siapp.web.bergiliran import bergiliran
from siapp.web.galat import ditempel
from siapp.web.halaman import halaman_keyset
from siapp.web.permintaan import Permintaan, halaman_asal, kiriman

REMAH = [("Pengumuman", reverse_lazy("integrasi:pengumuman"))]
UKURAN = 25


@akses_masuk
@require_safe
def pengumuman(request: Permintaan) -> HttpResponse:
    """What is announced to this person; who answers for the exchange sees all of it, with its history."""
    semua, kini = hak.boleh(request.user, Urusan.LIHAT_PERTUKARAN), timezone.now()
    berlaku = Pengumuman.objects.berlaku(kini).select_related("oleh")
    riwayat = Pengumuman.objects.select_related("oleh", "ditarik_oleh", "pengganti__oleh")
    konteks = {
        "berlaku": [
            (satu, siaran.rentang(satu), satu.mulai <= kini)
            for satu in (berlaku if semua else berlaku.filter(siaran.pembaca(request.user)))
        ],
        "semua": semua,
        "boleh_umumkan": hak.boleh(request.user, Urusan.UMUMKAN),
        "halaman": halaman_keyset(riwayat, request, ("-id",), UKURAN) if semua else None,
        "kini": kini,
    }
    return render(request, "integrasi/pengumuman.html", konteks)


@hak.akses(Urusan.UMUMKAN)
@require_http_methods(["GET", "POST"])
def tulis(request: Permintaan) -> HttpResponse:
    """Announce."""
    form = FormPengumuman(kiriman(request), initial={"mulai": timezone.now(), "untuk_biro": True, "untuk_bkn": True})
    if form.is_valid():
        with ditempel(form):
            tindakan.umumkan(form.cleaned_data, oleh=request.user)
            return _sesudah(request, "Diumumkan.")
    konteks = {"form": form, "judul": "Tulis pengumuman", "tombol": "Umumkan", "remah": REMAH}
    return render(request, "integrasi/pengumuman_isian.html", konteks, status=422 if form.is_bound else 200)


@hak.akses(Urusan.UMUMKAN)
@require_http_methods(["GET", "POST"])
@bergiliran
def ubah(request: Permintaan, pengumuman_id: int) -> HttpResponse:
    """Announce it anew, in other words or for another time."""
    baris = get_object_or_404(Pengumuman, pk=pengumuman_id).pengganti_terakhir()
    form = FormPengumuman.untuk(baris, kiriman(request))
    if form.is_valid():
        with ditempel(form):
            tindakan.ubah(baris.pk, form.cleaned_data, oleh=request.user)
            return _sesudah(request, "Pengumuman diubah. Versi lamanya tetap ada dalam riwayat.")
    konteks = {"form": form, "judul": "Ubah pengumuman", "tombol": "Simpan perubahan", "remah": REMAH}
    return render(request, "integrasi/pengumuman_isian.html", konteks, status=422 if form.is_bound else 200)


@hak.akses(Urusan.UMUMKAN)
@require_POST
def selesai(request: Permintaan, pengumuman_id: int) -> HttpResponse:
    """Say that it is over now."""
    tindakan.selesaikan(pengumuman_id, oleh=request.user)
    return _sesudah(request, "Dinyatakan selesai.")


@hak.akses(Urusan.UMUMKAN)
@require_http_methods(["GET", "POST"])
def tarik(request: Permintaan, pengumuman_id: int) -> HttpResponse:
    """Withdraw it, with a reason."""
    baris = get_object_or_404(Pengumuman, pk=pengumuman_id)
    form = FormTarik(kiriman(request))
    if form.is_valid():
        with ditempel(form):
            tindakan.tarik(pengumuman_id, form.cleaned_data["alasan"], oleh=request.user)
            return _sesudah(request, "Pengumuman ditarik. Tidak tampak lagi bagi siapa pun; riwayatnya tetap ada.")
    konteks = {"form": form, "baris": baris, "rentang": siaran.rentang(baris), "remah": REMAH}
    return render(request, "integrasi/pengumuman_tarik.html", konteks, status=422 if form.is_bound else 200)


@akses_masuk
@require_POST
def tutup(request: Permintaan, pengumuman_id: int) -> HttpResponse:
    """Close the banner for the rest of the session."""
    siaran.tutup(request.session, pengumuman_id)
    return redirect(halaman_asal(request))


def _sesudah(request: Permintaan, pesan: str) -> HttpResponse:
    messages.success(request, pesan)
    return redirect("integrasi:pengumuman")
