"""How a log line looks, and what it may never hold."""

import logging
import re
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog

_NIP = re.compile(r"(?<!\d)\d{18}(?!\d)")
_TOKEN = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}")
SARAN_UTAS = "Configuration allows spawning up to "
"""How Granian's warning begins that a web process has more threads than two a core."""
_BOLEH_UTUH = {"timestamp", "level", "logger"}


def samarkan(teks: str) -> str:
    """Return `teks` with every NIP and every bearer or basic credential replaced."""
    return _TOKEN.sub(r"\1 [disamarkan]", _NIP.sub("[nip]", teks))


def _samarkan_kejadian(_: Any, __: str, kejadian: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    # The last net: call sites log no personal data, libraries' messages may.
    for kunci, nilai in kejadian.items():
        if kunci not in _BOLEH_UTUH and isinstance(nilai, str):
            kejadian[kunci] = samarkan(nilai)
    return kejadian


_BERSAMA: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def pembentuk() -> logging.Formatter:
    """Return the one formatter of all log lines: JSON, personal data masked."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_BERSAMA,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _samarkan_kejadian,
            structlog.processors.JSONRenderer(),
        ],
    )


def saringan_utas() -> Callable[[logging.LogRecord], bool]:
    """Return the filter that keeps `SARAN_UTAS` out of Granian's log, where it would stand at every start.

    The number of threads is chosen (`siapp.proses.UTAS_WEB`): they wait for the database, not for a core.
    """
    return lambda catatan: not str(catatan.msg).startswith(SARAN_UTAS)


def siapkan() -> None:
    """Route structlog through the standard library, so that libraries and we share one form."""
    structlog.configure(
        processors=[*_BERSAMA, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
