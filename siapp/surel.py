"""Whether mail leaves this installation, for all who would send one."""

from django.conf import settings

_TAK_MENGIRIM = tuple(f"django.core.mail.backends.{nama}.EmailBackend" for nama in ("dummy", "console", "filebased"))


def surel_diatur() -> bool:
    """Whether a mail would leave this installation (EMAIL_URL)."""
    return settings.EMAIL_BACKEND not in _TAK_MENGIRIM
