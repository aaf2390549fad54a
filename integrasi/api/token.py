"""The token service: RFC 6749 client_credentials and nothing else of django-oauth-toolkit."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.views.mixins import OAuthLibMixin
from oauthlib.oauth2 import BackendApplicationServer

from integrasi.api import galat, uraian
from integrasi.api.dasar import TampilanTerbuka, baca_badan
from siapp.web.akses import mesin

TANTANGAN_KLIEN = 'Basic realm="SIAPP"'
FORMULIR = "application/x-www-form-urlencoded"
# What RFC 6749 calls the error → what we say to people.
_PESAN = {
    "invalid_client": "ID atau rahasia klien salah.",
    "invalid_scope": "Lingkup yang diminta tidak dimiliki klien ini.",
    "unsupported_grant_type": "Hanya grant_type=client_credentials yang dilayani.",
    "unauthorized_client": "Klien ini tidak boleh memakai client_credentials.",
}
_CONTOH = {"access_token": "…", "expires_in": 900, "token_type": "Bearer", "scope": "status-verifikasi"}
_CONTOH_GALAT = {"error": "invalid_client", "code": 0, "message": _PESAN["invalid_client"]}


def _galat_token(keterangan: str) -> OpenApiResponse:
    contoh = [OpenApiExample("Contoh", _CONTOH_GALAT, response_only=True)]
    return OpenApiResponse(uraian.rujuk("GalatToken"), keterangan, contoh)


def _permintaan(request: HttpRequest) -> Any:
    """Return the request with its form parsed from a body of bounded size; raises GalatApi."""
    asli: Any = request
    badan = baca_badan(request, FORMULIR)
    try:
        isi = QueryDict(badan.decode("utf-8"), mutable=True, encoding="utf-8")
    except UnicodeDecodeError as salah:
        raise galat.GalatApi(galat.PERMINTAAN_SALAH, "Isi bukan UTF-8.") from salah
    if not "".join(isi.getlist("scope")).strip():
        # RFC 6749 3.3: a scope that is left out means the default, and an empty one says no more than that.
        isi.pop("scope", None)
    asli._post, asli._files = isi, {}
    return asli


class PemeriksaKlien(OAuth2Validator):  # type: ignore[misc]
    """The toolkit's validator, which looks up whatever a client calls itself; PostgreSQL cannot hold a NUL."""

    def _load_application(self, client_id: str | None, request: Any) -> Any:
        return None if "\x00" in (client_id or "") else super()._load_application(client_id, request)


@mesin
class Token(OAuthLibMixin, TampilanTerbuka):  # type: ignore[misc]
    """POST /oauth2/token."""

    server_class = BackendApplicationServer
    validator_class = PemeriksaKlien

    @extend_schema(
        operation_id="ambil_token",
        tags=["Token"],
        summary="Ambil token (client_credentials)",
        description="Klien dikenal dengan HTTP Basic (dianjurkan) atau dengan `client_id` dan `client_secret` di isi.",
        request={FORMULIR: uraian.rujuk("PermintaanToken")},
        examples=[OpenApiExample("Contoh", {"grant_type": "client_credentials"}, request_only=True)],
        parameters=uraian.kepala_galat(),
        responses={
            200: OpenApiResponse(
                uraian.rujuk("Token"), "Token", [OpenApiExample("Contoh", _CONTOH, response_only=True)]
            ),
            400: _galat_token("Permintaan salah"),
            401: _galat_token("Klien tidak dikenal"),
            **uraian.galat_mungkin(galat.TERLALU_BESAR, galat.JENIS_ISI_SALAH),
        },
        auth=[{"klien": []}, {}],  # type: ignore[list-item]
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        _url, kepala, isi, status = self.create_token_response(_permintaan(request))
        data: dict[str, Any] = json.loads(isi)
        if "error" in data:
            pesan = _PESAN.get(data["error"], "Permintaan token tidak dapat dilayani.")
            data = {"error": data["error"], "code": 0, "message": pesan}
        kepala.pop("Content-Type", None)
        if status == 401:
            # RFC 6749 5.2: the scheme in which a client is known here, not the one that a token is used in.
            kepala["WWW-Authenticate"] = TANTANGAN_KLIEN
        jawaban = galat.jawab_json(data, status)
        for nama, nilai in kepala.items():
            jawaban.headers[nama] = nilai
        return jawaban
