"""Screen 8, the drafts: list, new, one draft with its usulan (layar.md 2.8)."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses, Peristiwa
from siapp.web.galat import ditempel
from siapp.web.halaman import halaman_keyset
from siapp.web.permintaan import Permintaan
from siapp.web.replika import baca_replika
from usulan.actions import keppres as tindakan
from usulan.actions.draf import cap
from usulan.actions.nama_keppres import pilih_nama
from usulan.ambil import ambil_keppres
from usulan.forms.keppres import FormAlasan, FormKeppresBaru, FormMemo, FormSaringKeppres
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.keadaan import KeadaanKeppres
from usulan.kesiapan import alasan_baris, muat
from usulan.models import Keppres, KeppresUsulan, Usulan
from usulan.naskah.isi import LABEL, LABEL_URUTAN, Naskah, Urutan, tersedia
from usulan.naskah.isi import cetak as cetak_naskah
from usulan.peristiwa import Jenis, aliran_keppres, aliran_usulan
from usulan.tahap import Kerja
from usulan.tampilan.orang_keppres import baris_keppres, orang_keppres
from usulan.tampilan.remah import REMAH_KEPPRES

# Steps of a Keppres that are recorded with each of its usulan; one usulan stands for all.
LANGKAH = (Jenis.RKP_DILEPAS, Jenis.KEPPRES_MAJU, Jenis.KEPPRES_TURUN, Jenis.KEPPRES_TERBIT, Jenis.KEPPRES_DIRALAT)


def riwayat_keppres(keppres: Keppres, baris: list[KeppresUsulan]) -> QuerySet[Peristiwa]:
    """Return what happened to the draft itself and the steps it took, newest first."""
    milik = Q(aliran=aliran_keppres(keppres.pk))
    if baris:
        usulan = aliran_usulan(baris[0].usulan_id)
        milik |= Q(aliran=usulan, jenis__in=LANGKAH, waktu__gte=keppres.dibuat_pada)
    return Peristiwa.objects.filter(milik).select_related("oleh").order_by("-waktu", "-pk")


@require_safe
@hak.akses(Urusan.BACA_KEPPRES)
@baca_replika
def daftar(request: Permintaan) -> HttpResponse:
    saring = FormSaringKeppres(request.GET)
    isian = saring.cleaned_data if saring.is_valid() else {}
    semua = Keppres.objects.untuk(request.user).filter(**{k: v for k, v in isian.items() if v})
    halaman = halaman_keyset(semua, request, ("-diubah_pada", "-id"))
    _hitung_baris(halaman.baris)
    konteks = {"halaman": halaman, "saring": saring, "boleh_buat": hak.boleh(request.user, Urusan.SUSUN_KEPPRES)}
    return render(request, "usulan/keppres_daftar.html", konteks)


def _hitung_baris(halaman: list[Keppres]) -> None:
    """Give each Keppres of a page `jumlah`, its usulan: counted in the list, those of all Keppres would be read."""
    baris = KeppresUsulan.objects.filter(keppres__in=halaman).order_by()
    jumlah = dict(baris.values_list("keppres").annotate(Count("pk")))
    for satu in halaman:
        satu.jumlah = jumlah.get(satu.pk, 0)  # type: ignore[attr-defined] # for the template


@hak.akses(Urusan.SUSUN_KEPPRES)
def baru(request: Permintaan) -> HttpResponse:
    form = FormKeppresBaru(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with ditempel(form):
            keppres = tindakan.buat_keppres(**form.cleaned_data, oleh=request.user)
            messages.success(request, "Rancangan Keppres dibuat. Sekarang tambahkan usulannya.")
            return redirect("usulan:keppres_tambah", keppres.pk)
    status = 422 if form.is_bound else 200
    return render(request, "usulan/keppres_memo.html", {"form": form, "remah": REMAH_KEPPRES}, status=status)


@hak.akses(Urusan.SUSUN_KEPPRES)
def ubah(request: Permintaan, keppres_id: UUID) -> HttpResponse:
    keppres = ambil_keppres(request, keppres_id)
    awal = {"nomor_memo": keppres.nomor_memo, "tanggal_memo": keppres.tanggal_memo, "perihal": keppres.perihal}
    form = FormMemo(request.POST or None, initial=awal)
    asal = {k: request.POST.get(f"asal-{k}", cap(kini)) for k, kini in awal.items()}
    salah = set(form.errors)
    if request.method == "POST" and form.is_valid():
        with ditempel(form):
            tindakan.ubah_keppres(keppres.pk, **form.cleaned_data, asal=asal, oleh=request.user)
            messages.success(request, "Memo disimpan.")
            return redirect("usulan:keppres_rinci", keppres.pk)
    # What is stored was named at its field: saving once more chooses what was typed.
    asal |= {k: cap(kini) for k, kini in awal.items() if k in form.errors and k not in salah}
    konteks = {"form": form, "keppres": keppres, "asal": asal, "remah": REMAH_KEPPRES}
    return render(request, "usulan/keppres_memo.html", konteks, status=422 if form.is_bound else 200)


@require_safe
@hak.akses(Urusan.BACA_KEPPRES)
def rinci(request: Permintaan, keppres_id: UUID) -> HttpResponse:
    keppres = ambil_keppres(request, keppres_id)
    baris = baris_keppres(keppres)
    catat_akses(Akses.Tindakan.LIHAT, aliran_keppres(keppres.pk), oleh=request.user)
    konteks = {
        "keppres": keppres,
        "baris": baris,
        "belum_siap": _belum_siap(keppres, baris),
        "riwayat": keppres.riwayat.select_related("berkas", "digantikan_oleh"),
        "kejadian": [
            {"judul": Jenis(p.jenis).label, "oleh": p.oleh, "waktu": p.waktu} for p in riwayat_keppres(keppres, baris)
        ],
        "form_alasan": FormAlasan(),
        "naskah": [(n.value, LABEL[n]) for n in tersedia(keppres)],
        "urutan": [(u.value, kata) for u, kata in LABEL_URUTAN.items()],
        "langkah": langkah_berikut(keppres, request),
        "dukungan": hak.boleh(request.user, Urusan.SUSUN_KEPPRES),
        "keluarkan": keppres.keadaan in {KeadaanKeppres.DRAF, KeadaanKeppres.DILEPAS}
        and hak.boleh(request.user, Kerja.KELUAR_RKP),
        "kosong_di_jalan": _kosong_di_jalan(keppres, baris),
        "remah": REMAH_KEPPRES,
    }
    return render(request, "usulan/keppres_rinci.html", konteks | orang_keppres(keppres, baris))


def _belum_siap(keppres: Keppres, baris: list[KeppresUsulan]) -> list[tuple[KeppresUsulan, tuple[str, ...]]]:
    """The usulan of a Keppres that keep it from going on, each with the reasons; none once it is published."""
    if keppres.keadaan == KeadaanKeppres.TERBIT:
        return []
    muat(b.usulan for b in baris)
    return [(b, alasan) for b in baris if (alasan := alasan_baris(b))]


def _kosong_di_jalan(keppres: Keppres, baris: list[KeppresUsulan]) -> bool:
    """Whether everybody was taken out of a draft that was released: it can only be ended."""
    return not baris and keppres.keadaan not in {KeadaanKeppres.DRAF, KeadaanKeppres.TERBIT}


def langkah_berikut(keppres: Keppres, request: Permintaan) -> dict[str, str]:
    """Return what comes next, `apa`: `nama` of its URL, `label` if the person may press it, and `siapa` does it."""
    langkah: dict[KeadaanKeppres, tuple[str, str, Kerja | Urusan]] = {
        KeadaanKeppres.DRAF: ("keppres_lepas", "Lepas rancangan", Kerja.LEPAS_RKP),
        KeadaanKeppres.DILEPAS: ("keppres_maju", "Catat maju ke Presiden", Kerja.MAJUKAN),
        KeadaanKeppres.MAJU: ("keppres_turun", "Catat turun dari Presiden", Kerja.TURUNKAN),
        KeadaanKeppres.TURUN: ("keppres_terbit", "Terbitkan Keppres", Kerja.TERBITKAN_KEPPRES),
        KeadaanKeppres.TERBIT: ("keppres_ralat", "Ralat Keppres", Urusan.RALAT_KEPPRES),
    }
    nama, label, apa = langkah[KeadaanKeppres(keppres.keadaan)]
    boleh = hak.boleh(request.user, apa)
    siapa = " atau ".join(peran.label for peran in hak.peran(apa))
    return {"nama": nama, "apa": label, "label": label if boleh else "", "siapa": siapa}


@require_POST
@hak.akses(Urusan.SUSUN_KEPPRES)
def hapus(request: Permintaan, keppres_id: UUID) -> HttpResponse:
    """End a draft; who comes second, from a page of before, reads that it is ended."""
    if not Keppres.objects.filter(pk=keppres_id).exists():
        messages.info(request, "Rancangan itu sudah diakhiri.")
        return redirect("usulan:keppres_daftar")
    keppres = ambil_keppres(request, keppres_id)
    tindakan.hapus_keppres(keppres.pk, oleh=request.user, alasan=request.POST.get("alasan", ""))
    sisa = "; usulannya kembali ke “Siap Keppres”" if keppres.keadaan == KeadaanKeppres.DRAF else ""
    messages.success(request, f"Rancangan {keppres.nomor_memo} diakhiri{sisa}.")
    return redirect("usulan:keppres_daftar")


@require_safe
@hak.akses(Urusan.BACA_KEPPRES)
def cetak(request: Permintaan, keppres_id: UUID) -> HttpResponse:
    """One paper of the Keppres as PDF: `?naskah=` which, `?urutan=` how its people are ordered."""
    keppres = ambil_keppres(request, keppres_id)
    try:
        naskah = Naskah(request.GET.get("naskah") or Naskah.RKP)
        urutan = Urutan(request.GET.get("urutan") or Urutan.SUSUNAN)
    except ValueError as galat:
        raise Http404 from galat
    if naskah not in tersedia(keppres):
        raise Http404
    baris = baris_keppres(keppres)
    catat_akses(Akses.Tindakan.UNDUH, aliran_keppres(keppres.pk), oleh=request.user, apa=LABEL[naskah])
    pdf = cetak_naskah(naskah, keppres, baris, _belum_siap(keppres, baris), urutan)
    jawaban = HttpResponse(pdf, content_type="application/pdf")
    jawaban.headers["Content-Disposition"] = f'attachment; filename="{naskah}-{str(keppres.pk)[:8]}.pdf"'
    return jawaban


@require_POST
@hak.akses(Kerja.KELUAR_RKP)
def keluarkan(request: Permintaan, keppres_id: UUID, usulan_id: UUID) -> HttpResponse:
    """Take one usulan out; who comes second reads that it is out."""
    keppres = ambil_keppres(request, keppres_id)
    usulan = get_object_or_404(Usulan.objects.untuk(request.user), pk=usulan_id)
    if not keppres.baris.filter(usulan=usulan).exists():
        messages.info(request, "Usulan itu sudah tidak ada dalam rancangan ini.")
        return redirect("usulan:keppres_rinci", keppres.pk)
    tindakan.keluarkan_usulan(keppres.pk, usulan_id=usulan.pk, oleh=request.user)
    messages.success(request, "Usulan dikeluarkan dari rancangan.")
    return redirect("usulan:keppres_rinci", keppres.pk)


@require_POST
@hak.akses(Urusan.SUSUN_KEPPRES)
def nama(request: Permintaan, keppres_id: UUID, usulan_id: UUID) -> HttpResponse:
    """Decide which of two names of one person stands on the decree."""
    keppres = ambil_keppres(request, keppres_id)
    get_object_or_404(keppres.baris, usulan=usulan_id)
    baris = pilih_nama(keppres.pk, usulan_id=usulan_id, nama=request.POST.get("nama", ""), oleh=request.user)
    messages.success(request, f"Nama pada Keppres untuk {baris.usulan.nomor}: {baris.nama}.")
    return redirect("usulan:keppres_rinci", keppres.pk)
