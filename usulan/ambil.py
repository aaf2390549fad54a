"""How the screens of this room fetch what they show: what a person may not see does not exist (404)."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from siapp.web.permintaan import Permintaan
from usulan.actions.dasar import check_dapat
from usulan.models import Keppres, Usulan
from usulan.tahap import Kerja

RINCIAN = ("rincian_kp", "rincian_pemberhentian", "rincian_jfku")


def ambil_usulan(request: Permintaan, usulan_id: UUID) -> Usulan:
    """Return the usulan with what its pages show, in one query. Raises Http404 for strangers."""
    terlihat = Usulan.objects.untuk(request.user).dengan_rujukan()
    return get_object_or_404(terlihat.select_related("asn", "periode", "penanda_tangan", *RINCIAN), pk=usulan_id)


def ambil_untuk_disusun(request: Permintaan, usulan_id: UUID) -> Usulan:
    """Return a draft, or a usulan in correction, for the PIC who may change it.

    Raises Http404 (stranger), TidakBerwenang (403), TidakMungkin (it is with somebody else now).
    """
    usulan = ambil_usulan(request, usulan_id)
    check_dapat(usulan, Kerja.UBAH_DATA, oleh=request.user)
    return usulan


def ambil_untuk_diverifikasi(request: Permintaan, usulan_id: UUID) -> Usulan:
    """Return the usulan as it is now with what the verification page shows. Raises Http404 for strangers."""
    rujukan = ("layanan", "instansi", "verifikator", "asn", "periode", *RINCIAN)
    return get_object_or_404(Usulan.objects.untuk(request.user).select_related(*rujukan), pk=usulan_id)


def ambil_keppres(request: Permintaan, keppres_id: UUID) -> Keppres:
    """Return a Keppres with its file. Raises Http404 for strangers."""
    terlihat = Keppres.objects.untuk(request.user).select_related("berkas", "dilepas_oleh")
    return get_object_or_404(terlihat, pk=keppres_id)
