"""Screen 4: one usulan, for whoever may see it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from referensi.data_asn import terlihat
from siapp.akun.models import Pengguna
from siapp.audit.catat import catat_akses
from siapp.audit.izin import Urusan as UrusanJejak
from siapp.audit.izin import hak as hak_jejak
from siapp.audit.models import Akses
from siapp.web.akses import akses_masuk
from siapp.web.fragmen import sajikan
from siapp.web.halaman import halaman_keyset
from siapp.web.permintaan import Permintaan
from usulan.ambil import ambil_usulan
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import KeppresUsulan, Usulan
from usulan.tampilan.jalur import jalur_usulan
from usulan.tampilan.kini import alamat, apa_sekarang
from usulan.tampilan.linimasa import Kamus, kejadian, orang_dalam, peristiwa_terlihat
from usulan.tampilan.nilai import baris_data, baris_surat
from usulan.tampilan.peralihan import pindah_instansi
from usulan.tampilan.pertek import bandingkan, urutan_tampil
from usulan.tampilan.putaran import dokumen_tampil, putaran_tampil

LINIMASA_AWAL = 8
LINIMASA_HALAMAN = 20


def _remah(request: Permintaan) -> list[tuple[str, str]]:
    daftar = "usulan:daftar" if request.user.pic else "usulan:antrean"
    return [("Beranda", reverse("beranda")), ("Usulan" if request.user.pic else "Antrean", alamat(daftar))]


@akses_masuk
@require_safe
def rinci(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Show where a usulan stands, what is to be done, and all that belongs to it; the reading is recorded."""
    usulan = ambil_usulan(request, usulan_id)
    catat_akses(Akses.Tindakan.LIHAT, f"usulan:{usulan.pk}", oleh=request.user)
    konteks = {"usulan": usulan, "remah": _remah(request)}
    konteks |= _keadaan(usulan, request.user) | _linimasa(request, usulan, LINIMASA_AWAL)
    return render(request, "usulan/rinci.html", konteks)


def _keadaan(usulan: Usulan, pengguna: Pengguna) -> dict[str, Any]:
    dalam = orang_dalam(pengguna, usulan)
    putusan = list(usulan.putusan.filter(terbit_pada__isnull=False).order_by("-id"))
    pertek = sorted(usulan.pertek.select_related("berkas"), key=urutan_tampil, reverse=True)
    baris = (
        KeppresUsulan.objects.filter(usulan=usulan)
        .select_related("keppres__berkas", "petikan", "berkas_tanda_terima", "diterima_oleh")
        .first()
    )
    return {
        "jalur": jalur_usulan(usulan, putusan, pertek),
        "kini": apa_sekarang(usulan, pengguna, baris),
        "terlambat": bool(usulan.tenggat and usulan.tenggat < timezone.localdate()),
        "lihat_asn": terlihat(usulan.asn, pengguna),
        "baris_data": baris_data(usulan),
        "baris_surat": baris_surat(usulan),
        "dokumen": dokumen_tampil(usulan, dalam),
        "putaran": putaran_tampil(usulan, putusan),
        "pertek": bandingkan(pertek),
        "tahanan": list(usulan.tahanan.terbuka()),
        "lihat_jejak": hak_jejak.boleh(pengguna, UrusanJejak.BACA_JEJAK),
        "lihat_tahanan": hak.boleh(pengguna, Urusan.BACA_KEPPRES),
        "keppres": baris if baris and baris.terbit_pada else None,
        "pindah": pindah_instansi(usulan, pengguna),
        "url_kirim": alamat("integrasi:ringkasan_usulan", usulan.pk),
    }


def _linimasa(request: Permintaan, usulan: Usulan, ukuran: int) -> dict[str, Any]:
    halaman = halaman_keyset(peristiwa_terlihat(usulan, request.user), request, ("-urutan",), ukuran)
    kamus = Kamus.untuk(usulan, request.user)
    return {"kejadian": [kejadian(p, kamus) for p in halaman.baris], "halaman": halaman}


@akses_masuk
@require_safe
def linimasa(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """The timeline alone, page by page: the next part to htmx, else a page of its own."""
    usulan = ambil_usulan(request, usulan_id)
    remah = [*_remah(request), (usulan.nomor, reverse("usulan:rinci", args=[usulan.pk]))]
    konteks = {"usulan": usulan, "remah": remah} | _linimasa(request, usulan, LINIMASA_HALAMAN)
    return sajikan(request, "usulan/linimasa.html", konteks)
