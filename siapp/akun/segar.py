"""What has official effect asks for a fresh sign-in (janji.md 4: teken, verdicts, Keppres, role changes)."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from siapp.akun.models import Pengguna

V = TypeVar("V", bound=Callable[..., Any])


def masuk_segar(request: HttpRequest) -> bool:
    """Whether the person gave the password within ACCOUNT_REAUTHENTICATION_TIMEOUT (seconds), at sign-in or since."""
    catatan = get_authentication_records(request, request.user)
    batas = time.time() - float(app_settings.REAUTHENTICATION_TIMEOUT)
    return any(satu["at"] > batas for satu in catatan)


def punya_langkah_kedua(pengguna: Pengguna) -> bool:
    """Whether a second step is asked of `pengguna` at the sign-in."""
    return bool(is_mfa_enabled(pengguna, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


def langkah_kedua_segar(request: HttpRequest) -> bool:
    """Whether the person gave the second step within MASA_LANGKAH_KEDUA (seconds), at sign-in or since."""
    batas = time.time() - settings.MASA_LANGKAH_KEDUA
    return any(
        satu["method"] == "mfa" and satu["at"] > batas for satu in get_authentication_records(request, request.user)
    )


def perlu_masuk_segar(view: V) -> V:
    """Let a POST through only after a fresh sign-in; otherwise ask for the password, then carry on with that POST.

    Stands below the access declaration. A form with files cannot be carried over: ask before such a form is shown.
    """

    @wraps(view)
    def terjaga(request: HttpRequest, *isian: Any, **pilihan: Any) -> Any:
        if request.method == "POST" and not masuk_segar(request):
            raise ReauthenticationRequired
        return view(request, *isian, **pilihan)

    return cast(V, terjaga)
