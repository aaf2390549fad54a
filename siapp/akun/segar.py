"""What has official effect asks for a fresh sign-in (janji.md 4: teken, verdicts, Keppres, role changes)."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest

V = TypeVar("V", bound=Callable[..., Any])


def masuk_segar(request: HttpRequest) -> bool:
    """Whether the person gave the password within ACCOUNT_REAUTHENTICATION_TIMEOUT (seconds), at sign-in or since."""
    catatan = get_authentication_records(request, request.user)
    batas = time.time() - float(app_settings.REAUTHENTICATION_TIMEOUT)
    return any(satu["at"] > batas for satu in catatan)


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
