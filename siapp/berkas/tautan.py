"""Short links to a file: 256 bits that name nothing and are stored hashed (kontrak.md 3, janji.md 3).

BKN's `download_url` holds 255 characters, so a storage's presigned link does not fit. And the same link must be said
again at each retry of API 11 and each page of API 12, by requests that may not write. So a token is not drawn from a
generator and forgotten. It is the HMAC of its row's id under SECRET_KEY, which we can compute again and a thief of the
database cannot. The stored SHA-256 alone decides what opens; a changed SECRET_KEY leaves old links working.
"""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from siapp.audit.catat import Pelaku, catat
from siapp.berkas.models import Berkas, TautanPendek

log = structlog.get_logger(__name__)

_BENTUK = re.compile(r"[A-Za-z0-9_-]{43}")


class TautanBerakhir(Exception):
    """The link was a good one once; what it opened was replaced, taken back, or its time is over."""


def _token(tautan: TautanPendek) -> str:
    bita = salted_hmac("siapp.berkas.tautan", str(tautan.pk), algorithm="sha256").digest()
    return urlsafe_b64encode(bita).rstrip(b"=").decode()


def _sidik(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _masih_berlaku() -> QuerySet[TautanPendek]:
    belum_lewat = Q(kedaluwarsa_pada=None) | Q(kedaluwarsa_pada__gt=timezone.now())
    return TautanPendek.objects.filter(belum_lewat, dicabut_pada=None)


@transaction.atomic
def buat_tautan(berkas: Berkas, *, tujuan: str, oleh: Pelaku, kedaluwarsa: datetime | None = None) -> str:
    """Return the token (43 characters) of the file's link for `tujuan` (≤ 100 characters), made if need be.

    One link per file and purpose is in force: asked again, the same token comes back. A link that expired, or whose
    token cannot be told any more because SECRET_KEY changed, is replaced. Without `kedaluwarsa` it is permanent.
    Part of the caller's action: it joins the transaction that is open.
    """
    Berkas.objects.select_for_update(no_key=True).get(pk=berkas.pk)
    token = token_tautan([berkas.pk], tujuan).get(berkas.pk)
    if token is not None:
        return token
    TautanPendek.objects.filter(berkas=berkas, tujuan=tujuan, dicabut_pada=None).update(dicabut_pada=timezone.now())
    tautan = TautanPendek(berkas=berkas, tujuan=tujuan, kedaluwarsa_pada=kedaluwarsa)
    token = _token(tautan)
    tautan.sidik = _sidik(token)
    tautan.save(force_insert=True)
    catat(berkas.aliran, "tautan_dibuat", oleh=oleh, data={"tautan": tautan.pk, "tujuan": tujuan})
    return token


def token_tautan(berkas: Iterable[UUID], tujuan: str) -> dict[UUID, str]:
    """Return file id → token for the links in force for `tujuan`, in one query and without writing."""
    hasil = {}
    for tautan in _masih_berlaku().filter(berkas__in=list(berkas), tujuan=tujuan):
        token = _token(tautan)
        if hmac.compare_digest(_sidik(token), tautan.sidik):
            hasil[tautan.berkas_id] = token
    return hasil


@transaction.atomic
def cabut_tautan(berkas: Berkas, *, tujuan: str, oleh: Pelaku, alasan: str) -> None:
    """End the file's link for `tujuan` at once; part of the caller's action. Nothing happens if there is none."""
    Berkas.objects.select_for_update(no_key=True).get(pk=berkas.pk)
    berlaku = TautanPendek.objects.filter(berkas=berkas, tujuan=tujuan, dicabut_pada=None)
    if berlaku.update(dicabut_pada=timezone.now()):
        catat(berkas.aliran, "tautan_dicabut", oleh=oleh, data={"tujuan": tujuan}, alasan=alasan)


def berkas_dari_tautan(token: str) -> Berkas | None:
    """Return the file that `token` opens, None for a token that never opened one.

    Raises TautanBerakhir, and logs it, for a link that was revoked or has expired. The look-up is by the token's hash,
    so its time tells nothing about the token. Each use is recorded by `sajikan`, which the caller hands the file to.
    """
    if not _BENTUK.fullmatch(token):
        return None
    sidik = _sidik(token)
    tautan = TautanPendek.objects.select_related("berkas").filter(sidik=sidik).first()
    if tautan is None or not hmac.compare_digest(tautan.sidik, sidik):
        return None
    if not tautan.berlaku:
        log.warning("tautan_berakhir_dipakai", tautan=str(tautan.pk), tujuan=tautan.tujuan)
        raise TautanBerakhir
    return tautan.berkas
