"""Short links to a file: 256 bits that name nothing and are stored hashed (kontrak.md 3, janji.md 3).

BKN's `download_url` holds 255 characters, so a storage's presigned link does not fit. And the same link must be said
again at each retry of API 11 and each page of API 12, by requests that may not write. So a token is not drawn from a
generator and forgotten. It is the HMAC of its row's id under SECRET_KEY, which we can compute again and a thief of the
database cannot. The stored SHA-256 alone decides what opens. Of a link that is older than SECRET_KEY the token is kept
encrypted (`sandikan_ulang`), so that it can be said for ever.
"""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from uuid import UUID

import structlog
from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from siapp.audit.catat import Pelaku, catat
from siapp.berkas.models import Berkas, TautanPendek
from siapp.koneksi import alirkan
from siapp.sandi import Sandian, penyandi, sandikan_ulang, tanda_semua

log = structlog.get_logger(__name__)

_BENTUK = re.compile(r"[A-Za-z0-9_-]{43}")


class TautanBerakhir(Exception):
    """The link was a good one once; what it opened was replaced, taken back, or its time is over."""


TUJUAN_SANDI = "siapp.berkas.tautan"


def _token(tautan: TautanPendek) -> Iterator[str]:
    """Yield the tokens that the link may have: under SECRET_KEY, then under former ones."""
    bita = tanda_semua(TUJUAN_SANDI, str(tautan.pk), algoritma="sha256")
    return (urlsafe_b64encode(satu).rstrip(b"=").decode() for satu in bita)


def _token_sebenarnya(tautan: TautanPendek) -> str | None:
    """Return the token of a stored link, None if no key that we have tells it."""
    if tautan.sandi:
        with suppress(InvalidToken):
            return penyandi(TUJUAN_SANDI).decrypt(tautan.sandi.encode()).decode()
    return next((satu for satu in _token(tautan) if hmac.compare_digest(_sidik(satu), tautan.sidik)), None)


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
    token = next(_token(tautan))
    tautan.sidik = _sidik(token)
    tautan.save(force_insert=True)
    catat(berkas.aliran, "tautan_dibuat", oleh=oleh, data={"tautan": tautan.pk, "tujuan": tujuan})
    return token


def token_tautan(berkas: Iterable[UUID], tujuan: str) -> dict[UUID, str]:
    """Return file id → token for the links in force for `tujuan`, in one query and without writing."""
    hasil = {}
    for tautan in _masih_berlaku().filter(berkas__in=list(berkas), tujuan=tujuan):
        token = _token_sebenarnya(tautan)
        if token is not None:
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


def sandikan_tautan_ulang() -> Sandian:
    """Keep the tokens that SECRET_KEY alone does not tell encrypted under it; see `siapp.sandi`."""
    diubah = gagal = 0
    for tautan in alirkan(_masih_berlaku(), 500):
        token = _token_sebenarnya(tautan)
        if token is None:
            gagal += 1
        elif tautan.sandi or next(_token(tautan)) != token:
            baru = sandikan_ulang(TUJUAN_SANDI, tautan.sandi) if tautan.sandi else _tersandi(token)
            # Its one column alone: somebody may revoke the link just now.
            diubah += TautanPendek.objects.filter(pk=tautan.pk).update(sandi=baru) if baru else 0
    return Sandian(diubah, gagal)


def _tersandi(token: str) -> str:
    return penyandi(TUJUAN_SANDI).encrypt(token.encode()).decode()
