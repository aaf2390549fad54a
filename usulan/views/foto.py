"""The photos of a document: put in order, turned, left out, added to; saved as one new version (keputusan/0095).

The order that is being made stands in the address (`?urutan=2-0r90-1`), so that every step is a link: by keys, by
clicks and without JavaScript.
"""

import re
from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from siapp.berkas.foto import asal_foto, susun_ulang, susunan_foto
from siapp.berkas.models import Berkas
from siapp.berkas.terimaan import Terimaan
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan
from usulan import kebijakan
from usulan.actions import dokumen as aksi
from usulan.ambil import ambil_untuk_disusun
from usulan.forms.dokumen import FormUnggah
from usulan.izin import hak
from usulan.models import Dokumen, Usulan
from usulan.tahap import Kerja
from usulan.tampilan.foto import Urutan, lembar_foto, tulis
from usulan.tampilan.remah import remah_susun

FOTO_SAJA = Terimaan(())
_SATU = re.compile(r"([0-9]{1,2})(?:r(90|180|270))?")


def urai(teks: str, banyak: int) -> Urutan | None:
    """Return the order that an address tells; None for anything else than some of `banyak` photos, each once."""
    bagian = [_SATU.fullmatch(satu) for satu in teks.split("-")]
    hasil = [(int(satu[1]), int(satu[2] or 0)) for satu in bagian if satu]
    nomor = [n for n, _ in hasil]
    utuh = len(hasil) == len(bagian) and len(set(nomor)) == len(nomor) and all(n < banyak for n in nomor)
    return hasil if utuh else None


@hak.akses(Kerja.UNGGAH)
@require_http_methods(["GET", "POST"])
def susun_foto(request: Permintaan, usulan_id: UUID, dokumen_id: int) -> HttpResponse:
    """Show the photos of a document in the order of the address; save it, with what was added, on POST."""
    usulan = ambil_untuk_disusun(request, usulan_id)
    rujukan = ("persyaratan", "versi_kini__berkas__asli")
    dokumen = get_object_or_404(usulan.dokumen.select_related(*rujukan), pk=dokumen_id)
    kebijakan.check_dokumen_terbuka(usulan, dokumen)
    asal = asal_foto(dokumen.versi_kini.berkas) if dokumen.versi_kini else None
    if asal is None:
        raise Http404("Dokumen ini tidak dibuat dari foto.")
    semula = [(n, foto.putar) for n, foto in enumerate(susunan_foto(asal).foto)]
    kiriman = request.POST if request.method == "POST" else request.GET
    urutan = urai(kiriman.get("urutan", ""), len(semula)) or semula
    galat = ""
    if request.method == "POST":
        try:
            return _simpan(request, usulan, dokumen, asal, None if urutan == semula else urutan)
        except GalatPengguna as salah:
            galat = salah.pesan
    return _halaman(request, usulan, dokumen, urutan, galat)


def _simpan(
    request: Permintaan, usulan: Usulan, dokumen: Dokumen, asal: Berkas, urutan: Sequence[tuple[int, int]] | None
) -> HttpResponse:
    """Pack the photos as they are wanted and put them on the row. Raises GalatPengguna."""
    form = FormUnggah(request.POST, request.FILES)
    tambahan = form.kiriman if request.FILES and form.is_valid() else []
    if request.FILES and not tambahan:
        raise GalatPengguna(" ".join(map(str, form.errors["berkas"])))
    if urutan is not None or tambahan:
        berkas = susun_ulang([asal], oleh=request.user, urutan=urutan, tambahan=tambahan)
        aksi.lampirkan(usulan.pk, dokumen_id=dokumen.pk, berkas=berkas, oleh=request.user)
        messages.success(request, f"Foto “{dokumen.persyaratan.nama}” disusun ulang; PDF-nya sedang dibuat.")
    return redirect(f"{reverse('usulan:dokumen', args=[usulan.pk])}#dok-{dokumen.pk}")


def _halaman(request: Permintaan, usulan: Usulan, dokumen: Dokumen, urutan: Urutan, galat: str) -> HttpResponse:
    assert dokumen.versi_kini is not None  # noqa: S101 - asked for by susun_foto
    asal = asal_foto(dokumen.versi_kini.berkas)
    assert asal is not None  # noqa: S101 - likewise
    gerak = request.GET.get("gerak", "")
    lembar = lembar_foto(usulan, dokumen.versi_kini, susunan_foto(asal).foto, urutan)
    dipindah = next((satu for satu in lembar if str(satu.nomor) == gerak), None)
    konteks = {
        "usulan": usulan,
        "dokumen": dokumen,
        "lembar": lembar,
        "urutan": tulis(urutan),
        "dipindah": dipindah,
        "galat": galat,
        "terimaan": FOTO_SAJA,
        "remah": remah_susun(usulan),
    }
    return render(request, "usulan/foto.html", konteks, status=422 if galat else 200)
