"""How the sign-in library behaves here: accounts are made by an administrator, never by sign-up.

Guessing is slowed down per account and address, per account, and per address that fails for hundreds of accounts. The
last two would let a stranger lock others out, so they do not count in a browser in which the owner signed in before.
"""

import time
from contextlib import suppress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from siapp.akun.models import Pengguna
from siapp.akun.segar import langkah_kedua_segar, masuk_segar, punya_langkah_kedua
from siapp.audit.catat import catat, catat_akses
from siapp.audit.models import Akses
from siapp.sandi import tanda_semua
from siapp.web.alamat import alamat_klien
from siapp.web.titipan import titipan_orang_lain

SANDI_DIGANTI = "akun.sandi_diganti"

TIDAK_COCOK = "NIP atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."

CARA_MEMASTIKAN = {
    "reauthenticate": "Pakai kata sandi",
    "mfa_reauthenticate": "Pakai kode dari aplikasi autentikator atau kode cadangan",
    "mfa_reauthenticate:webauthn": "Pakai passkey",
}

KUKI_PERAMBAN = "__Host-peramban" if settings.HTTPS else "peramban"
UMUR_PERAMBAN = 90 * 24 * 3600
_GARAM = "siapp.akun.peramban"
MASA_GAGAL = 300
"""Seconds over which the failures of one address are counted."""


def aliran_akun(pengguna_id: int) -> str:
    return f"akun:{pengguna_id}"


def _tanda_peramban(nip: str) -> list[str]:
    """The mark of `nip` under SECRET_KEY, then under former ones."""
    return [bita.hex() for bita in tanda_semua(_GARAM, nip)]


def peramban_dikenal(request: HttpRequest, nip: str) -> bool:
    """Whether the owner of `nip` was the last to sign in with this browser, within `UMUR_PERAMBAN` seconds."""
    isi = request.get_signed_cookie(KUKI_PERAMBAN, default="", salt=_GARAM, max_age=UMUR_PERAMBAN)
    return any(constant_time_compare(isi or "", satu) for satu in _tanda_peramban(nip))


def _kunci_gagal(request: HttpRequest) -> str:
    return f"gagal-masuk:{ratelimit.get_ip(request)}:{int(time.time() // MASA_GAGAL)}"


def _catat_gagal(request: HttpRequest) -> None:
    # Two at once may count as one: this limit is for hundreds.
    kunci = _kunci_gagal(request)
    cache.add(kunci, 0, MASA_GAGAL)
    with suppress(ValueError):
        cache.incr(kunci)


def _alamat_menebak(request: HttpRequest) -> bool:
    """Whether the address failed so often lately that it guesses."""
    return bool(cache.get(_kunci_gagal(request), 0) >= settings.BATAS_GAGAL_MASUK_ALAMAT)


class AdapterAkun(DefaultAccountAdapter):  # type: ignore[misc]
    # One sentence for a wrong NIP, a wrong password and a disabled account: nobody learns which NIPs exist.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": TIDAK_COCOK,
        "account_inactive": TIDAK_COCOK,
        "incorrect_password": "Kata sandi tidak cocok. Periksa lagi, lalu coba lagi.",
        "enter_current_password": "Kata sandi sekarang tidak cocok. Tulis kata sandi yang Anda pakai untuk masuk.",
        "too_many_login_attempts": "Terlalu banyak percobaan masuk yang gagal. Tunggu lima menit, lalu coba lagi.",
        "sandi_kedaluwarsa": (
            "Kata sandi sementara ini sudah lewat masanya. Minta kata sandi sementara yang baru kepada "
            "Administrator Biro APP; nomornya ada di halaman Narahubung."
        ),
        "rate_limited": "Terlalu sering mencoba. Tunggu beberapa menit, lalu coba lagi.",
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's address, as everywhere here. Raises PermissionDenied where there is none."""
        return alamat_klien(request) or str(super().get_client_ip(request))

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library's signature
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whether the library must ask again: the sign-in itself counts as fresh, as everywhere here.

        Who has a second step changes it by that step alone (keputusan/0087); the library would take the password, so
        that is asked for here. Raises ReauthenticationRequired.
        """
        if app == "allauth.mfa" and punya_langkah_kedua(self.request.user):
            if not langkah_kedua_segar(self.request):
                raise ReauthenticationRequired
            return False
        return bool(super().is_reauthentication_required(app=app)) and not masuk_segar(self.request)

    def get_reauthentication_methods(self, user: Pengguna) -> list[dict[str, Any]]:
        """How the person may prove who it is: only by the second step where that is what is being changed."""
        semua: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        isian = self.request.POST if self.request.method == "POST" else self.request.GET
        tujuan = isian.get("next") or self.request.get_full_path()
        for satu in semua:
            satu["description"] = CARA_MEMASTIKAN[satu["id"]]
        langkah = [satu for satu in reversed(semua) if satu["id"] != "reauthenticate"]
        return langkah if langkah and tujuan.startswith(reverse("mfa_index")) else semua

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library's own key is the account alone: then anybody could lock anybody out.
        return f"{credentials.get('username', '')}@{ratelimit.get_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; raises the form's error when there were too many failures."""
        super().pre_authenticate(request, **credentials)
        nip = credentials.get("username", "")
        if peramban_dikenal(request, nip):
            return
        if _alamat_menebak(request):
            raise self.validation_error("too_many_login_attempts")
        batas = {"akun": settings.BATAS_GAGAL_MASUK_AKUN}
        pakai = ratelimit.consume(request, app="siapp.akun", action="akun", config=batas, key=nip)
        if pakai is None:
            raise self.validation_error("too_many_login_attempts")
        # Given back together with the others when the password was right.
        self._login_failed_rl_usage.usage.extend(pakai.usage)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record the failure, of a known account and of an unknown one alike."""
        _catat_gagal(request)
        pengguna = Pengguna.objects.filter(nip=credentials.get("username", "")[:18]).only("pk").first()
        objek = aliran_akun(pengguna.pk) if pengguna else "akun:tidak-dikenal"
        catat_akses(Akses.Tindakan.GAGAL, objek, oleh=None, alamat=self.get_client_ip(request))

    def login(self, request: HttpRequest, user: Pengguna) -> None:
        """Sign in and record it with the address."""
        super().login(request, user)
        catat_akses(Akses.Tindakan.MASUK, aliran_akun(user.pk), oleh=user, alamat=self.get_client_ip(request))

    def logout(self, request: HttpRequest) -> None:
        """Record the sign-out, then do it."""
        if request.user.is_authenticated:
            catat_akses(Akses.Tindakan.KELUAR, aliran_akun(request.user.pk), oleh=request.user)
        with titipan_orang_lain(request):
            super().logout(request)

    def post_login(self, request: HttpRequest, user: Pengguna, **isian: Any) -> HttpResponse:
        """Remember the browser (see the module's docstring); the cookie names nobody."""
        jawaban: HttpResponse = super().post_login(request, user, **isian)
        jawaban.set_signed_cookie(
            KUKI_PERAMBAN,
            _tanda_peramban(user.nip)[0],
            salt=_GARAM,
            max_age=UMUR_PERAMBAN,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
        return jawaban

    @transaction.atomic(durable=True)
    def set_password(self, user: Pengguna, password: str) -> None:
        """Set the password that the person chose: from now on nothing more needs to be changed."""
        user.set_password(password)
        user.perlu_ganti_sandi, user.sandi_sementara_sampai = False, None
        user.save(update_fields=["password", "perlu_ganti_sandi", "sandi_sementara_sampai"])
        catat(aliran_akun(user.pk), SANDI_DIGANTI, oleh=user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - the library's signature
        return reverse("profil")
