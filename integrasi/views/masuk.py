"""The inbox: what BKN told us (API 9), above all what machines could not place."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST, require_safe

from integrasi.izin import Urusan, boleh_kirim_ulang, hak
from integrasi.keadaan import MASUK, MASUK_PERLU_ORANG, MASUK_TERBUKA, GerakMasuk
from integrasi.models import KejadianMasuk, UsulPencocokan
from integrasi.petugas import kotak_masuk, pencocokan
from integrasi.petugas.forms import FormSaringMasuk, FormTarik, FormTerapkan, FormTutup
from integrasi.petugas.samar import samarkan_angka, samarkan_mentah
from integrasi.petugas.tampilan import tab_masuk
from siapp.audit.models import Peristiwa
from siapp.web.galat import GalatPengguna
from siapp.web.halaman import halaman_keyset
from siapp.web.permintaan import Permintaan
from siapp.web.replika import baca_replika

Aksi = Callable[..., Any]
REMAH = [("Kotak masuk", reverse_lazy("integrasi:masuk"))]
KATA_PUTUSAN = {
    "kejadian_masuk.coba_lagi": "Diolah ulang",
    "kejadian_masuk.diterapkan": "Dicocokkan dengan usulan",
    "kejadian_masuk.diusulkan": "Pencocokan diusulkan",
    "kejadian_masuk.dicocokkan": "Pencocokan dikonfirmasi orang kedua",
    "kejadian_masuk.usul_ditolak": "Usul pencocokan ditolak",
    "kejadian_masuk.ditarik": "Pencocokan ditarik",
    "kejadian_masuk.ditutup": "Ditutup",
}
# Both forms of a page ask for a reason: each of its fields has an id of its own.
ID_TUTUP = "id_tutup_%s"


@require_safe
@hak.akses(Urusan.LIHAT)
@baca_replika
def masuk(request: Permintaan) -> HttpResponse:
    """The notices by state, newest first."""
    semua = KejadianMasuk.objects.untuk(request.user)
    jumlah = dict(semua.filter(keadaan__in=MASUK_TERBUKA).order_by().values_list("keadaan").annotate(Count("pk")))
    form = FormSaringMasuk(request.GET)
    daftar = form.saring(semua.select_related("usulan"), MASUK_PERLU_ORANG)
    konteks = {
        "form": form,
        "tab": tab_masuk(jumlah, form.cleaned_data.get("keadaan", "")),
        "halaman": halaman_keyset(daftar, request, ("-diterima_pada", "-id")),
    }
    return render(request, "integrasi/masuk.html", konteks)


def _ambil(request: Permintaan, kejadian_id: UUID) -> KejadianMasuk:
    semua = KejadianMasuk.objects.untuk(request.user).select_related("usulan", "ditutup_oleh")
    return get_object_or_404(semua, pk=kejadian_id)


@require_safe
@hak.akses(Urusan.LIHAT)
def rinci(request: Permintaan, kejadian_id: UUID) -> HttpResponse:
    """One notice, with the forms of what can be done."""
    return _halaman(request, _ambil(request, kejadian_id))


def _halaman(
    request: Permintaan,
    kejadian: KejadianMasuk,
    *,
    terapkan: FormTerapkan | None = None,
    tutup: FormTutup | None = None,
    tarik: FormTarik | None = None,
    status: int = 200,
) -> HttpResponse:
    jejak = Peristiwa.objects.filter(aliran=f"kejadian_masuk:{kejadian.pk}").select_related("oleh").order_by("-urutan")
    boleh = boleh_kirim_ulang(request.user)
    bisa = {satu for satu in GerakMasuk if boleh and MASUK.bisa(satu, kejadian.keadaan)}
    usul = _usul_terakhir(kejadian)
    konteks = {
        "kejadian": kejadian,
        "usul": usul,
        "usul_terbuka": usul is not None and usul.diputus_pada is None,
        "boleh_konfirmasi": usul is not None and pencocokan.boleh_konfirmasi(usul, request.user),
        "boleh_tolak": pencocokan.boleh_tolak(request.user),
        "form_tarik": (tarik or FormTarik()) if _dapat_ditarik(usul, request) else None,
        "keterangan": samarkan_angka(kejadian.keterangan),
        "mentah": samarkan_mentah(kejadian.mentah),
        "jejak": [
            {"judul": KATA_PUTUSAN.get(p.jenis, p.jenis), "oleh": p.oleh, "waktu": p.waktu, "isi": p.alasan}
            for p in jejak
        ],
        "form_terapkan": (terapkan or FormTerapkan()) if _dapat_diusulkan(usul, bisa) else None,
        "form_tutup": (tutup or FormTutup(auto_id=ID_TUTUP)) if GerakMasuk.DITUTUP in bisa else None,
        "boleh_coba": GerakMasuk.COBA_LAGI in bisa,
        "remah": REMAH,
    }
    return render(request, "integrasi/masuk_rinci.html", konteks, status=status)


def _usul_terakhir(kejadian: KejadianMasuk) -> UsulPencocokan | None:
    semua = kejadian.usul_pencocokan.select_related("usulan__siasn", "diusulkan_oleh", "dikonfirmasi_oleh")
    return semua.order_by("-pk").first()


def _dapat_diusulkan(usul: UsulPencocokan | None, bisa: set[GerakMasuk]) -> bool:
    return GerakMasuk.DICOCOKKAN in bisa and (usul is None or usul.diputus_pada is not None)


def _dapat_ditarik(usul: UsulPencocokan | None, request: Permintaan) -> bool:
    berlaku = usul is not None and bool(usul.diterima) and usul.ditarik_pada is None
    return berlaku and hak.boleh(request.user, Urusan.TEGASKAN)


@require_POST
@hak.akses(Urusan.KIRIM_ULANG)
def coba_lagi(request: Permintaan, kejadian_id: UUID) -> HttpResponse:
    """Have a notice worked again."""
    kotak_masuk.coba_lagi(_ambil(request, kejadian_id).pk, oleh=request.user)
    messages.success(request, "Pemberitahuan diolah ulang sebentar lagi.")
    return redirect("integrasi:masuk_rinci", kejadian_id)


def _jalankan(request: Permintaan, kejadian: KejadianMasuk, form: BaseForm, lakukan: Aksi, pesan: str) -> bool:
    """Do what `form` says and tell `pesan`; False when the page must be shown again, with the fault at its field.

    Raises GalatPengguna when the fault is no field's.
    """
    if not form.is_valid():
        return False
    try:
        lakukan(kejadian.pk, **form.cleaned_data, oleh=request.user)
    except GalatPengguna as galat:
        if not galat.bidang:
            raise
        galat.tempel(form)
        return False
    messages.success(request, pesan)
    return True


@require_POST
@hak.akses(Urusan.KIRIM_ULANG)
def terapkan(request: Permintaan, kejadian_id: UUID) -> HttpResponse:
    """Propose that a notice is about the usulan that the person names."""
    kejadian, form = _ambil(request, kejadian_id), FormTerapkan(request.POST)
    pesan = "Usul pencocokan dicatat. Administrator lain atau Kepala Biro perlu mengonfirmasinya."
    if _jalankan(request, kejadian, form, pencocokan.usulkan, pesan):
        return redirect("integrasi:masuk_rinci", kejadian.pk)
    return _halaman(request, kejadian, terapkan=form, status=422)


@require_POST
@hak.akses(Urusan.KIRIM_ULANG)
def tutup(request: Permintaan, kejadian_id: UUID) -> HttpResponse:
    """Close a notice with a reason."""
    kejadian, form = _ambil(request, kejadian_id), FormTutup(request.POST, auto_id=ID_TUTUP)
    if _jalankan(request, kejadian, form, kotak_masuk.tutup, "Pemberitahuan ditutup."):
        return redirect("integrasi:masuk_rinci", kejadian.pk)
    return _halaman(request, kejadian, tutup=form, status=422)


def _ambil_usul(request: Permintaan, usul_id: int) -> UsulPencocokan:
    return get_object_or_404(UsulPencocokan.objects.untuk(request.user), pk=usul_id)


@require_POST
@hak.akses(Urusan.TEGASKAN)
def konfirmasi_cocok(request: Permintaan, usul_id: int) -> HttpResponse:
    """Confirm as the second person that a notice is about a usulan."""
    usul = pencocokan.konfirmasi(_ambil_usul(request, usul_id).pk, oleh=request.user)
    messages.success(request, "Pemberitahuan dicocokkan." if usul.diterima else "Usul ini sudah ditolak.")
    return redirect("integrasi:masuk_rinci", usul.kejadian_id)


@require_POST
@hak.akses(Urusan.TEGASKAN)
def tolak_cocok(request: Permintaan, usul_id: int) -> HttpResponse:
    """Refuse a proposal, or take back the own one."""
    usul = pencocokan.tolak(_ambil_usul(request, usul_id).pk, oleh=request.user)
    messages.success(request, "Usul ini sudah dikonfirmasi." if usul.diterima else "Usul ditolak.")
    return redirect("integrasi:masuk_rinci", usul.kejadian_id)


@require_POST
@hak.akses(Urusan.TEGASKAN)
def tarik_cocok(request: Permintaan, usul_id: int) -> HttpResponse:
    """Take back a match that proved wrong."""
    usul, form = _ambil_usul(request, usul_id), FormTarik(request.POST)
    kejadian = _ambil(request, usul.kejadian_id)
    if not form.is_valid():
        return _halaman(request, kejadian, tarik=form, status=422)
    pencocokan.tarik(usul.pk, **form.cleaned_data, oleh=request.user)
    messages.success(request, "Pencocokan ditarik. Pemberitahuan menunggu usulannya lagi.")
    return redirect("integrasi:masuk_rinci", kejadian.pk)
