"""The bell's list: what one was told, what is new, and the way to each (layar.md 2.14)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from siapp.web.akses import akses_masuk
from siapp.web.halaman import halaman_keyset
from siapp.web.lonceng import lonceng_untuk
from siapp.web.permintaan import Permintaan
from usulan.kabar.baca import BATAS, jumlah_belum, tandai_dibaca, tujuan
from usulan.models import Kabar

BELUM = "belum"


@akses_masuk
@require_safe
def daftar(request: Permintaan) -> HttpResponse:
    """List what the person was told, the newest first; `?lihat=belum` leaves out what was read."""
    semua, hanya_belum = Kabar.objects.untuk(request.user), request.GET.get("lihat") == BELUM
    kabar = (semua.belum_dibaca() if hanya_belum else semua).select_related("usulan__layanan")
    konteks = {
        "halaman": halaman_keyset(kabar, request, urut=("-pada", "-id")),
        "hanya_belum": hanya_belum,
        "jumlah": jumlah_belum(request.user),
        "batas": BATAS,
        "remah": [("Beranda", reverse("beranda"))],
    }
    return render(request, "usulan/kabar.html", konteks)


@akses_masuk
@require_safe
def jumlah(request: Permintaan) -> HttpResponse:
    """Give the bell to a page that asks by itself; nothing (204) while the number is the one that it knows."""
    lonceng = lonceng_untuk(request.user)
    if lonceng is None or request.GET.get("tahu") == str(lonceng.jumlah):
        return HttpResponse(status=204)
    return render(request, "web/_lonceng.html", {"lonceng": lonceng})


@require_POST
@akses_masuk
def buka(request: Permintaan, kabar_id: int) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    kabar = get_object_or_404(Kabar.objects.untuk(request.user), pk=kabar_id)
    tandai_dibaca(request.user, kabar.pk)
    return redirect(tujuan(kabar))


@require_POST
@akses_masuk
def dibaca(request: Permintaan, kabar_id: int) -> HttpResponse:
    """Mark a notice as read and stay on the list."""
    kabar = get_object_or_404(Kabar.objects.untuk(request.user), pk=kabar_id)
    tandai_dibaca(request.user, kabar.pk)
    return redirect("usulan:kabar")


@require_POST
@akses_masuk
def dibaca_semua(request: Permintaan) -> HttpResponse:
    """Mark all as read."""
    baru = tandai_dibaca(request.user)
    messages.success(request, f"{baru} kabar ditandai sudah dibaca." if baru else "Semua kabar sudah dibaca.")
    return redirect("usulan:kabar")
