"""The pages about oneself: data and sign-ins, and the duty of secrecy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from siapp.akun import dua_langkah
from siapp.akun import kerahasiaan as rahasia
from siapp.akun import perangkat as sesi_perangkat
from siapp.akun.models import Peran
from siapp.akun.segar import perlu_masuk_segar
from siapp.akun.sesi import perpanjang, sisa
from siapp.audit.models import Akses
from siapp.web.akses import akses_masuk, publik
from siapp.web.permintaan import Permintaan
from siapp.web.tanda import milik, siapa
from siapp.web.titipan import TANDA, buang, milik_sendiri, titipan

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
        "pernyataan": rahasia.pernyataan_terakhir(request.user),
        "dua_langkah": dua_langkah.aktif(request.user),
    }
    return render(request, "akun/profil.html", konteks)


@akses_masuk
@require_safe
def perangkat(request: Permintaan) -> HttpResponse:
    """Show where one is signed in."""
    daftar = sesi_perangkat.perangkat(request.user, request.session.session_key)
    konteks = {"daftar": daftar, "lain": any(not satu.ini for satu in daftar)}
    return render(request, "akun/perangkat.html", konteks)


@akses_masuk
@require_POST
@perlu_masuk_segar
def perangkat_akhiri(request: Permintaan, nomor: int | None = None) -> HttpResponse:
    """End one of one's own sessions, or all but this one."""
    berakhir = sesi_perangkat.akhiri(request.user, nomor=nomor, kunci_ini=request.session.session_key)
    if berakhir:
        messages.success(request, f"{berakhir} sesi diakhiri. Perangkat itu harus masuk lagi.")
    else:
        messages.info(request, "Sesi itu sudah berakhir.")
    return redirect("perangkat")


@publik
@require_http_methods(["GET", "POST"])
def sesi(request: HttpRequest) -> JsonResponse:
    """Tell a page whose session this is, how many seconds it lives, and the token for what is sent from now on.

    GET leaves the pause running, POST starts it anew. 401 for a stranger: the page must lead to a sign-in in place.
    """
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    if request.method == "POST":
        perpanjang(request)
    # A page from before SECRET_KEY changed bears the former mark of the same person.
    dari = request.GET.get("dari", "")
    tanda = dari if milik(dari, request.user) else siapa(request.user)
    isi = {"siapa": tanda, "nama": request.user.nama, "csrf": get_token(request)}
    return JsonResponse(isi | sisa(request)._asdict())


@akses_masuk
@require_http_methods(["GET", "POST"])
def isian(request: Permintaan) -> HttpResponse:
    """Give back what was sent when the session had ended, to its writer only; POST throws it away."""
    if request.method == "POST":
        buang(request)
        return redirect("beranda")
    apa = titipan(request)
    if apa is None:
        return redirect("beranda")
    konteks = {"titipan": apa, "sendiri": milik_sendiri(request, apa), "tanda": TANDA}
    return render(request, "akun/isian.html", konteks)


@akses_masuk
@require_http_methods(["GET", "POST"])
def kerahasiaan(request: Permintaan) -> HttpResponse:
    """Show the duty of secrecy; confirming it opens everything else."""
    naskah = rahasia.naskah()
    if request.method == "POST":
        if rahasia.nyatakan(_versi(request.POST.get("versi", "")), oleh=request.user):
            messages.success(request, "Terima kasih. Pernyataan Anda tercatat.")
            return redirect("beranda")
        messages.warning(request, "Naskahnya sudah diperbarui. Baca yang baru, lalu nyatakan.")
    konteks = {
        "naskah": naskah,
        "pernyataan": rahasia.pernyataan_terakhir(request.user),
        "perlu": rahasia.perlu(request.user, request.session),
    }
    return render(request, "akun/kerahasiaan.html", konteks, status=409 if request.method == "POST" else 200)


def _versi(teks: str) -> int:
    return int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 9 else 0
