"""Screen 1: what waits for the person who signed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from siapp.web.akses import akses_masuk
from siapp.web.permintaan import Permintaan
from siapp.web.replika import baca_replika
from usulan.tampilan.beranda import beranda_biro, beranda_pic


@akses_masuk
@require_safe
@baca_replika
def beranda(request: Permintaan) -> HttpResponse:
    """Show a PIC's own work, or the work of Biro APP by role; a person with both sees both."""
    pengguna = request.user
    konteks = {
        "pic": beranda_pic(pengguna) if pengguna.pic else None,
        "biro": beranda_biro(pengguna) if pengguna.biro else None,
    }
    return render(request, "usulan/beranda.html", konteks)
