"""Screen 10: the delivery monitor, and one call with its attempts."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from integrasi.izin import Urusan, boleh_kirim_ulang, boleh_melihat_kesesuaian, hak
from integrasi.keadaan import PERLU_ORANG
from integrasi.models import Pengiriman
from integrasi.petugas.forms import FormSaringPengiriman
from integrasi.petugas.ikhtisar import ikhtisar
from integrasi.petugas.penyelesaian_berdua import usul_terbuka
from integrasi.petugas.peringatan import lonceng
from integrasi.petugas.rincian_kiriman import rincian_kiriman
from integrasi.petugas.tampilan import REMAH, keping_saring, tampilkan_usul
from siapp.web.halaman import halaman_keyset
from siapp.web.permintaan import Permintaan
from siapp.web.replika import baca_replika

URUT = ("-dibuat_pada", "-id")


@require_safe
@hak.akses(Urusan.LIHAT)
@baca_replika
def pengiriman(request: Permintaan) -> HttpResponse:
    """The 13 APIs, what is stuck by cause, and the calls themselves with filters in the URL."""
    gambaran = ikhtisar()
    form = FormSaringPengiriman(request.GET, sebab=gambaran.sebab)
    daftar = form.saring(Pengiriman.objects.untuk(request.user).select_related("usulan"))
    konteks = {
        "ikhtisar": gambaran,
        "form": form,
        "keping": keping_saring(form, request.GET),
        "halaman": halaman_keyset(daftar, request, URUT),
        "usul": [tampilkan_usul(satu, request.user) for satu in usul_terbuka(request.user)],
        "lonceng": lonceng(request.user),
        "boleh_ulang": boleh_kirim_ulang(request.user),
        "boleh_urus": hak.boleh(request.user, Urusan.URUS),
        "boleh_kesesuaian": boleh_melihat_kesesuaian(request.user),
        "perlu_orang": PERLU_ORANG,
    }
    return render(request, "integrasi/pengiriman.html", konteks)


@require_safe
@hak.akses(Urusan.LIHAT)
def rinci(request: Permintaan, pengiriman_id: UUID) -> HttpResponse:
    """One call: what it is, what it waits for, every attempt, what was sent (masked), and what can be done."""
    baris = get_object_or_404(
        Pengiriman.objects.untuk(request.user).select_related("usulan", "diselesaikan_oleh"), pk=pengiriman_id
    )
    konteks = {
        "baris": baris,
        "rinci": rincian_kiriman(baris, request.user),
        "usul": [tampilkan_usul(satu, request.user) for satu in usul_terbuka(request.user, baris)],
        "remah": REMAH,
    }
    return render(request, "integrasi/pengiriman_rinci.html", konteks)
