"""How the screens of this room fetch: what a person may not see does not exist (404)."""

from uuid import UUID

from django.http import QueryDict
from django.shortcuts import get_object_or_404

from siapp.web.permintaan import Permintaan
from usulan.actions.dasar import check_dapat
from usulan.models import Usulan
from usulan.tahap import Kerja


def kiriman(request: Permintaan) -> QueryDict | None:
    """Return what a form is bound to: what was posted, even if it is nothing; None for a form that is only shown."""
    return request.POST if request.method == "POST" else None


def ambil_usulan(request: Permintaan, usulan_id: UUID) -> Usulan:
    """Return the usulan with what its pages show, in one query. Raises Http404 for strangers."""
    terlihat = Usulan.objects.untuk(request.user).dengan_rujukan()
    rujukan = ("asn", "periode", "penanda_tangan", "rincian_kp", "rincian_pemberhentian", "rincian_jfku")
    return get_object_or_404(terlihat.select_related(*rujukan), pk=usulan_id)


def ambil_untuk_disusun(request: Permintaan, usulan_id: UUID) -> Usulan:
    """Return a draft, or a usulan in correction, for the PIC who may change it.

    Raises Http404 (stranger), TidakBerwenang (403), TidakMungkin (it is with somebody else now).
    """
    usulan = ambil_usulan(request, usulan_id)
    check_dapat(usulan, Kerja.UBAH_DATA, oleh=request.user)
    return usulan
