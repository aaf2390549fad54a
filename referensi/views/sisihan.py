"""Screen 12, what SIASN's lists hold that does not fit or changed: administrators only, for it names people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from referensi import sisihan, tampilan_sisihan
from referensi.forms import FormDaftar
from referensi.izin import Urusan, hak
from referensi.models import BarisDisisihkan
from referensi.tampilan import remah
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from siapp.web.halaman import halaman_keyset
from siapp.web.permintaan import Permintaan

UKURAN = 50


@hak.akses(Urusan.UBAH)
@require_safe
def disisihkan(request: Permintaan) -> HttpResponse:
    """Show the rows that were set aside, the newest first, of one list or all."""
    form = FormDaftar(request.GET)
    form.is_valid()
    daftar = form.cleaned_data.get("daftar", "")
    rows = BarisDisisihkan.objects.filter(daftar=daftar) if daftar else BarisDisisihkan.objects.all()
    halaman = halaman_keyset(rows, request, ("-sejak", "-id"), UKURAN)
    catat_akses(Akses.Tindakan.LIHAT, "referensi:disisihkan", oleh=request.user)
    konteks = {
        "form": form,
        "halaman": halaman,
        "baris": [tampilan_sisihan.baris_sisihan(satu) for satu in halaman.baris],
        "remah": remah(),
    }
    return render(request, "referensi/disisihkan.html", konteks)


@hak.akses(Urusan.UBAH)
@require_POST
def nyatakan(request: Permintaan, sisihan_id: int) -> HttpResponse:
    """Say that a row is the known person all the same; the next fetch takes it in."""
    baris = get_object_or_404(BarisDisisihkan, pk=sisihan_id)
    sisihan.nyatakan_orang_sama(baris.pk, oleh=request.user)
    messages.success(request, "Dicatat. Data orang ini diperbarui pada sinkronisasi Data ASN berikutnya.")
    return redirect("referensi:disisihkan")


@hak.akses(Urusan.UBAH)
@require_safe
def penyatuan(request: Permintaan) -> HttpResponse:
    """Show the people whom SIASN now gives under another id or NIP, the newest first."""
    halaman = halaman_keyset(tampilan_sisihan.penyatuan(), request, ("-pada", "-id"), UKURAN)
    catat_akses(Akses.Tindakan.LIHAT, "referensi:penyatuan", oleh=request.user)
    konteks = {
        "halaman": halaman,
        "akun_lama": tampilan_sisihan.nip_berakun([satu.nip_lama for satu in halaman.baris if satu.nip_berubah]),
        "remah": remah(),
    }
    return render(request, "referensi/penyatuan.html", konteks)
