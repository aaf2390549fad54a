"""Files of a usulan: page images to look at, originals to download; each goes through what the person may see."""

from uuid import UUID

from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from siapp.akun.models import Pengguna
from siapp.berkas.gambar import LEBAR_BACA
from siapp.berkas.models import Berkas
from siapp.berkas.sajian import sajikan, sajikan_asli, sajikan_gambar
from siapp.berkas.terimaan import DOKUMEN
from siapp.berkas.tte_kalimat import kalimat_berkas
from siapp.web.akses import akses_masuk
from siapp.web.fragmen import sajikan as sajikan_halaman
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan, kiriman
from usulan.actions import salinan
from usulan.actions.dasar import check_dapat
from usulan.ambil import ambil_usulan
from usulan.forms.dokumen import FormTandaTerima
from usulan.models import KeppresUsulan, Pertek, Usulan, VersiDokumen
from usulan.tahap import Kerja, Tahap
from usulan.unggahan import berkas_formulir

AKHIRAN = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "application/zip": "zip"}
JENIS_SALINAN = ("salinan", "petikan", "tanda-terima")


def versi_untuk(pengguna: Pengguna) -> QuerySet[VersiDokumen]:
    """The versions that `pengguna` may see: a correction that is not sent yet belongs to the PIC alone."""
    semua = VersiDokumen.objects.filter(dokumen__usulan__in=Usulan.objects.untuk(pengguna))
    if not pengguna.pic:
        semua = semua.filter(~Q(dokumen__usulan__tahap=Tahap.PERBAIKAN) | Q(putaran__lte=F("dokumen__usulan__putaran")))
    return semua.select_related("berkas__tte", "berkas__asli", "dokumen__persyaratan", "dokumen__usulan")


def _versi(request: Permintaan, usulan_id: UUID, versi_id: int) -> VersiDokumen:
    return get_object_or_404(versi_untuk(request.user), pk=versi_id, dokumen__usulan=usulan_id)


def _pertek(request: Permintaan, usulan_id: UUID, pertek_id: int) -> Pertek:
    terlihat = Pertek.objects.filter(usulan__in=Usulan.objects.untuk(request.user), berkas__isnull=False)
    return get_object_or_404(terlihat.select_related("berkas", "usulan"), pk=pertek_id, usulan=usulan_id)


def _nama(berkas: Berkas, *bagian: str) -> str:
    """A file name that says what it is and names nobody."""
    return f"{slugify(' '.join(bagian))}.{AKHIRAN[berkas.jenis]}"


def _lebar(request: Permintaan) -> int:
    teks = request.GET.get("lebar", "")
    return int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 6 else LEBAR_BACA


@akses_masuk
@require_safe
def unduh_versi(request: Permintaan, usulan_id: UUID, versi_id: int) -> FileResponse:
    """Download one version of a document."""
    versi = _versi(request, usulan_id, versi_id)
    nama = _nama(versi.berkas, versi.dokumen.usulan.nomor, versi.dokumen.persyaratan.kode, f"v{versi.nomor}")
    return sajikan(request, versi.berkas, nama=nama)


@akses_masuk
@require_safe
def unduh_asli(request: Permintaan, usulan_id: UUID, versi_id: int) -> FileResponse:
    """Download what was uploaded as this version, where a repaired copy, or the PDF of photos, stands in its place."""
    versi = _versi(request, usulan_id, versi_id)
    kode = versi.dokumen.persyaratan.kode
    nama = _nama(versi.berkas.asli or versi.berkas, versi.dokumen.usulan.nomor, kode, f"v{versi.nomor}", "asli")
    return sajikan_asli(request, versi.berkas, nama=nama)


@akses_masuk
@require_safe
def gambar_versi(request: Permintaan, usulan_id: UUID, versi_id: int, halaman: int) -> HttpResponse:
    """One page of one version as a picture; `?lebar=` in pixels."""
    return sajikan_gambar(request, _versi(request, usulan_id, versi_id).berkas, halaman, _lebar(request))


@akses_masuk
@require_safe
def lihat_versi(request: Permintaan, usulan_id: UUID, versi_id: int) -> HttpResponse:
    """All pages of one version below one another; pictures load as one scrolls."""
    versi = _versi(request, usulan_id, versi_id)
    usulan = versi.dokumen.usulan
    konteks = {
        "judul": versi.dokumen.persyaratan.nama,
        "keterangan": f"Versi {versi.nomor}, {versi.berkas.nama_asli}",
        "berkas": versi.berkas,
        "tte": kalimat_berkas(versi.berkas),
        "gambar": [
            reverse("usulan:gambar_versi", args=[usulan.pk, versi.pk, n])
            for n in range(1, (versi.berkas.halaman or 0) + 1)
        ],
        "url_unduh": reverse("usulan:unduh_versi", args=[usulan.pk, versi.pk]),
        "versi": versi,
        "usulan": usulan,
        "remah": [(usulan.nomor, reverse("usulan:rinci", args=[usulan.pk]))],
    }
    return sajikan_halaman(request, "usulan/lihat.html", konteks)


@akses_masuk
@require_safe
def unduh_pertek(request: Permintaan, usulan_id: UUID, pertek_id: int) -> FileResponse:
    """Download a Pertek or a Ralat."""
    pertek = _pertek(request, usulan_id, pertek_id)
    assert pertek.berkas is not None  # noqa: S101 - _pertek asks for it
    return sajikan(request, pertek.berkas, nama=_nama(pertek.berkas, pertek.get_jenis_display(), pertek.nomor))


@akses_masuk
@require_safe
def gambar_pertek(request: Permintaan, usulan_id: UUID, pertek_id: int, halaman: int) -> HttpResponse:
    """One page of a Pertek as a picture; `?lebar=` in pixels."""
    pertek = _pertek(request, usulan_id, pertek_id)
    assert pertek.berkas is not None  # noqa: S101 - _pertek asks for it
    return sajikan_gambar(request, pertek.berkas, halaman, _lebar(request))


def _berkas_salinan(baris: KeppresUsulan, jenis: str) -> Berkas | None:
    """The copy is the decree itself where no copy of one's own was made."""
    if jenis == "salinan":
        return baris.salinan or baris.keppres.berkas
    return baris.petikan if jenis == "petikan" else baris.berkas_tanda_terima


@akses_masuk
@require_safe
def unduh_salinan(request: Permintaan, usulan_id: UUID, jenis: str) -> FileResponse:
    """Download the copy, the extract or the receipt of one usulan (`jenis` of JENIS_SALINAN)."""
    usulan = ambil_usulan(request, usulan_id)
    terbit = KeppresUsulan.objects.filter(usulan=usulan, terbit_pada__isnull=False)
    baris = get_object_or_404(terbit.select_related("keppres__berkas", "salinan", "petikan", "berkas_tanda_terima"))
    berkas = _berkas_salinan(baris, jenis) if jenis in JENIS_SALINAN else None
    if berkas is None:
        raise Http404("Berkas ini tidak ada.")
    return sajikan(request, berkas, nama=_nama(berkas, jenis, "keppres", usulan.nomor))


@akses_masuk
@require_http_methods(["GET", "POST"])
def terima_salinan(request: Permintaan, usulan_id: UUID) -> HttpResponse:
    """Record the agency's receipt, with its scan if one is given: the usulan is finished."""
    usulan = ambil_usulan(request, usulan_id)
    kerja = salinan.kerja_terima(usulan)
    check_dapat(usulan, kerja, oleh=request.user)
    form = FormTandaTerima(kiriman(request), request.FILES)
    if request.method == "POST" and form.is_valid():
        isi = form.cleaned_data
        try:
            berkas = berkas_formulir(isi, request.user, DOKUMEN) if isi["berkas"] or isi["berkas_id"] else None
            salinan.terima_salinan(usulan.pk, oleh=request.user, berkas=berkas)
        except GalatPengguna as galat:
            form = FormTandaTerima({"berkas_id": isi["berkas_id"]})
            galat.tempel(form)
        else:
            messages.success(request, f"Tanda terima {usulan.nomor} dicatat. Usulan selesai.")
            return redirect("usulan:rinci", usulan.pk)
    remah = [(usulan.nomor, reverse("usulan:rinci", args=[usulan.pk]))]
    konteks = {"usulan": usulan, "form": form, "remah": remah, "ralat": kerja is Kerja.TERIMA_RALAT}
    return render(request, "usulan/terima.html", konteks, status=422 if form.errors else 200)
