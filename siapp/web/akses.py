"""Who may open which URL, said at the view; what is not said is refused (janji.md 4: default deny).

A declaration decides about the door only. What a person sees behind it is decided by `untuk(pengguna)` of the
QuerySet and by the policies of the action.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.urls import ResolverMatch

from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran

V = TypeVar("V", bound=Callable[..., Any])


class Macam(StrEnum):
    """Kinds of door."""

    PUBLIK = "publik"
    MASUK = "masuk"
    PERAN = "peran"
    MESIN = "mesin"
    TERTUTUP = "tertutup"


@dataclass(frozen=True)
class Aturan:
    """One declaration: the kind of door and, for `Macam.PERAN`, the roles of which one must be held.

    `untuk` names what is done behind it, as the room's table of rights does (`siapp.web.hak`).
    """

    macam: Macam
    peran: tuple[str, ...] = ()
    untuk: tuple[StrEnum, ...] = ()

    def mengizinkan(self, pengguna: Pengguna) -> bool:
        """Whether the signed-in `pengguna` may pass."""
        if self.macam is Macam.PERAN:
            return pengguna.berperan(*self.peran)
        return self.macam in {Macam.PUBLIK, Macam.MASUK}


PUBLIK = Aturan(Macam.PUBLIK)
MASUK = Aturan(Macam.MASUK)
MESIN = Aturan(Macam.MESIN)
TERTUTUP = Aturan(Macam.TERTUTUP)

# Views of libraries cannot carry a decorator: they are declared here by URL name. TERTUTUP: the library needs the
# name to exist, but nobody may use the page (accounts are made by an administrator).
PIHAK_KETIGA: dict[str, Aturan] = {
    "account_login": PUBLIK,
    "account_inactive": PUBLIK,
    "account_logout": MASUK,
    "account_reauthenticate": MASUK,
    "account_change_password": MASUK,
    "account_signup": TERTUTUP,
    "account_set_password": TERTUTUP,
    "account_email": TERTUTUP,
    "account_email_verification_sent": TERTUTUP,
    "account_confirm_email": TERTUTUP,
    "account_confirm_login_code": TERTUTUP,
    "account_reset_password": TERTUTUP,
    "account_reset_password_done": TERTUTUP,
    "account_reset_password_from_key": TERTUTUP,
    "account_reset_password_from_key_done": TERTUTUP,
    "mfa_authenticate": PUBLIK,  # the second step of the sign-in: the person is known, not yet signed in
    "mfa_index": MASUK,
    "mfa_reauthenticate": MASUK,
    "mfa_activate_totp": MASUK,
    "mfa_deactivate_totp": MASUK,
    "mfa_list_webauthn": MASUK,
    "mfa_add_webauthn": MASUK,
    "mfa_edit_webauthn": MASUK,
    "mfa_remove_webauthn": MASUK,
    "mfa_reauthenticate_webauthn": MASUK,
    "mfa_view_recovery_codes": MASUK,
    "mfa_generate_recovery_codes": MASUK,
    "mfa_download_recovery_codes": MASUK,
    "oauth2_provider:token": MESIN,
    "oauth2_provider:revoke-token": MESIN,
}


def _nyatakan(view: V, aturan: Aturan) -> V:
    view.aturan_akses = aturan  # type: ignore[attr-defined]
    return view


def akses(*jenis_peran: JenisPeran, untuk: tuple[StrEnum, ...] = ()) -> Callable[[V], V]:
    """Declare: signed in and holding at least one active role of `jenis_peran`; others get the 403 page.

    Works on function views, on what `as_view()` returns and on view classes. Raises ValueError without a role. Rooms
    declare through their table (`hak.akses(verb)`), which fills in the roles and `untuk`.
    """
    if not jenis_peran:
        raise ValueError("name at least one role, or use akses_masuk")
    aturan = Aturan(Macam.PERAN, tuple(JenisPeran(jenis).value for jenis in jenis_peran), untuk)
    return lambda view: _nyatakan(view, aturan)


def akses_masuk(view: V) -> V:
    """Declare: any signed-in person."""
    return _nyatakan(view, MASUK)


def publik(view: V) -> V:
    """Declare a named exception: open to everybody."""
    return _nyatakan(view, PUBLIK)


def mesin(view: V) -> V:
    """Declare: for machines, below one of `middleware.AWALAN_MESIN`; the view authenticates them itself (OAuth2)."""
    return _nyatakan(view, MESIN)


def aturan_akses(tujuan: ResolverMatch | Callable[..., Any]) -> Aturan | None:
    """Return the declaration of a view or of a resolved URL; None means undeclared, which is refused.

    A view object alone cannot be looked up in the table of libraries' views: pass the ResolverMatch for those.
    """
    view = tujuan.func if isinstance(tujuan, ResolverMatch) else tujuan
    # view_class: Django's as_view(); cls: DRF's. The class may carry the declaration instead of the function.
    for pembawa in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        aturan = getattr(pembawa, "aturan_akses", None)
        if isinstance(aturan, Aturan):
            return aturan
    return PIHAK_KETIGA.get(tujuan.view_name) if isinstance(tujuan, ResolverMatch) else None
