"""The OpenAPI 3.1 document of what we serve, made once per process from the views."""

import json
from functools import cache
from typing import Any, cast

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings

from integrasi.api.info import VERSI_API
from integrasi.api.uraian import KOMPONEN
from integrasi.enums import LINGKUP

URAIAN = """
API yang disediakan SIAPP NV bagi SIASN menurut Lampiran perjanjian kerja sama: API 8, 9, dan 12.

- **Masuk**: ambil token di `/oauth2/token` (client_credentials, 15 menit, satu lingkup per API), lalu kirim
  `Authorization: Bearer <token>`.
- **ID** di setiap alamat dan isi ialah ID Usulan **SIASN**. Yang tidak dikenal dan yang tidak boleh dilihat dijawab
  sama: 404.
- **Tanggal** kami tulis `DD-MM-YYYY`.
- **Jawaban** `{"code": 1, "message": …, "data": …}`. **Galat** `application/problem+json` (RFC 9457) yang juga
  membawa `code: 0` dan `message`; alamat yang tidak ada dijawab 404 dan metode yang tidak dilayani 405 dalam bentuk
  yang sama.
- **Terlalu cepat**: 429 dengan `Retry-After` dalam detik.
"""


class SkemaToken(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The bearer token of TokenPembawa, as an OAuth2 flow."""

    target_class = "integrasi.api.otentikasi.TokenPembawa"
    name = "token"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, Any]:
        alir = {"tokenUrl": "/oauth2/token", "scopes": dict(LINGKUP)}
        return {"type": "oauth2", "flows": {"clientCredentials": alir}, "description": "Token 15 menit."}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {self.name: [auto_schema.view.lingkup]}


_SETELAN = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "SIAPP NV – API untuk SIASN",
    "DESCRIPTION": URAIAN.strip(),
    "VERSION": VERSI_API,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [],
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "TAGS": [
        {"name": "API perjanjian", "description": "API 8, 9, dan 12 serta berkasnya."},
        {"name": "Token", "description": "OAuth 2.0."},
        {"name": "Umum", "description": "Keterangan bagi pengembang."},
    ],
    "APPEND_COMPONENTS": {
        "schemas": KOMPONEN,
        "securitySchemes": {
            "klien": {"type": "http", "scheme": "basic", "description": "ID dan rahasia klien."},
        },
    },
}


def skema() -> dict[str, Any]:
    """Return the document."""
    with patched_settings({**_SETELAN, "SERVERS": [{"url": settings.BASE_URL}]}):
        pembuat = SchemaGenerator(urlconf="integrasi.api.urls")  # type: ignore[no-untyped-call]
        hasil = cast(dict[str, Any], pembuat.get_schema(request=None, public=True))  # type: ignore[no-untyped-call]
    for operasi in (satu for daftar in hasil["paths"].values() for satu in daftar.values()):
        if "requestBody" in operasi:
            operasi["requestBody"]["required"] = True
    return hasil


@cache
def skema_json() -> bytes:
    """Return the document as JSON, made at the first call."""
    return json.dumps(skema(), ensure_ascii=False, separators=(",", ":")).encode()
