"""The dead man's switch: somebody elsewhere is told once a minute that all is well, and alarms when that stays out."""

import requests
import structlog
from django.conf import settings
from django.db import connection

log = structlog.get_logger(__name__)

BATAS_WAKTU = 5.0
"""Seconds."""


def beri_denyut() -> bool:
    """Ask `DENYUT_URL` once; True if it answered well. Raises DatabaseError when the database is away.

    Run by a worker that a timer woke, so that it stays out when any of timer, broker, worker or database stands.
    """
    if not settings.DENYUT_URL:
        return False
    with connection.cursor() as kursor:
        kursor.execute("SELECT 1")
    try:
        jawaban = requests.get(settings.DENYUT_URL, timeout=BATAS_WAKTU)
    except requests.RequestException as galat:
        log.warning("denyut_gagal", galat=type(galat).__name__)
        return False
    if not jawaban.ok:
        log.warning("denyut_ditolak", status=jawaban.status_code)
    return jawaban.ok
