"""The two tokens of every call: APIM (gateway) and SSO (Keycloak). Fetching is here, keeping is the store's."""

import base64
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Protocol

from integrasi.sebab import Kode
from integrasi.siasn.bentuk import angka, teks
from integrasi.siasn.errors import GalatSiasn, KirimUlangNanti, TokenDitolak
from integrasi.siasn.konfigurasi import Konfigurasi

APIM = "apim"
SSO = "sso"
UMUR_BAWAAN = 300.0
MARGIN_MAKSIMUM = 60.0


@dataclass(frozen=True)
class Token:
    """A token and its life, in seconds since the epoch. `kedaluwarsa` None: it does not tell (opaque, pasted)."""

    nilai: str = field(repr=False)
    diambil: float
    kedaluwarsa: float | None = None

    def segar(self, sekarang: float | None = None) -> bool:
        """Usable for a while yet: not within 60 s, or the last tenth of a shorter life, of its end."""
        if self.kedaluwarsa is None:
            return True
        margin = min(MARGIN_MAKSIMUM, (self.kedaluwarsa - self.diambil) / 10)
        return (time.time() if sekarang is None else sekarang) < self.kedaluwarsa - margin


class GudangToken(Protocol):
    """Where tokens live between calls, shared by all workers."""

    def ambil(self, jenis: str) -> Token | None:
        """The stored token of `jenis` (APIM or SSO), fresh or not; None if there is none."""

    def segarkan(self, lama: Mapping[str, str | None], buat: Mapping[str, Callable[[], Token]]) -> dict[str, Token]:
        """Tokens of the kinds in `lama` that are not all `lama`, made by `buat` and stored under a lock of all workers.

        Tokens that are used together are replaced together: when another worker has already replaced one of them and
        all are fresh, the stored ones are returned and nothing is made. This is what makes one refresh out of many
        simultaneous 401s, also for a call that went out with one token from before and one from after it. `buat` may
        raise `GalatSiasn`.
        """


def sudah_diganti(lama: Mapping[str, str | None], ada: Mapping[str, Token | None]) -> dict[str, Token]:
    """Return the stored tokens `ada` if one of them is no longer `lama` and all are fresh; else nothing."""
    segar = {jenis: token for jenis, token in ada.items() if token and token.segar()}
    terganti = any(token.nilai != lama[jenis] for jenis, token in segar.items())
    return segar if terganti and len(segar) == len(lama) else {}


class GudangMemori:
    """Token store of one process, for tests and commands."""

    def __init__(self) -> None:
        self._isi: dict[str, Token] = {}
        self._kunci = threading.Lock()

    def ambil(self, jenis: str) -> Token | None:
        """See `GudangToken.ambil`."""
        return self._isi.get(jenis)

    def segarkan(self, lama: Mapping[str, str | None], buat: Mapping[str, Callable[[], Token]]) -> dict[str, Token]:
        """See `GudangToken.segarkan`."""
        with self._kunci:
            ada = {jenis: self._isi.get(jenis) for jenis in lama}
            if terganti := sudah_diganti(lama, ada):
                return terganti
            for jenis in lama:
                self._isi[jenis] = buat[jenis]()
            return {jenis: self._isi[jenis] for jenis in lama}


@dataclass(frozen=True)
class JawabanToken:
    """What a token service answered."""

    status: int
    isi: bytes
    retry_after: float | None = None


# Sends one form by POST to an address with extra headers; raises KirimUlangNanti when no answer came.
Pos = Callable[[str, Mapping[str, str], Mapping[str, str]], JawabanToken]


def ambil_apim(konfigurasi: Konfigurasi, pos: Pos) -> Token:
    """A gateway token by client_credentials with HTTP Basic (about 3,600 s).

    Raises `KirimUlangNanti` when the service is away, `TokenDitolak` when it refuses the key and secret.
    """
    pasangan = f"{konfigurasi.client_id}:{konfigurasi.client_secret}".encode()
    kepala = {"Authorization": "Basic " + base64.b64encode(pasangan).decode()}
    return _baca(pos(konfigurasi.token_url, kepala, {"grant_type": "client_credentials"}))


def ambil_sso(konfigurasi: Konfigurasi, pos: Pos) -> Token:
    """An SSO token: the pasted one while it lives, else by password grant of a registered NIP.

    Raises as `ambil_apim`; `TokenDitolak` with TOKEN_KEDALUWARSA when the pasted token is past its `exp`.
    """
    if konfigurasi.sso_token:
        return token_tempel(konfigurasi.sso_token)
    formulir = {
        "grant_type": "password",
        "client_id": konfigurasi.sso_client_id,
        "username": konfigurasi.sso_username,
        "password": konfigurasi.sso_password,
    }
    return _baca(pos(konfigurasi.sso_url, {}, formulir))


def token_tempel(nilai: str, sekarang: float | None = None) -> Token:
    """The pasted static token with its expiry, if it is a JWT that tells. Raises `TokenDitolak` when it is over."""
    kini = time.time() if sekarang is None else sekarang
    akhir = exp_jwt(nilai)
    if akhir is not None and akhir <= kini:
        raise TokenDitolak(Kode.TOKEN_KEDALUWARSA)
    # No early refresh: there is nothing fresher to have, so it is used to its last second.
    return Token(nilai, diambil=akhir if akhir is not None else kini, kedaluwarsa=akhir)


def exp_jwt(nilai: str) -> float | None:
    """`exp` of a JWT in seconds since the epoch, unverified (its key is BKN's); None if it is no JWT or has none."""
    bagian = nilai.split(".")
    if len(bagian) != 3:
        return None
    try:
        # As floats, because an int may be larger than any moment and than a float.
        isi = json.loads(base64.urlsafe_b64decode(bagian[1] + "=" * (-len(bagian[1]) % 4)), parse_int=float)
    except (ValueError, RecursionError):
        return None
    akhir = isi.get("exp") if isinstance(isi, dict) else None
    return akhir if isinstance(akhir, float) and isfinite(akhir) else None


def _baca(jawaban: JawabanToken) -> Token:
    if not 200 <= jawaban.status < 300:
        raise _tolak(jawaban)
    try:
        isi = json.loads(jawaban.isi)
    except (ValueError, RecursionError):
        isi = None
    nilai = teks(isi, "access_token") if isinstance(isi, dict) else ""
    if not nilai or not nilai.isascii() or not nilai.isprintable():
        raise KirimUlangNanti(Kode.TOKEN_TIDAK_DIDAPAT, status=jawaban.status)
    kini = time.time()
    umur = angka(isi, "expires_in")
    akhir = kini + umur if umur and umur > 0 else exp_jwt(nilai) or kini + UMUR_BAWAAN
    return Token(nilai, diambil=kini, kedaluwarsa=akhir)


def _tolak(jawaban: JawabanToken) -> GalatSiasn:
    """400, 401 and 403 are about our credentials; everything else about the service."""
    if jawaban.status in {400, 401, 403}:
        return TokenDitolak(Kode.KREDENSIAL_DITOLAK, status=jawaban.status)
    return KirimUlangNanti(Kode.TOKEN_TIDAK_DIDAPAT, status=jawaban.status, retry_after=jawaban.retry_after)
