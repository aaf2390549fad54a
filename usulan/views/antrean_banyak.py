"""Work on many rows of the queue: distribute, export; and taking the next one (layar.md 2.5)."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from uuid import UUID

import structlog
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from siapp.akun.models import Pengguna
from siapp.audit.catat import catat_akses, catat_akses_banyak
from siapp.audit.models import Akses
from siapp.web.fragmen import sajikan
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan
from usulan.actions import verifikasi
from usulan.antrean import TAB, tab_untuk
from usulan.ekspor import BATAS_EKSPOR, BENTUK, tulis_ekspor
from usulan.forms.antrean import FormPilihan, FormSelain
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import Usulan
from usulan.pembagian import bagi_rata
from usulan.pemegang import DIPEGANG_VERIFIKATOR, verifikator_sah
from usulan.peristiwa import aliran_usulan
from usulan.tahap import Kerja
from usulan.tampilan.antrean import tugas_berikut
from usulan.tampilan.saringan import saringan_kini
from usulan.tampilan.susunan_antrean import form_bagi, saring_usulan, susun_antrean

log = structlog.get_logger(__name__)


@require_POST
@hak.akses(Kerja.BAGI)
def bagi_banyak(request: Permintaan) -> HttpResponse:
    form, pilihan = form_bagi(request, request.POST), FormPilihan(request.POST)
    dipilih = (
        Usulan.objects.untuk(request.user)
        .filter(pk__in=pilihan.dipilih())
        .select_related("verifikator")
        .order_by("tahap_sejak", "id")
    )
    rata = "rata" in request.POST
    if form is None or not (rata or form.is_valid()) or not dipilih:
        galat = [] if dipilih else [{"pesan": "Pilih sedikitnya satu usulan.", "sasaran": "semua"}]
        ketikan = {"form_bagi": form, "galat_pilih": galat, "dipilih": pilihan.dipilih()}
        konteks = susun_antrean(request) | ketikan
        return sajikan(request, "usulan/antrean.html", konteks, status=422)
    semua = list(dipilih)
    kepada = bagi_rata(semua, request.user) if rata else {u.pk: form.cleaned_data["verifikator"] for u in semua}
    _bagi_satu_satu(request, semua, kepada)
    return redirect(f"{reverse('usulan:antrean')}?{request.GET.urlencode()}")


def _bagi_satu_satu(request: Permintaan, usulan: list[Usulan], kepada: Mapping[UUID, Pengguna]) -> None:
    """Give each in a transaction of its own; tell who got how many, and what did not go, summed up by its cause."""
    berhasil: Counter[str] = Counter()
    gagal: dict[str, list[str]] = defaultdict(list)
    for satu in usulan:
        try:
            berhasil[str(_bagi_atau_alihkan(satu, kepada.get(satu.pk), request.user))] += 1
        except GalatPengguna as galat:
            gagal[galat.pesan].append(satu.nomor)
        except IntegrityError as galat:
            log.warning("bagi_gagal", usulan=str(satu.pk), galat=type(galat).__name__)
            gagal["Baru saja diubah. Coba lagi."].append(satu.nomor)
    for kalimat, nomor in gagal.items():
        messages.warning(request, f"{', '.join(nomor)} tidak dibagi. {kalimat}")
    for nama, banyak in berhasil.items():
        messages.success(request, f"{banyak} dari {len(usulan)} usulan dibagi kepada {nama}.")


def _bagi_atau_alihkan(usulan: Usulan, verifikator: Pengguna | None, oleh: Pengguna) -> Pengguna:
    """Give what waits to be distributed; what its verifier has left goes to the new one as it stands."""
    if verifikator is None:
        raise GalatPengguna("Pokjanya belum mempunyai verifikator yang dapat menerimanya.")
    bagi = verifikasi.alihkan if usulan.tahap_kini in DIPEGANG_VERIFIKATOR else verifikasi.bagi
    if bagi is verifikasi.alihkan and verifikator_sah(usulan.verifikator, usulan.kategori):
        raise GalatPengguna(f"Usulan ini dipegang {usulan.verifikator}. Alihkan lewat halamannya, dengan alasan.")
    bagi(usulan.pk, verifikator=verifikator, oleh=oleh)
    return verifikator


@require_POST
@hak.akses(Urusan.BACA_ANTREAN)
def ekspor(request: Permintaan, bentuk: str) -> HttpResponse:
    """Export the chosen rows, or all that the filters show when none is chosen."""
    tab = TAB.get(request.GET.get("tab", ""), tab_untuk(request.user)[0])
    saring = saring_usulan(request, tab.kode, saringan_kini(request.GET))[0]
    dipilih = FormPilihan(request.POST).dipilih()
    semua = saring.qs.filter(pk__in=dipilih) if dipilih else saring.qs
    usulan = list(semua.dengan_rujukan().select_related("baris_keppres").order_by(*tab.urut)[: BATAS_EKSPOR + 1])
    if len(usulan) > BATAS_EKSPOR:
        pesan = f"Ekspor memuat paling banyak {BATAS_EKSPOR} baris. Persempit dengan saringan atau tanggal."
        raise GalatPengguna(pesan, "Terlalu banyak baris")
    aliran = [aliran_usulan(u.pk) for u in usulan]
    catat_akses(Akses.Tindakan.EKSPOR, "antrean", oleh=request.user, bentuk=bentuk, jumlah=len(usulan), tab=tab.kode)
    catat_akses_banyak(Akses.Tindakan.EKSPOR, aliran, oleh=request.user, bentuk=bentuk)
    nama = f"antrean-{timezone.localdate():%Y-%m-%d}.{bentuk}"
    kepala = {"Content-Disposition": f'attachment; filename="{nama}"', "Cache-Control": "private, no-store"}
    return HttpResponse(tulis_ekspor(usulan, bentuk), content_type=BENTUK[bentuk], headers=kepala)


@require_POST
@hak.akses(Kerja.AMBIL)
def ambil_berikutnya(request: Permintaan) -> HttpResponse:
    """Open the next of my tasks; when there is none, take the usulan of my pokja that waits longest."""
    form = FormSelain(request.POST)
    berikut = tugas_berikut(request.user, form.cleaned_data["selain"] if form.is_valid() else None)
    if berikut is None:
        berikut = verifikasi.ambil_terlama(oleh=request.user)
        if berikut:
            messages.success(request, f"{berikut.nomor} sekarang menjadi tugas Anda.")
    if berikut is None:
        messages.info(request, "Tidak ada lagi usulan yang menunggu di pokja Anda.")
        return redirect("usulan:antrean")
    return redirect("usulan:verifikasi", berikut.pk)
