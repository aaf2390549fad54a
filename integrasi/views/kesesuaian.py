"""How SIASN keeps to the contract: the last check, what daily traffic showed, and "check now" (reading only)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from integrasi.izin import Urusan, administrator, hak
from integrasi.kesesuaian.uji_kontrak import minta_uji
from integrasi.mitra.janji import keadaan_janji
from integrasi.models import Penyimpangan, UjiKontrak
from integrasi.petugas.tampilan import REMAH
from siapp.web.fragmen import sajikan
from siapp.web.permintaan import Permintaan

PENYIMPANGAN_TERBANYAK = 200


@require_safe
@hak.akses(Urusan.BACA_KESESUAIAN)
def kesesuaian(request: Permintaan) -> HttpResponse:
    """The last finished check with its rows, the one that is under way, the promises, and the drift, newest first."""
    uji = UjiKontrak.objects.untuk(request.user).order_by("-diminta_pada", "-id")
    konteks = {
        "terakhir": uji.filter(selesai__isnull=False).select_related("diminta_oleh").first(),
        "berjalan": uji.filter(selesai=None).first(),
        "penyimpangan": Penyimpangan.objects.untuk(request.user).order_by("-terakhir", "-id")[:PENYIMPANGAN_TERBANYAK],
        "janji": keadaan_janji(),
        "boleh": administrator(request.user),
        "remah": REMAH,
    }
    return sajikan(request, "integrasi/kesesuaian.html", konteks)


@require_POST
@hak.akses(Urusan.URUS)
def uji_sekarang(request: Permintaan) -> HttpResponse:
    """Ask for a check that only reads."""
    minta_uji(oleh=request.user)
    messages.success(request, "Uji diminta; hasilnya tampak di bawah begitu selesai.")
    return redirect("integrasi:kesesuaian")
