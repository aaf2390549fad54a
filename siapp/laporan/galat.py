"""Errors for Sentry, or whoever understands its envelopes: of which type, and where in the code.

Never with the words of the error: PostgreSQL writes rows into them, and people's names stand in rows.
"""

import logging
from typing import Any

from django.conf import settings
from structlog.contextvars import get_contextvars

from siapp.catatan_log import samarkan
from siapp.laporan import menyala

LANGKAH = ("filename", "function", "lineno", "module", "in_app")
"""What is told of each frame; the code around it stands in the repository."""
UTUH = ("event_id", "timestamp", "platform", "level", "release", "environment")
TANDA = ("permintaan", "tugas")


def nyalakan() -> None:
    """Report what the log has a traceback of to SENTRY_DSN; do nothing where that is not set."""
    if not menyala("SENTRY_DSN"):
        return
    import sentry_sdk

    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        release=settings.VERSI_APLIKASI,
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        server_name="",
        before_send=lambda kejadian, _: hanya_yang_boleh(dict(kejadian)),
    )
    akar = logging.getLogger()
    if not any(isinstance(satu, Pelapor) for satu in akar.handlers):
        akar.addHandler(Pelapor(logging.ERROR))


class Pelapor(logging.Handler):
    """Hands on the exception of each line that has one: of Django's, Celery's and our own."""

    def emit(self, record: logging.LogRecord) -> None:
        """Report the exception of `record`, if there is one."""
        import sentry_sdk

        info = record.exc_info or (record.msg.get("exc_info") if isinstance(record.msg, dict) else None)
        galat = info if isinstance(info, BaseException) else info[1] if isinstance(info, tuple) else None
        if galat is not None:
            sentry_sdk.capture_exception(galat)


def hanya_yang_boleh(kejadian: dict[str, Any]) -> Any:
    """Return a report of its own with what is listed here; whatever else the library gathered stays behind."""
    rantai = kejadian.get("exception", {}).get("values", [])
    tanda = {nama: samarkan(str(isi)) for nama, isi in get_contextvars().items() if nama in TANDA}
    return {
        **{nama: kejadian[nama] for nama in UTUH if nama in kejadian},
        "tags": tanda,
        "exception": {"values": [_satu_galat(satu) for satu in rantai]},
    }


def _satu_galat(satu: dict[str, Any]) -> dict[str, Any]:
    langkah = (satu.get("stacktrace") or {}).get("frames", [])
    return {
        "type": satu.get("type"),
        "module": satu.get("module"),
        "value": "",
        "stacktrace": {"frames": [{nama: isi[nama] for nama in LANGKAH if nama in isi} for isi in langkah]},
    }
