"""The page about oneself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from siapp.akun import dua_langkah
from siapp.akun.models import Peran
from siapp.audit.models import Akses
from siapp.web.akses import akses_masuk
from siapp.web.permintaan import Permintaan

# Enough to notice a sign-in that was not one's own.
KUNJUNGAN = 10
_SESI = (Akses.Tindakan.MASUK, Akses.Tindakan.KELUAR, Akses.Tindakan.GAGAL)


def _baris_peran(peran: Peran) -> dict[str, str]:
    tempat = peran.instansi.nama if peran.instansi else "Biro APP"
    hak = " dengan hak teken" if peran.boleh_teken else ""
    return {"kunci": f"{peran}{hak}", "nilai": tempat}


@akses_masuk
@require_safe
def profil(request: Permintaan) -> HttpResponse:
    """Show own data, roles, sign-ins, and the switches."""
    objek = f"akun:{request.user.pk}"
    kunjungan = Akses.objects.filter(objek=objek, tindakan__in=_SESI).order_by("-waktu")[:KUNJUNGAN]
    konteks = {
        "data": [
            {"kunci": "Nama", "nilai": request.user.nama},
            {"kunci": "NIP", "nilai": request.user.nip},
            {"kunci": "Surel", "nilai": request.user.surel},
        ],
        "peran": [_baris_peran(peran) for peran in request.user.peran_aktif],
        "kunjungan": kunjungan,
        "dua_langkah": dua_langkah.aktif(request.user),
    }
    return render(request, "akun/profil.html", konteks)
