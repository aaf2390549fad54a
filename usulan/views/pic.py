"""Screen 11, reading: who is PIC where, who does what at Biro APP."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from referensi.models import Instansi
from siapp.akun import dua_langkah
from siapp.akun.models import Pengguna
from siapp.akun.peran import PERAN_BIRO
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses, Peristiwa
from siapp.web.halaman import halaman_keyset
from siapp.web.permintaan import Permintaan
from usulan.forms.pic import FormCariNama
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.peristiwa import aliran_pic
from usulan.tampilan import pic as tampilan
from usulan.tampilan.kini import alamat
from usulan.tampilan.peralihan import penerus_seluruhnya, peralihan_dari_atau_ke
from usulan.tampilan.remah import REMAH_PIC

URUT = ("nama", "id")
RIWAYAT = 50


def _tab(kini: str) -> list[dict[str, Any]]:
    url = reverse("usulan:pic_daftar")
    daftar = [(kode, label, f"{url}?tab={kode}") for kode, label in tampilan.TAB_INSTANSI.items()]
    daftar.append(("biro", "Staf Biro APP", reverse("usulan:pic_biro")))
    daftar.append(("peralihan", "Peralihan", reverse("usulan:peralihan_daftar")))
    return [{"label": label, "url": url, "jumlah": None, "aktif": kode == kini} for kode, label, url in daftar]


def _boleh_ubah(request: Permintaan) -> bool:
    return hak.boleh(request.user, Urusan.ATUR_PIC)


@hak.akses(Urusan.BACA_PIC)
@require_safe
def pic_daftar(request: Permintaan) -> HttpResponse:
    """List the instansi with how many PICs and signers each has, and what to watch out for."""
    tab = request.GET.get("tab", "pic")
    tab = tab if tab in tampilan.TAB_INSTANSI else "pic"
    form = FormCariNama(request.GET)
    cari = form.cleaned_data["cari"] if form.is_valid() else ""
    halaman = halaman_keyset(tampilan.daftar_instansi(tab, cari), request, URUT)
    baris: list[Any] = halaman.baris
    konteks = {
        "tab": _tab(tab),
        "kode_tab": tab,
        "boleh_ubah": _boleh_ubah(request),
        "form": form,
        "halaman": halaman,
        "baris": [(i, tampilan.perhatian(i.jumlah_pic, i.jumlah_teken)) for i in baris],
    }
    return render(request, "usulan/pic_daftar.html", konteks)


@hak.akses(Urusan.BACA_PIC)
@require_safe
def pic_instansi(request: Permintaan, instansi_id: str) -> HttpResponse:
    """Show the PICs of one instansi, their state at SIASN, and the rule of two people."""
    instansi = get_object_or_404(Instansi, pk=instansi_id)
    hak = tampilan.pic_instansi(instansi)
    empat_mata = tampilan.empat_mata(instansi)
    konteks = {
        "instansi": instansi,
        "hak": hak,
        "empat_mata": empat_mata,
        "perhatian": tampilan.perhatian(len(hak), sum(h.teken for h in hak), empat_mata),
        "peralihan": peralihan_dari_atau_ke(instansi),
        "penerus": penerus_seluruhnya(instansi),
        "tertinggal": tampilan.draf_tanpa_pic(instansi),
        "boleh_ubah": _boleh_ubah(request),
        "remah": REMAH_PIC,
    }
    return render(request, "usulan/pic_instansi.html", konteks)


@hak.akses(Urusan.BACA_PIC)
@require_safe
def pic_biro(request: Permintaan) -> HttpResponse:
    """List the people of Biro APP with their roles."""
    halaman = halaman_keyset(tampilan.daftar_staf(), request, URUT)
    konteks = {"tab": _tab("biro"), "halaman": halaman, "boleh_ubah": _boleh_ubah(request)}
    return render(request, "usulan/pic_biro.html", konteks)


@hak.akses(Urusan.BACA_PIC)
@require_safe
def pic_rinci(request: Permintaan, pengguna_id: int) -> HttpResponse:
    """Show one person: data, roles, state at SIASN, history."""
    orang = get_object_or_404(Pengguna, pk=pengguna_id)
    catat_akses(Akses.Tindakan.LIHAT, f"akun:{orang.pk}", oleh=request.user)
    riwayat = Peristiwa.objects.filter(aliran=aliran_pic(orang.pk)).select_related("oleh")
    kelompok = tampilan.kelompok_pic(orang)
    konteks = {
        "orang": orang,
        "kelompok": kelompok,
        "peran_biro": orang.peran.filter(aktif=True, jenis__in=PERAN_BIRO).order_by("id"),
        "riwayat": riwayat.order_by("-urutan")[:RIWAYAT],
        "url_siasn": alamat("integrasi:pic_status", orang.pk) if kelompok else "",
        "dua_langkah": dua_langkah.aktif(orang),
        "boleh_ubah": _boleh_ubah(request) and orang.pk != request.user.pk,
        "diri_sendiri": orang.pk == request.user.pk,
        "remah": REMAH_PIC,
    }
    return render(request, "usulan/pic_rinci.html", konteks)
