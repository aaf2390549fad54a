"""What other rooms' pages show of the exchange, as fragments by URL: one usulan, one PIC, Data ASN fetched anew."""

import time
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from integrasi.api.laju import jatah
from integrasi.enums import Api
from integrasi.izin import Urusan, hak
from integrasi.keadaan import Keadaan
from integrasi.mitra.janji import api_dipastikan
from integrasi.models import Pengiriman, UsulanSiasn
from integrasi.petugas.forms import FormNip
from integrasi.petugas.tampilan import Ringkasan, ringkas
from integrasi.sebab import sebab_untuk
from integrasi.tanya.sinkron import HasilSegar, segarkan_asn
from referensi.models import ASN
from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran
from siapp.web.akses import akses_masuk
from siapp.web.fragmen import jajak, sajikan
from siapp.web.permintaan import Permintaan, halaman_asal
from usulan.hak import Urusan as UrusanUsulan
from usulan.izin import hak as hak_usulan
from usulan.models import Usulan
from usulan.peristiwa import aliran_pic
from usulan.tahap import Tahap
from usulan.tempat import tempat_asn

# Data ASN fetched anew by one person in a minute.
SEGAR_SEMENIT = 20


@require_safe
@akses_masuk
def ringkasan_usulan(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """What went over the wire for one usulan; asks for itself again while something is under way."""
    usulan = get_object_or_404(Usulan.objects.untuk(request.user), pk=usulan_id)
    ringkasan = _ringkasan(usulan, request.user)
    konteks = {
        "usulan": usulan,
        "ringkasan": ringkasan,
        "ke": jajak(request, berjalan=ringkasan.berjalan),
    }
    return sajikan(request, "integrasi/ringkasan_usulan.html", konteks)


def _ringkasan(usulan: Usulan, pengguna: Pengguna) -> Ringkasan:
    baris = list(Pengiriman.objects.untuk(pengguna).filter(usulan=usulan).order_by("gelombang", "dibuat_pada", "id"))
    id_usulan = UsulanSiasn.objects.filter(usulan=usulan).values_list("id_usulan", flat=True).first()
    belum_direncanakan = not baris and usulan.tahap_kini not in (Tahap.DRAF, Tahap.DIHAPUS)
    return ringkas(baris, id_usulan or "", ditunggu=belum_direncanakan, dipastikan=api_dipastikan())


@require_safe
@hak_usulan.akses(UrusanUsulan.BACA_PIC)
def pic_status(request: Permintaan, pengguna_id: int) -> HttpResponse:
    """Where the last change of a person's access (API 2) stands at SIASN."""
    milik = Pengiriman.objects.untuk(request.user).filter(api=Api.ROLE_PIC, aliran=aliran_pic(pengguna_id))
    terakhir = milik.order_by("-gelombang").first()
    konteks = {
        "pengguna_id": pengguna_id,
        "baris": terakhir,
        "dicabut": terakhir is not None and terakhir.muatan.get("tindakan") == "cabut",
        "sebab": sebab_untuk(terakhir.sebab) if terakhir and terakhir.sebab else None,
        "ke": jajak(request, berjalan=terakhir is not None and terakhir.keadaan in (Keadaan.BARU, Keadaan.KIRIM)),
    }
    return sajikan(request, "integrasi/pic_status.html", konteks)


@require_POST
@hak.akses(Urusan.SEGARKAN_ASN)
def segarkan(request: Permintaan) -> HttpResponse:
    """Fetch Data ASN of one NIP from SIASN and go back to where the person came from. The NIP stays in the body."""
    form = FormNip(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(satu) for satu in form.errors["nip"]))
    elif not jatah.pakai(f"asn:{request.user.pk}", SEGAR_SEMENIT, time.time()):
        messages.error(request, "Terlalu banyak permintaan. Tunggu satu menit, lalu coba lagi.")
    else:
        _sampaikan(request, segarkan_asn(form.cleaned_data["nip"]))
    return redirect(halaman_asal(request))


def _sampaikan(request: Permintaan, hasil: HasilSegar) -> None:
    if hasil.asn is not None and not _boleh_melihat(hasil.asn, request.user):
        messages.warning(request, "Menurut SIASN, ASN ini bukan pegawai instansi Anda. Periksa NIP-nya.")
    elif hasil.pesan:
        messages.warning(request, hasil.pesan)
    else:
        messages.success(request, "Data ASN terbaru sudah diambil dari SIASN.")


def _boleh_melihat(asn: ASN, pengguna: Pengguna) -> bool:
    """Whether anything may be told of this person: a PIC learns of people of the own instansi only."""
    milik = {peran.instansi_id for peran in pengguna.peran_aktif if peran.jenis == JenisPeran.PIC}
    return pengguna.biro or bool(milik.intersection(tempat_asn(asn)))
