"""The id of a request on its way through Celery, one log line per task, and logs of workers in our form."""

import time
from contextlib import ExitStack
from typing import Any

import structlog
from celery import signals
from structlog.contextvars import bind_contextvars, clear_contextvars

from siapp.jejak import NAMA, mulai_jejak
from siapp.laporan.rentang import Isi, rentang

log = structlog.get_logger(__name__)

_mulai: dict[str, float] = {}
_rentang: dict[str, ExitStack] = {}
_isi: dict[str, Isi] = {}
# A sweep that found nothing to do says nothing; one that worked for a while does.
LAMA_BERARTI = 1.0


@signals.setup_logging.connect
def pakai_catatan_kita(**_: Any) -> None:
    """Leave the log as the settings made it: that somebody listens keeps Celery from adding lines of its own form."""


@signals.task_prerun.connect
def tugas_mulai(task_id: str, task: Any, **_: Any) -> None:
    """Go on under the id of the request that woke the task, else under the task's own."""
    dari = getattr(task.request, NAMA, None) or ""
    mulai_jejak(dari or task_id)
    bind_contextvars(tugas=task.name, dibangunkan=bool(dari))
    _mulai[task_id] = time.monotonic()
    _rentang[task_id] = ExitStack()
    isi = _rentang[task_id].enter_context(rentang("tugas", awal=not dari, dibangunkan=bool(dari)))
    isi["tugas"] = task.name
    _isi[task_id] = isi


@signals.task_postrun.connect
def tugas_selesai(task_id: str, state: str = "", **_: Any) -> None:
    """Say what was run and how long it took."""
    _isi.pop(task_id, {})["hasil"] = state
    _rentang.pop(task_id, ExitStack()).close()
    lama = time.monotonic() - _mulai.pop(task_id, time.monotonic())
    bangun = structlog.contextvars.get_contextvars().get("dibangunkan")
    berarti = bangun or lama >= LAMA_BERARTI or state != "SUCCESS"
    (log.info if berarti else log.debug)("tugas_selesai", hasil=state, ms=round(lama * 1000))
    clear_contextvars()
