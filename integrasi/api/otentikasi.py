"""Who calls: bearer tokens of django-oauth-toolkit, remembered in process for a short while (janji.md 5).

The toolkit's own check costs more than the rest of a call. Here a token is looked up by its SHA-256 with one narrow
query and remembered for `INGAT` seconds, never past its expiry. Revoking forgets it at once in the process that
revokes and within `INGAT` seconds in the others.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone
from oauth2_provider.models import get_access_token_model
from rest_framework.authentication import BaseAuthentication

from integrasi.api.galat import LINGKUP_KURANG, TANPA_TOKEN, TOKEN_TIDAK_BERLAKU, GalatApi, Macam

INGAT = 30.0
PALING_BANYAK = 1000
TANTANGAN = 'Bearer realm="SIAPP"'
AccessToken = get_access_token_model()


@dataclass(frozen=True, slots=True)
class KlienApi:
    """The calling client."""

    id: str
    nama: str
    lingkup: frozenset[str]
    kedaluwarsa: datetime


class PermintaanApi(HttpRequest):
    """What a view of TampilanMitra gets: nobody was let in whose client is not known.

    For annotations only: Django makes the requests.
    """

    klien: KlienApi


class _Ingatan:
    """Token hash → client, until when (monotonic seconds)."""

    def __init__(self) -> None:
        self._isi: dict[str, tuple[KlienApi, float]] = {}

    def ambil(self, sidik: str) -> KlienApi | None:
        klien, sampai = self._isi.get(sidik, (None, 0.0))
        return klien if time.monotonic() < sampai else None

    def simpan(self, sidik: str, klien: KlienApi) -> None:
        if len(self._isi) >= PALING_BANYAK:
            self._isi.clear()
        self._isi[sidik] = (klien, time.monotonic() + INGAT)

    def lupakan(self, sidik: str) -> None:
        self._isi.pop(sidik, None)

    def kosongkan(self) -> None:
        self._isi.clear()


ingatan = _Ingatan()


def _token_berubah(instance: Any, **_: Any) -> None:
    ingatan.lupakan(instance.token_checksum)


post_delete.connect(_token_berubah, sender=AccessToken, dispatch_uid="siapp-token-dihapus")
post_save.connect(_token_berubah, sender=AccessToken, dispatch_uid="siapp-token-diubah")


def _tolak(macam: Macam, galat: str, **isian: str) -> GalatApi:
    bagian = [TANTANGAN, *([f'error="{galat}"'] if galat else []), *(f'{k}="{v}"' for k, v in isian.items())]
    return GalatApi(macam, kepala={"WWW-Authenticate": ", ".join(bagian)})


def _baca(sidik: str) -> KlienApi | None:
    kolom = ("application__client_id", "application__name", "scope", "expires")
    baris = AccessToken.objects.filter(token_checksum=sidik, application__isnull=False).values_list(*kolom).first()
    if baris is None:
        return None
    klien_id, nama, lingkup, kedaluwarsa = baris
    return KlienApi(klien_id, nama or klien_id, frozenset(lingkup.split()), kedaluwarsa)


def klien_dari_token(token: str) -> KlienApi | None:
    """Return the client that `token` stands for, or None if it is unknown, revoked or expired."""
    sidik = hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
    klien = ingatan.ambil(sidik)
    if klien is None and (klien := _baca(sidik)):
        ingatan.simpan(sidik, klien)
    return klien if klien and klien.kedaluwarsa > timezone.now() else None


class TokenPembawa(BaseAuthentication):
    """`Authorization: Bearer <token>`; anything else is refused with 401 and the challenge of RFC 6750."""

    def authenticate(self, request: HttpRequest) -> tuple[KlienApi, str]:
        skema, _, token = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
        if skema.lower() != "bearer" or not token.strip():
            raise _tolak(TANPA_TOKEN, "")
        pemanggil = klien_dari_token(token.strip())
        if pemanggil is None:
            raise _tolak(TOKEN_TIDAK_BERLAKU, "invalid_token")
        return pemanggil, "bearer"


def pastikan_lingkup(pemanggil: KlienApi, lingkup: str) -> None:
    """Raise GalatApi (403) with the challenge of RFC 6750 unless the token's scopes hold `lingkup`."""
    if lingkup not in pemanggil.lingkup:
        raise _tolak(LINGKUP_KURANG, "insufficient_scope", scope=lingkup)
