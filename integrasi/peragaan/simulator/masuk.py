"""The two token services and the check of both tokens on every data call.

The APIM token opens the gateway, the SSO token says who asks. The SSO token is a real JWT (HS256) because clients that
are given a pasted one read its `exp`. Both are remembered in the file, so that a restart does not sign everybody out.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from integrasi.peragaan.simulator.amplop import gerbang, jawab_json
from integrasi.peragaan.simulator.keadaan import Keadaan
from integrasi.peragaan.simulator.setelan import Setelan

APIM = "apim"
SSO = "sso"
_SALAH_APIM = (
    401,
    900901,
    "Invalid Credentials",
    "Access failure. Make sure you have provided the correct credentials",
)
_TANPA_APIM = (401, 900902, "Missing Credentials", "Make sure your API invocation call has a header: Authorization")


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _jwt(isi: dict[str, Any]) -> str:
    """A JWT signed with a key nobody keeps: the simulator recognises its tokens by the file, not by the signature."""
    kepala = _b64(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    badan = f"{kepala}.{_b64(json.dumps(isi).encode())}"
    return f"{badan}.{_b64(hmac.new(secrets.token_bytes(32), badan.encode(), hashlib.sha256).digest())}"


class Penjaga:
    """Issues, checks and kills tokens."""

    def __init__(self, keadaan: Keadaan, setelan: Setelan) -> None:
        self._keadaan = keadaan
        self._setelan = setelan

    def _simpan(self, nilai: str, jenis: str) -> None:
        habis = time.time() + self._setelan.token_umur
        self._keadaan.ubah("DELETE FROM token WHERE habis < ?", time.time() - 86_400)
        self._keadaan.sisip("token", {"nilai": nilai, "jenis": jenis, "habis": habis})

    async def layani_apim(self, permintaan: Request) -> Response:
        """`POST /oauth2/token`: client_credentials, HTTP Basic."""
        form = parse_qs((await permintaan.body()).decode("utf-8", "replace"))
        benar = f"{self._setelan.client_id}:{self._setelan.client_secret}"
        skema, _, isi = permintaan.headers.get("authorization", "").partition(" ")
        cocok = hmac.compare_digest(isi.strip(), base64.b64encode(benar.encode()).decode())
        if skema.lower() != "basic" or not cocok:
            return jawab_json(
                {"error": "invalid_client", "error_description": "A valid OAuth client could not be found"}, 401
            )
        if form.get("grant_type") != ["client_credentials"]:
            return jawab_json({"error": "unsupported_grant_type"}, 400)
        nilai = str(secrets.token_hex(16))
        self._simpan(nilai, APIM)
        umur = self._setelan.token_umur
        return jawab_json({"access_token": nilai, "scope": "default", "token_type": "Bearer", "expires_in": umur})

    async def layani_sso(self, permintaan: Request) -> Response:
        """`POST /auth/realms/public-siasn/protocol/openid-connect/token`: password grant of a registered NIP."""
        form = {k: v[0] for k, v in parse_qs((await permintaan.body()).decode("utf-8", "replace")).items()}
        if form.get("grant_type", "password") != "password":
            return jawab_json({"error": "unsupported_grant_type"}, 400)
        if form.get("client_id") != self._setelan.sso_client_id:
            return jawab_json({"error": "invalid_client", "error_description": "Invalid client credentials"}, 401)
        cocok = (form.get("username"), form.get("password")) == (self._setelan.sso_username, self._setelan.sso_password)
        if not cocok:
            return jawab_json({"error": "invalid_grant", "error_description": "Invalid user credentials"}, 401)
        habis = int(time.time()) + self._setelan.token_umur
        nilai = _jwt({"exp": habis, "azp": self._setelan.sso_client_id, "jti": secrets.token_hex(8)})
        self._simpan(nilai, SSO)
        umur = self._setelan.token_umur
        return jawab_json(
            {"access_token": nilai, "expires_in": umur, "refresh_expires_in": umur, "token_type": "bearer"}
        )

    def matikan(self, jenis: str = "") -> int:
        """Kill all tokens, or those of one kind (`apim`, `sso`); returns how many died."""
        jumlah: int = self._keadaan.satu("SELECT count(*) AS n FROM token WHERE ? IN ('', jenis)", jenis)["n"]
        self._keadaan.ubah("DELETE FROM token WHERE ? IN ('', jenis)", jenis)
        return jumlah

    def _jenis(self, nilai: str) -> str:
        baris = self._keadaan.mungkin("SELECT jenis FROM token WHERE nilai = ? AND habis > ?", nilai, time.time())
        return baris["jenis"] if baris else ""

    def periksa(self, permintaan: Request, perlu_sso: bool) -> Response | None:
        """The answer of a call that may not come in, or None. The reference API (13) needs the APIM token only."""
        skema, _, nilai = permintaan.headers.get("authorization", "").partition(" ")
        if skema.lower() != "bearer" or not nilai:
            return gerbang(*_TANPA_APIM)
        if self._jenis(nilai.strip()) != APIM:
            return gerbang(*_SALAH_APIM)
        return self._periksa_sso(permintaan) if perlu_sso else None

    def _periksa_sso(self, permintaan: Request) -> Response | None:
        skema, _, nilai = permintaan.headers.get("auth", "").partition(" ")
        jenis = self._jenis(nilai.strip())
        if skema.lower() == "bearer" and jenis == SSO:
            return None
        pesan = "Token SSO mismatch" if jenis == APIM else "invalid or expired jwt"
        return jawab_json({"success": False, "message": pesan}, 401)
